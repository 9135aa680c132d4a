/** Records how each order was rated, without asking the user (Argonaut CDS Hooks for PAMA, Response). */
import { say } from '../decision/words.ts';
import type { Action } from './cds-response.ts';
import type { Judged, ResponseOptions } from './judged.ts';
import { newRecord } from './new-record.ts';
import { recordRating, speaksAgainst, type RatingRecord } from './record-rating.ts';
import { isTargetable, updateOrder } from './target-orders.ts';

/** The rating of every order that has one. Left out where data do not suffice (PAMA-2): a scenario that is only possible, and one against a study while something that could hide a red flag was not read. */
export function rateOrders(judged: readonly Judged[], options: ResponseOptions): ReadonlyMap<Judged, RatingRecord> {
  const records = new Map<Judged, RatingRecord>();
  for (const each of judged) {
    const { decision: { rating, scenario, gaps }, topic } = each;
    if (rating === undefined || scenario.certainty === 'possible') continue;
    if (gaps.some(({ hidesRedFlags }) => hidesRedFlags) && speaksAgainst(rating.category)) continue;
    records.set(each, newRecord(rating.category, topic, options));
  }
  return records;
}

/** One `update` an order: the order as it came, with the rating (PAMA-3). */
export function writeSystemActions(records: ReadonlyMap<Judged, RatingRecord>): readonly Action[] {
  return [...records]
    .filter(([judged]) => isTargetable(judged))
    .map(([{ topic, chart, decision }, record]) => updateOrder(recordRating(chart.order, record), {}, say(topic.words, 'action.record', { study: decision.study.title })));
}
