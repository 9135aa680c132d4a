/** Orders one by one, as a table: what the list shows and exports. Nobody is named in it. */
import type { KeptOrder } from '../store/statistics.ts';
import type { Known } from './known.ts';
import type { Words } from './words.ts';

/** Columns of the export; the page shows the same in words. */
export const ORDER_COLUMNS = ['order', 'at', 'client', 'study', 'variant', 'certainty', 'rating', 'first rating', 'unrated', 'indicator', 'outcome', 'taken', 'reason', 'measure', 'evaluations', 'knowledge', 'not checked'] as const;

/** One order as ids, in the order of the columns. The last are the reads that fell short and may hide a red flag. */
export function orderCells(order: KeptOrder, { hidesRedFlags }: Known): readonly (string | number | undefined)[] {
  const { id, at, client, study, variant, rating, firstRating, unrated, indicator, outcome, taken, reason, measure, evaluations, version, short } = order;
  return [id, at, client, study, variant, certaintyOf(order), rating, firstRating, unrated, indicator, outcome, taken, reason, measure, evaluations, version, short.filter(hidesRedFlags).join(' ')];
}

/** The same order in the words of the page. */
export function orderWords(order: KeptOrder, words: Words): { readonly study: string; readonly variant: string; readonly rating: string; readonly certainty: string; readonly unchecked: string; readonly card: string; readonly outcome: string; readonly reason: string } {
  const { study, variant, rating, firstRating, unrated, indicator, outcome, taken, reason, short } = order;
  const changed = firstRating !== rating ? ` (first: ${words.of('rating', firstRating ?? '').toLowerCase()})` : '';
  return {
    study: words.of('study', study), variant: words.of('variant', variant), certainty: words.of('certainty', certaintyOf(order) ?? ''),
    rating: `${rating === undefined ? `Not rated: ${words.of('unrated', unrated ?? '').toLowerCase()}` : words.of('rating', rating)}${changed}`,
    unchecked: words.unchecked(short),
    card: words.of('indicator', indicator ?? ''),
    outcome: `${words.of('outcome', outcome)}${outcome === 'accepted' ? `: ${words.of('taken', taken ?? '').toLowerCase()}` : ''}`,
    reason: outcome === 'overridden' ? words.of('reason', reason ?? '') : '',
  };
}

/** Nothing is certain of a patient whose chart could not be read. */
function certaintyOf({ certainty, unrated }: KeptOrder): string | undefined {
  return unrated === 'unreadable' ? undefined : certainty;
}
