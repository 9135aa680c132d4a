/** What changes in the same way, together. */
import type { PartedAt } from './decide-both.ts';

export interface ChangeGroup {
  readonly differences: readonly PartedAt[];
  /** Of vignettes, or of decisions that are kept. */
  readonly ids: readonly string[];
}

/** How a group weighs: what is said of the order first. */
const WEIGHTS = ['/rating', '/advice/indicator', '/advice/kind', '/urgency', '/scenario', '/study', '/advice', '/findings'];

/** The weightiest groups first; of equal weight, the largest. */
export function groupChanges(changes: Iterable<{ readonly id: string; readonly differences: readonly PartedAt[] }>): readonly ChangeGroup[] {
  const groups = new Map<string, { readonly differences: readonly PartedAt[]; readonly ids: string[] }>();
  for (const { id, differences } of changes) {
    const key = JSON.stringify(differences);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { differences: [...differences].sort((one, other) => weightOf(one) - weightOf(other)), ids: [id] });
    else group.ids.push(id);
  }
  const weight = ({ differences }: ChangeGroup): number => differences.reduce((least, difference) => Math.min(least, weightOf(difference)), WEIGHTS.length);
  return [...groups.values()].sort((one, other) => weight(one) - weight(other) || other.ids.length - one.ids.length);
}

function weightOf({ at }: PartedAt): number {
  const index = WEIGHTS.findIndex((prefix) => at.startsWith(prefix));
  return index < 0 ? WEIGHTS.length : index;
}
