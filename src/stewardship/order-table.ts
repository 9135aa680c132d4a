/** Orders one by one, as a table: what the list shows and exports. Nobody is named in it. */
import type { KeptOrder } from '../store/statistics.ts';
import type { Words } from './words.ts';

/** Columns of the export; the page shows the same in words. */
export const ORDER_COLUMNS = ['order', 'at', 'client', 'study', 'variant', 'certainty', 'rating', 'first rating', 'unrated', 'indicator', 'outcome', 'taken', 'reason', 'measure', 'evaluations', 'knowledge'] as const;

/** One order as ids, in the order of the columns. */
export function orderCells(order: KeptOrder): readonly (string | number | undefined)[] {
  const { id, at, client, study, variant, certainty, rating, firstRating, unrated, indicator, outcome, taken, reason, measure, evaluations, version } = order;
  return [id, at, client, study, variant, certainty, rating, firstRating, unrated, indicator, outcome, taken, reason, measure, evaluations, version];
}

/** The same order in the words of the page. */
export function orderWords(order: KeptOrder, words: Words): { readonly study: string; readonly variant: string; readonly rating: string; readonly certainty: string; readonly card: string; readonly outcome: string; readonly reason: string } {
  const { study, variant, certainty, rating, firstRating, unrated, indicator, outcome, taken, reason } = order;
  const changed = firstRating !== rating ? ` (first: ${words.of('rating', firstRating ?? '').toLowerCase()})` : '';
  return {
    study: words.of('study', study), variant: words.of('variant', variant), certainty: words.of('certainty', certainty ?? ''),
    rating: `${rating === undefined ? `Not rated: ${words.of('unrated', unrated ?? '').toLowerCase()}` : words.of('rating', rating)}${changed}`,
    card: words.of('indicator', indicator ?? ''),
    outcome: `${words.of('outcome', outcome)}${outcome === 'accepted' ? `: ${words.of('taken', taken ?? '').toLowerCase()}` : ''}`,
    reason: outcome === 'overridden' ? words.of('reason', reason ?? '') : '',
  };
}
