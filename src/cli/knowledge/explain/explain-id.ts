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

/** One for each thing of that id: a fact may be called as a finding is. Throws ConfigError for an id that nothing has. */
export function explainId(folder: string, id: string, only: string | undefined): readonly Explained[] {
  const topics = openTested(folder, only);
  const known = topics.map((tested) => ({ tested, definitions: definitionsOf(tested) }));
  const found = known.flatMap(({ tested, definitions }) => explainIn(tested, definitions, id));
  if (found.length === 0) throw new ConfigError(`${id}: nothing in the knowledge is called so${nearestName(id, known.flatMap(({ definitions }) => definitions.map((each) => each.id))) || '.'}`);
  // What topics share is told once.
  return [...new Map(found.map((each) => [`${each.kind} ${each.at}`, each])).values()];
}

function definitionsOf({ name, files, vignettes }: TestedTopic): readonly Definition[] {
  return [...defineRules(files), ...defineWords(files), ...vignettes.map((placed) => defineVignette(name, placed))];
}

function defineVignette(topic: string, { vignette, file, line }: PlacedVignette): Definition {
  const { id, title, expect: { study, scenario, findings = {} }, orders, nearMissOf } = vignette;
  const names = [...named('finding', [...Object.keys(findings), nearMissOf]), ...named('variant', [scenario]), ...named('study', [study, ...orders.map((order) => order.study)])];
  return { topic, kind: 'vignette', id, title, at: `${file}#/line-${line}`, content: vignette, names };
}

function explainIn(tested: TestedTopic, definitions: readonly Definition[], id: string): readonly Explained[] {
  const asked = definitions.filter((definition) => definition.id === id);
  if (asked.length === 0) return [];
  const touching = asked.every(({ kind }) => SAID_ALONE.includes(kind)) ? undefined : touchingVignettes(tested, definitions);
  return asked.map((definition): Explained => {
    const { kind } = definition;
    const usedBy = definitions.filter((each) => each.kind !== 'vignette' && each !== definition && each.names.some((name) => name.kind === kind && name.id === id)).map((each) => ({ kind: each.kind, id: each.id, at: each.at }));
    const vignette = kind === 'vignette' ? tested.vignettes.find((placed) => placed.vignette.id === id)?.vignette : undefined;
    return {
      ...definition, usedBy,
      ...(touching !== undefined && !SAID_ALONE.includes(kind) && touching(definition)),
      ...(vignette !== undefined && { differences: runVignette(tested.topic, vignette, tested.systemOf).differences }),
    };
  });
}
