/** How many orders, how rated, why not, and what became of those that usually are not appropriate. */
import type { RatingCategory } from '../decision/decision.ts';
import type { StatisticsRow } from '../store/statistics.ts';
import { rateOrders } from './group-ratings.ts';
import { shareOf } from './share.ts';
import { RATINGS, type Fate, type OrdersPart } from './statistics.ts';
import { sumBy } from './sum-by.ts';

const PER = 1000;

/** `ratings` by rating, first rating and reason for none; `fates` by rating, outcome and what was taken. */
export function countOrders(ratings: readonly StatisticsRow[], fates: readonly StatisticsRow[], visits?: number): OrdersPart {
  const orders = rateOrders(ratings);
  const perThousand = (count: number): number => Math.round((count * PER * 100) / visits!) / 100;
  return {
    ...orders,
    shares: Object.fromEntries(RATINGS.map((rating) => [rating, shareOf(orders.ratings[rating], orders.rated)])) as OrdersPart['shares'],
    why: sumBy(ratings.filter(({ by }) => by.rating === undefined), ['unrated']).map(({ count, by }) => ({ unrated: by.unrated ?? '', share: shareOf(count, orders.unrated) })),
    changed: sumBy(ratings.filter(({ by }) => by.firstRating !== by.rating), ['firstRating', 'rating']).map(({ count, by }) => ({ first: by.firstRating ?? '', last: by.rating ?? '', count })),
    fates: countFates(fates.filter(({ by }) => by.rating === ('UNA' satisfies RatingCategory))),
    ...(visits !== undefined && { perThousand: { visits, seen: perThousand(orders.seen), notAppropriate: perThousand(orders.ratings.UNA) } }),
  };
}

const FATES: readonly Fate[] = ['withdrawn', 'switched', 'kept', 'taken-unknown', 'overridden', 'ignored', 'none'];

function countFates(rows: readonly StatisticsRow[]): OrdersPart['fates'] {
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return FATES.map((fate) => ({ fate, share: shareOf(rows.reduce((sum, row) => (fateOf(row) === fate ? sum + row.count : sum), 0), all) })).filter(({ share }) => share.count > 0);
}

function fateOf({ by: { outcome, taken } }: StatisticsRow): Fate {
  if (outcome === 'accepted') return FATES.find((fate) => fate === taken) ?? 'taken-unknown';
  return outcome === 'overridden' || outcome === 'ignored' ? outcome : 'none';
}
