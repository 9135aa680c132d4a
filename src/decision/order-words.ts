/** The free text an order carries. */
import type { Resource } from './chart.ts';
import { list, member, wordsOf } from './concept.ts';

/** Texts of the order's reasons and notes, in that order (FHIR R4 ServiceRequest.reasonCode, .note). */
export function wordsOfOrder(order: Resource): readonly string[] {
  const reasons = list(order['reasonCode']).flatMap(wordsOf);
  const notes = list(order['note']).map((note) => member(note, 'text'));
  return [...reasons, ...notes].filter((text): text is string => typeof text === 'string');
}
