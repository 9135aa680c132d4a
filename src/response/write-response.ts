/** Stage 8: decisions become the answer to a hook (CDS Hooks 2.0, CDS Service Response). */
import type { Card, CdsResponse } from './cds-response.ts';
import { groupAdvice } from './group-advice.ts';
import type { AdviceGroup, Judged, ResponseOptions, Writing } from './judged.ts';
import { lookUp } from './look-up.ts';
import { withoutEmpty } from './without-empty.ts';
import { writeCard } from './write-card.ts';
import { rateOrders, writeSystemActions } from './write-system-actions.ts';

/** Cards and ratings for all judged orders of one request, in the form the client's profile asks for. */
export function writeResponse(judged: readonly Judged[], options: ResponseOptions): CdsResponse {
  const { profile, hook } = options;
  const writing: Writing = { ...options, records: rateOrders(judged, options) };
  const groups = groupAdvice(judged, profile, hook);
  const cards = [...groups.map((group) => writeCard(group, writing)), ...writeSeconds(groups, writing)];
  const systemActions = writeSystemActions(writing.records);
  const answer = withoutEmpty({
    cards,
    ...(['root', 'both'].includes(profile.systemActions) && { systemActions }),
    ...(['extension', 'both'].includes(profile.systemActions) && { extension: { systemActions } }),
  }) as Partial<CdsResponse> | undefined;
  return { cards: [], ...answer };
}

/** The cards shown beside others, each once and only where it offers something: after all advice, as information (CARD-12, CARD-14). */
function writeSeconds(groups: readonly AdviceGroup[], writing: Writing): readonly Card[] {
  const seconds = groups.flatMap(({ template: { second }, first, members }): readonly AdviceGroup[] =>
    (second === undefined ? [] : [{ template: lookUp(first.topic.cards, second, 'card'), indicator: 'info', first, members }]));
  const once = seconds.filter(({ template }, index) => seconds.findIndex((other) => other.template === template) === index);
  return once.map((group) => writeCard(group, writing)).filter(({ suggestions }) => suggestions !== undefined);
}
