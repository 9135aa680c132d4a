/** Everything that knowledge says of one id: what it is, where it stands, what it names, what uses it, which patients prove it. */
import { ConfigError } from '../../../errors.ts';
import { nearestName } from '../../../knowledge/nearest-name.ts';
import type { PlacedVignette } from '../../../knowledge/vignette.ts';
import { runVignette, type Difference } from '../../../playground/run-vignette.ts';
import { openTested, type TestedTopic } from '../open-tested.ts';
import { defineRules } from './define-rules.ts';
import { defineWords } from './define-words.ts';
import { named, type Definition, type Name } from './definition.ts';
import { touchingVignettes, type Touching } from './touching-vignettes.ts';

export interface Placed extends Name {
  readonly at: string;
}

export interface Explained extends Definition, Partial<Touching> {
  readonly usedBy: readonly Placed[];
  /** Of a vignette: what differs from what it expects. */
  readonly differences?: readonly Difference[];
}

/** Kinds that no decision goes through. */
const SAID_ALONE = ['text', 'message', 'vignette', 'topic', 'question'];

/** One for each thing of each id: a fact may be called as a finding is. Throws ConfigError for an id that nothing has. */
export function explainIds(folder: string, ids: readonly string[], only: string | undefined): readonly Explained[] {
  const known = openTested(folder, only).map((tested) => {
    const definitions = definitionsOf(tested);
    return { tested, definitions, touching: once(() => touchingVignettes(tested, definitions)) };
  });
  const found = ids.flatMap((id) => {
    const explained = known.flatMap((each) => explainIn(each, id));
    if (explained.length === 0) throw new ConfigError(`${id}: nothing in the knowledge is called so${nearestName(id, known.flatMap(({ definitions }) => definitions.map((each) => each.id))) || '.'}`);
    return explained;
  });
  // What topics share is told once.
  return [...new Map(found.map((each) => [`${each.kind} ${each.id} ${each.at}`, each])).values()];
}

interface Known {
  readonly tested: TestedTopic;
  readonly definitions: readonly Definition[];
  /** Runs every vignette when it is first asked for. */
  readonly touching: () => (name: Name) => Touching;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function definitionsOf({ name, files, vignettes }: TestedTopic): readonly Definition[] {
  return [...defineRules(files), ...defineWords(files), ...vignettes.map((placed) => defineVignette(name, placed))];
}

function defineVignette(topic: string, { vignette, file, line }: PlacedVignette): Definition {
  const { id, title, expect: { study, scenario, findings = {} }, orders, nearMissOf } = vignette;
  const names = [...named('finding', [...Object.keys(findings), nearMissOf]), ...named('variant', [scenario]), ...named('study', [study, ...orders.map((order) => order.study)])];
  return { topic, kind: 'vignette', id, title, at: `${file}#/line-${line}`, content: vignette, names };
}

function explainIn({ tested, definitions, touching }: Known, id: string): readonly Explained[] {
  const asked = definitions.filter((definition) => definition.id === id);
  return asked.map((definition): Explained => {
    const { kind } = definition;
    const usedBy = definitions.filter((each) => each.kind !== 'vignette' && each !== definition && each.names.some((name) => name.kind === kind && name.id === id)).map((each) => ({ kind: each.kind, id: each.id, at: each.at }));
    const vignette = kind === 'vignette' ? tested.vignettes.find((placed) => placed.vignette.id === id)?.vignette : undefined;
    return {
      ...definition, usedBy,
      ...(!SAID_ALONE.includes(kind) && touching()(definition)),
      ...(vignette !== undefined && { differences: runVignette(tested.topic, vignette, tested.systemOf).differences }),
    };
  });
}
