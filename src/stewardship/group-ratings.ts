/** How orders were rated: all together, or one group for each value of a field. */
import type { RatingCategory } from '../decision/decision.ts';
import type { Field, StatisticsRow } from '../store/statistics.ts';
import { shareOf } from './share.ts';
import { RATINGS, type Group, type RatedOrders } from './statistics.ts';

/** Groups by a field, the one with most orders rated usually not appropriate first; then by the number of orders. */
export function groupRatings(rows: readonly StatisticsRow[], field: Field): Group[] {
  const groups = new Map<string, StatisticsRow[]>();
  for (const row of rows) {
    const id = row.by[field] ?? '';
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  return [...groups].map(([id, of]) => ({ id, ...rateOrders(of) })).sort((a, b) => b.ratings.UNA - a.ratings.UNA || b.seen - a.seen || (a.id < b.id ? -1 : 1));
}

/** All of them together. */
export function rateOrders(rows: readonly StatisticsRow[]): RatedOrders {
  const count = (is: (rating: string | undefined) => boolean): number => rows.reduce((sum, row) => (is(row.by.rating) ? sum + row.count : sum), 0);
  const ratings = Object.fromEntries(RATINGS.map((each) => [each, count((rating) => rating === each)])) as Record<RatingCategory, number>;
  const unrated = count((rating) => rating === undefined);
  const seen = count(() => true);
  return { seen, rated: seen - unrated, unrated, ratings, notAppropriate: shareOf(ratings.UNA, seen - unrated) };
}
