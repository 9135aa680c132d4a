/** The same evidence again and again becomes one line with a count. */
import type { ExplainedEvidence } from './explained.ts';

/** In the order given. */
export function countEvidence(evidence: readonly ExplainedEvidence[]): readonly { readonly each: ExplainedEvidence; readonly count: number }[] {
  const groups = Map.groupBy(evidence, ({ fact, origin, grade, note, reference }) => JSON.stringify([fact, origin, grade, note, reference]));
  return [...groups.values()].map((same) => ({ each: same[0]!, count: same.length }));
}
