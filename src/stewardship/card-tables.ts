/** What became of cards, as tables. */
import type { ExportedStatistics } from './withhold-small.ts';
import type { Table } from './table.ts';
import type { Words } from './words.ts';

/** By outcome, by template, by reason, and what acceptance did. */
export function cardTables({ cards }: ExportedStatistics, words: Words): readonly Table[] {
  return [
    {
      id: 'cards', caption: 'What became of cards of advice', denominator: 'cards of advice shown', columns: [{ id: 'outcome', title: 'Outcome', kind: 'name' }, { id: 'share', title: 'Share of cards shown', kind: 'share' }],
      rows: (['accepted', 'overridden', 'ignored'] as const).map((outcome) => [{ kind: 'name', id: outcome, words: words.of('outcome', outcome), orders: { outcome } }, { kind: 'share', share: cards[outcome] }]),
    },
    {
      id: 'taken', caption: 'What acceptance did to the study', denominator: 'cards accepted', columns: [{ id: 'taken', title: 'What was taken', kind: 'name' }, { id: 'share', title: 'Share of accepted cards', kind: 'share' }],
      rows: cards.taken.map(({ taken, share }) => [{ kind: 'name', id: taken, words: words.of('taken', taken), orders: { outcome: 'accepted', taken } }, { kind: 'share', share }]),
    },
    {
      id: 'reasons', caption: 'Reasons for overriding', denominator: 'cards overridden', columns: [{ id: 'reason', title: 'Reason', kind: 'name' }, { id: 'share', title: 'Share of overridden cards', kind: 'share' }],
      rows: cards.reasons.map(({ reason, share }) => [{ kind: 'name', id: reason, words: words.of('reason', reason), orders: { outcome: 'overridden', reason } }, { kind: 'share', share }]),
    },
    {
      id: 'silences', caption: 'Advice held back, as it had been given and answered', denominator: 'orders seen', columns: [{ id: 'silence', title: 'Why', kind: 'name' }, { id: 'share', title: 'Share of orders seen', kind: 'share' }],
      rows: cards.silences.map(({ silence, share }) => [{ kind: 'name', id: silence, words: words.of('silence', silence), orders: { silence } }, { kind: 'share', share }]),
    },
    {
      id: 'templates', caption: 'Cards by kind, those shown beside others too', denominator: 'cards of the row',
      columns: [{ id: 'template', title: 'Card', kind: 'name' }, { id: 'shown', title: 'Shown', kind: 'count' }, { id: 'accepted', title: 'Accepted', kind: 'share' }, { id: 'overridden', title: 'Overridden', kind: 'share' }, { id: 'ignored', title: 'Nothing heard', kind: 'share' }],
      rows: cards.templates.map(({ template, shown, accepted, overridden, ignored }) => [
        { kind: 'name', id: template, words: words.of('template', template), orders: { template } }, { kind: 'count', count: shown }, { kind: 'share', share: accepted }, { kind: 'share', share: overridden }, { kind: 'share', share: ignored },
      ]),
    },
  ];
}
