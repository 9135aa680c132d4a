/** The part of a value set that only a terminology server can expand. */
import { createHash } from 'node:crypto';
import { isEvaluatedHere } from './is-evaluated-here.ts';
import type { CodeSystemsFile, ValueSetFile, ValueSetPart } from './topic-files.ts';

export interface ComposeToExpand {
  /** As a server is asked: without our words for filters. */
  readonly compose: { readonly include: readonly ValueSetPart[]; readonly exclude?: readonly ValueSetPart[] };
  /** Kept with an expansion: of what it is one. */
  readonly digest: string;
}

/** `undefined` where nothing has to be asked. What is left out of the same systems is sent along, so that a server leaves it out too. */
export function composeToExpand({ compose }: ValueSetFile, codeSystems: CodeSystemsFile): ComposeToExpand | undefined {
  const include = compose.include.filter((part) => !isEvaluatedHere(part, codeSystems)).map(bare);
  if (include.length === 0) return undefined;
  const exclude = (compose.exclude ?? []).filter(({ system }) => include.some((part) => part.system === system)).map(bare);
  const sent = { include, ...(exclude.length > 0 && { exclude }) };
  return { compose: sent, digest: `sha256:${createHash('sha256').update(JSON.stringify(sent)).digest('hex')}` };
}

/** In an order of its own: what is written first does not matter. */
function bare({ system, concept, filter }: ValueSetPart): ValueSetPart {
  return {
    system,
    ...(concept !== undefined && { concept: concept.map(({ code }) => ({ code })) }),
    ...(filter !== undefined && { filter: filter.map(({ property, op, value }) => ({ property, op, value })) }),
  };
}
