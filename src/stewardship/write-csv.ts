/** Tables as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet. */
import type { Share } from './share.ts';
import type { Cell, Column, Table } from './table.ts';

/** Counts of 1 to 4 of one person are not exported: with them a person or a patient could be recognised. */
const SMALLEST_CELL = 5;

/** One line of cells, with its end. A cell that a spreadsheet would take for a formula starts with an apostrophe. */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : quote(cell ?? ''))).join(',')}\r\n`;
}

/** The whole table; a share is five columns: its count, its whole, itself, and both ends of its interval. */
export function tableAsCsv({ columns, rows, isAboutPeople }: Table): string {
  return [csvLine(columns.flatMap(titlesOf)), ...rows.map((row) => csvLine(row.flatMap((cell) => valuesOf(cell, isAboutPeople === true))))].join('');
}

function quote(text: string): string {
  const guarded = /^[\s]*[=+\-@\t\r\n|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) || guarded !== guarded.trim() ? `"${guarded.replaceAll('"', '""')}"` : guarded;
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
