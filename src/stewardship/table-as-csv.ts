/** Tables for spreadsheets. */
import { csvLine } from './csv-line.ts';
import type { Share } from './share.ts';
import type { Cell, Column, Table } from './table.ts';

/** Counts of 1 to 4 of one person are not exported: with them a person or a patient could be recognised. */
const SMALLEST_CELL = 5;

/** The whole table; a share is five columns: its count, its whole, itself, and both ends of its interval. */
export function tableAsCsv({ columns, rows, isAboutPeople }: Table): string {
  return [csvLine(columns.flatMap(titlesOf)), ...rows.map((row) => csvLine(row.flatMap((cell) => valuesOf(cell, isAboutPeople === true))))].join('');
}

function titlesOf({ id, kind, title }: Column): readonly string[] {
  switch (kind) {
    case 'name': return [id, `${title} in words`];
    case 'share': return [`${id} count`, `${id} of`, `${id} share`, `${id} low`, `${id} high`];
    case 'text':
    case 'count': return [id];
  }
}

function valuesOf(cell: Cell, isAboutPeople: boolean): readonly (string | number | undefined)[] {
  switch (cell.kind) {
    case 'name': return [cell.id, cell.words];
    case 'text': return [cell.text];
    case 'count': return [isAboutPeople && isSmall(cell.count) ? `<${SMALLEST_CELL}` : cell.count];
    case 'share': return sharesOf(cell.share, isAboutPeople);
  }
}

function sharesOf({ count, of, share, low, high }: Share, isAboutPeople: boolean): readonly (string | number | undefined)[] {
  // The share and its interval would give the count away.
  return isAboutPeople && isSmall(count) ? [`<${SMALLEST_CELL}`, of, undefined, undefined, undefined] : [count, of, share, low, high];
}

function isSmall(count: number): boolean {
  return count > 0 && count < SMALLEST_CELL;
}
