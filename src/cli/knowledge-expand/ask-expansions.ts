/** Asks for the expansions of several value sets: all are whole, or none is given. */
import { TerminologyError } from '../../errors.ts';
import { COMPOSE_DIGEST } from '../../knowledge/expanded-digest.ts';
import { askExpansion, type Expanded } from './ask-expansion.ts';
import type { Expandable } from './list-expandable.ts';
import { readServer } from './read-server.ts';
import type { ExpandedCode } from './read-page.ts';
import type { Ask, Json } from './create-tx-client.ts';

/** One value set that was asked for. */
export interface Answered {
  readonly expandable: Expandable;
  readonly expanded: Expanded;
  readonly added: readonly ExpandedCode[];
  readonly removed: readonly ExpandedCode[];
  /** Another compose, no expansion, or other codes than the server gives today. */
  readonly isOutOfDate: boolean;
  /** As it is written. */
  readonly expansion: Json;
}

export interface ExpandSettings {
  readonly ask: Ask;
  /** The server's address, as it is written down. */
  readonly base: string;
  readonly pageSize: number;
}

/** Who made it: name and version of the server, and where. */
const EXPANDED_BY = 'http://backstop.example.org/fhir/StructureDefinition/expanded-by';

/** In the order given. Rejects with TerminologyError that names the value set. */
export async function askExpansions(expandables: readonly Expandable[], { ask, base, pageSize }: ExpandSettings): Promise<readonly Answered[]> {
  const server = await readServer(ask);
  const answered: Answered[] = [];
  for (const expandable of expandables) {
    const expanded = await askExpansion(ask, expandable.valueSet, expandable.asked, pageSize).catch((error: unknown) => {
      if (!(error instanceof TerminologyError)) throw error;
      throw new TerminologyError(`${expandable.path}: ${error.message}`, { cause: error });
    });
    const former = expandable.valueSet.expansion?.contains ?? [];
    const [had, has] = [former, expanded.codes].map((codes) => new Set(codes.map(keyOf)));
    const [added, removed] = [expanded.codes.filter((code) => !had!.has(keyOf(code))), former.filter((code) => !has!.has(keyOf(code))) as readonly ExpandedCode[]];
    answered.push({
      expandable, expanded, added, removed, isOutOfDate: expandable.state !== 'kept' || added.length > 0 || removed.length > 0,
      expansion: expansionOf(expanded, expandable.asked.digest, `${server} at ${base}`),
    });
  }
  return answered;
}

function expansionOf({ identifier, timestamp, parameters, codes }: Expanded, digest: string, by: string): Json {
  return {
    ...(identifier !== undefined && { identifier }), timestamp, total: codes.length,
    extension: [{ url: COMPOSE_DIGEST, valueString: digest }, { url: EXPANDED_BY, valueString: by }],
    ...(parameters.length > 0 && { parameter: parameters }), contains: codes,
  };
}

function keyOf({ system, code }: { readonly system: string; readonly code: string }): string {
  return `${system}|${code}`;
}
