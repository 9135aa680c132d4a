/** Asks the store for counts, and makes of them what the page says. */
import type { Field, StatisticsRow, View } from '../store/statistics.ts';
import type { Store } from '../store/store.ts';
import { countCards } from './count-cards.ts';
import { countChallenger } from './count-challenger.ts';
import { countMeasure } from './count-measure.ts';
import { countOrders } from './count-orders.ts';
import { countRequesters } from './count-requesters.ts';
import { groupRatings, rateOrders } from './group-ratings.ts';
import type { Known } from './known.ts';
import type { Selection } from './selection.ts';
import { shareOf } from './share.ts';
import type { Statistics } from './statistics.ts';
import { sumBy } from './sum-by.ts';

/** Everything on the page. Rejects with StoreError. */
export async function gatherStatistics(store: Pick<Store, 'tally' | 'countChallenges' | 'listChallenges'>, selection: Selection, known: Known): Promise<Statistics> {
  const { from, to, client, mode } = selection;
  const tally = (view: View, groupBy: readonly Field[], of = mode): Promise<readonly StatisticsRow[]> => store.tally(view, { from, to, mode: of, ...(client !== undefined && { client }), groupBy });
  // Each asks for few fields: the database adds up, and few rows come back however many orders there are.
  const [ratings, inTime, patterns, fates, people, cards, silences, missing, gaps, measure, shadow, challenger] = await Promise.all([
    tally('ratings', ['rating', 'firstRating', 'unrated']),
    tally('ratings', ['month', 'rating']),
    tally('ratings', ['variant', 'study', 'rating']),
    tally('outcomes', ['rating', 'outcome', 'taken']),
    tally('requesters', ['client', 'requester', 'rating', 'taken']),
    tally('cards', ['template', 'indicator', 'outcome', 'reason', 'taken']),
    tally('silences', ['silence']),
    tally('missing', ['finding']),
    tally('gaps', ['read']),
    tally('measure', ['measure', 'rating', 'taken']),
    mode === 'shadow' ? [] : tally('ratings', ['variant', 'rating'], 'shadow'),
    countChallenger(store, selection),
  ]);
  const orders = countOrders(ratings, fates, selection.visits);
  const notAppropriate = patterns.filter(({ by }) => by.rating === 'UNA');
  return {
    selection, orders,
    months: groupRatings(inTime, 'month').sort((a, b) => (a.id < b.id ? -1 : 1)),
    variants: groupRatings(patterns, 'variant'),
    studies: groupRatings(patterns, 'study'),
    pairs: sumBy(notAppropriate, ['variant', 'study']).map(({ count, by }) => ({ variant: by.variant ?? '', study: by.study ?? '', share: shareOf(count, orders.ratings.UNA) })),
    cards: countCards(cards, silences, orders.seen, known),
    requesters: countRequesters(people),
    missing: sumBy(missing, ['finding']).map(({ count, by }) => ({ finding: by.finding ?? '', share: shareOf(count, orders.seen) })),
    gaps: sumBy(gaps, ['read']).map(({ count, by }) => ({ read: by.read ?? '', share: shareOf(count, orders.seen) })),
    measure: countMeasure(measure, orders.seen),
    ...(challenger !== undefined && { challenger }),
    ...(shadow.length > 0 && { shadow: { orders: rateOrders(shadow), variants: groupRatings(shadow, 'variant') } }),
  };
}
