/** Which vignettes go through what: every one is run. */
import { runVignette } from '../../../playground/run-vignette.ts';
import type { TestedTopic } from '../open-tested.ts';
import { reachedBy } from '../reached-by.ts';
import type { Definition, Name } from './definition.ts';

export interface Touching {
  /** Ids of the vignettes whose decision goes through it, and of those in which it must stay silent. */
  readonly vignettes: readonly string[];
  readonly nearMisses: readonly string[];
}

/** Gives an answer for each name; what is only named by others is touched where they are. */
export function touchingVignettes({ topic, vignettes, systemOf }: TestedTopic, definitions: readonly Definition[]): (name: Name) => Touching {
  const touched = new Map<string, Set<string>>();
  const misses = new Map<string, string[]>();
  const touch = (key: string, id: string): void => void (touched.get(key) ?? touched.set(key, new Set()).get(key)!).add(id);
  for (const { vignette } of vignettes) {
    const { id, reads = {}, nearMissOf, expect } = vignette;
    if (nearMissOf !== undefined) misses.set(nearMissOf, [...misses.get(nearMissOf) ?? [], id]);
    for (const [read, state] of Object.entries(reads)) if (state !== 'complete') touch(`read ${read}`, id);
    if (expect.measure !== undefined) for (const measure of topic.measures) touch(`measure ${measure.id}`, id);
    for (const decision of runVignette(topic, vignette, systemOf).decisions) {
      if (decision === undefined) continue;
      for (const key of reachedBy(topic, decision)) touch(key, id);
      for (const { because } of decision.findings) for (const { fact } of because) touch(`fact ${fact}`, id);
      for (const { items } of decision.advice.orderSets) for (const item of items) touch(`item ${item.id}`, id);
    }
  }
  return ({ kind, id }) => {
    const own = touched.get(`${kind} ${id}`);
    const users = own !== undefined ? [] : definitions.filter(({ names }) => names.some((each) => each.kind === kind && each.id === id));
    return { vignettes: [...own ?? new Set(users.flatMap((user) => [...touched.get(`${user.kind} ${user.id}`) ?? []]))], nearMisses: kind === 'finding' ? misses.get(id) ?? [] : [] };
  };
}
