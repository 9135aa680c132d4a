/** Tables for spreadsheets. */
import { csvLine, type CsvCell } from './csv-line.ts';
import type { Cell, Column, Table } from './table.ts';

/** The whole table; a share is five columns: its count, its whole, itself, and both ends of its interval. */
export function tableAsCsv({ columns, rows }: Table): string {
  return [csvLine(columns.flatMap(titlesOf)), ...rows.map((row) => csvLine(row.flatMap(valuesOf)))].join('');
}

function titlesOf({ id, kind, title }: Column): readonly string[] {
  switch (kind) {
    case 'name': return [id, `${title} in words`];
    case 'share': return [`${id} count`, `${id} of`, `${id} share`, `${id} low`, `${id} high`];
    case 'text':
    case 'count': return [id];
  }
}

function valuesOf(cell: Cell): readonly CsvCell[] {
  switch (cell.kind) {
    // Only who ordered has a report card, and is kept as a hash.
    case 'name': return [cell.card === undefined ? cell.id : { hash: cell.id }, cell.words];
    case 'text': return [cell.text];
    case 'count': return [cell.count];
    case 'share': return [cell.share.count, cell.share.of, cell.share.share, cell.share.low, cell.share.high];
    case 'withheld': return [cell.share.count, cell.share.of, undefined, undefined, undefined];
  }
}
