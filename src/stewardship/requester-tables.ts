/** Those who order, as tables: the ones with enough orders to compare, and the lines of the funnel. */
import { SMALLEST, type Requester } from './statistics.ts';
import type { Cell, Table } from './table.ts';
import type { Share } from './share.ts';
import type { ExportedRequester, ExportedStatistics, Withheld } from './withhold-small.ts';

const POSITIONS: Readonly<Record<Requester['position'], string>> = {
  above: 'Above the 99.8 % limit', 'near-above': 'Above the 95 % limit', inside: 'Within the limits', 'near-below': 'Below the 95 % limit', below: 'Below the 99.8 % limit',
};

/** `outliers` beyond the outer limits, `requesters` all that are compared, `limits` the lines. */
export function requesterTables({ requesters }: ExportedStatistics): readonly Table[] {
  const row = ({ requester, client, notAppropriate, drafted, position }: ExportedRequester): readonly Cell[] => [
    { kind: 'name', id: requester, words: shortened(requester), card: { requester, client } }, { kind: 'text', text: client }, { kind: 'count', count: notAppropriate.of }, shareCell(notAppropriate), shareCell(drafted), { kind: 'text', text: position === undefined ? '' : POSITIONS[position] },
  ];
  const columns: Table['columns'] = [
    { id: 'requester', title: 'Requester', kind: 'name' }, { id: 'client', title: 'Client', kind: 'text' }, { id: 'rated', title: 'Rated orders', kind: 'count' }, { id: 'notAppropriate', title: 'Usually not appropriate, not taken back', kind: 'share' }, { id: 'drafted', title: 'As drafted', kind: 'share' }, { id: 'position', title: 'Position', kind: 'text' },
  ];
  const people = { denominator: 'rated orders of the requester', columns } as const;
  return [
    { ...people, id: 'outliers', caption: 'Requesters beyond the 99.8 % limits', rows: requesters.compared.filter(({ position }) => position === 'above' || position === 'below').map(row) },
    { ...people, id: 'requesters', caption: `Requesters with ${SMALLEST} or more rated orders, most to gain first`, rows: requesters.compared.map(row) },
    {
      id: 'limits', caption: 'Limits of chance around the common share', denominator: 'rated orders',
      columns: [{ id: 'of', title: 'Rated orders', kind: 'count' }, ...[['low998', '99.8 % low'], ['low95', '95 % low'], ['high95', '95 % high'], ['high998', '99.8 % high']].map(([id, title]) => ({ id: id!, title: title!, kind: 'text' as const }))],
      rows: requesters.limits.map(({ of, low998, low95, high95, high998 }) => [{ kind: 'count', count: of }, ...[low998, low95, high95, high998].map((limit): Cell => ({ kind: 'text', text: `${(limit * 100).toFixed(1)} %` }))]),
    },
  ];
}

function shareCell(share: ExportedRequester['notAppropriate']): Cell {
  return share.count === '<5' ? { kind: 'withheld', share: share as Withheld } : { kind: 'share', share: share as Share };
}

/** A hash is too long to read; its first letters tell people apart. */
function shortened(requester: string): string {
  return /^[\w-]{32}$/.test(requester) ? `${requester.slice(0, 8)}…` : requester;
}
