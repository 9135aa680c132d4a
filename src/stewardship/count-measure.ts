/** Where orders stand in the quality measure, and how many of the eligible ones were withdrawn. */
import type { MeasureState, StatisticsRow } from '../store/statistics.ts';
import { rateOrders } from './group-ratings.ts';
import { shareOf, type Share } from './share.ts';
import type { MeasurePart } from './statistics.ts';

const STATES: readonly MeasureState[] = ['eligible', 'again', 'excluded', 'outside', 'unknown'];

/** Rows by state, rating and what was taken, of so many orders seen. A withdrawn order is a gain only where imaging was usually not appropriate, so those have a rate of their own. */
export function countMeasure(rows: readonly StatisticsRow[], seen: number): MeasurePart {
  const states = Object.fromEntries(STATES.map((state) => [state, total(rows.filter(({ by }) => by.measure === state))])) as Record<MeasureState, number>;
  const eligible = rows.filter(({ by }) => by.measure === 'eligible');
  const { ratings, unrated } = rateOrders(eligible);
  return {
    states, notJudged: seen - Object.values(states).reduce((sum, each) => sum + each, 0),
    withdrawn: withdrawnOf(eligible),
    notAppropriate: withdrawnOf(eligible.filter(({ by }) => by.rating === 'UNA')),
    otherwise: { appropriate: ratings.UA, mayBe: ratings.MBA + ratings['MBA-D'], unrated },
  };
}

function withdrawnOf(rows: readonly StatisticsRow[]): Share {
  return shareOf(total(rows.filter(({ by }) => by.taken === 'withdrawn')), total(rows));
}

function total(rows: readonly StatisticsRow[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}
