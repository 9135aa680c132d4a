/** Where orders stand in the quality measure, and how many of the eligible ones were withdrawn. */
import type { MeasureState, StatisticsRow } from '../store/statistics.ts';
import { shareOf } from './share.ts';
import type { MeasurePart } from './statistics.ts';

const STATES: readonly MeasureState[] = ['eligible', 'again', 'excluded', 'outside', 'unknown'];

/** Rows by state and by what was taken, of so many orders seen. The rate is 1 − (eligible orders that were not withdrawn / eligible orders). */
export function countMeasure(rows: readonly StatisticsRow[], seen: number): MeasurePart {
  const count = (is: (by: StatisticsRow['by']) => boolean): number => rows.reduce((sum, row) => (is(row.by) ? sum + row.count : sum), 0);
  const states = Object.fromEntries(STATES.map((state) => [state, count(({ measure }) => measure === state)])) as Record<MeasureState, number>;
  return { states, notJudged: seen - Object.values(states).reduce((sum, each) => sum + each, 0), withdrawn: shareOf(count(({ measure, taken }) => measure === 'eligible' && taken === 'withdrawn'), states.eligible) };
}
