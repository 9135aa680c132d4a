/** Stage 8: decisions become the answer to a hook (CDS Hooks 2.0, CDS Service Response). */
import type { CdsResponse } from './cds-response.ts';
import { groupAdvice } from './group-advice.ts';
import type { Judged, ResponseOptions, Writing } from './judged.ts';
import { withoutEmpty } from './without-empty.ts';
import { writeCard } from './write-card.ts';
import { rateOrders, writeSystemActions } from './write-system-actions.ts';

/** Cards and ratings for all judged orders of one request, in the form the client's profile asks for. */
export function writeResponse(judged: readonly Judged[], options: ResponseOptions): CdsResponse {
  const { profile, hook } = options;
  const writing: Writing = { ...options, records: rateOrders(judged, options) };
  const cards = groupAdvice(judged, profile, hook).map((group) => writeCard(group, writing));
  const systemActions = writeSystemActions(writing.records);
  const answer = withoutEmpty({
    cards,
    ...(profile.systemActions !== 'extension' && { systemActions }),
    ...(profile.systemActions !== 'root' && { extension: { systemActions } }),
  }) as Partial<CdsResponse> | undefined;
  return { cards: [], ...answer };
}
