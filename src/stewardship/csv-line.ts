/** CSV (RFC 4180), safe to open in a spreadsheet. */

/** A keyed hash of who ordered, as the store makes it: 32 characters of base64url. No formula can be that long a word, and an apostrophe would make another hash of it. */
export interface HashCell {
  readonly hash: string;
}

export type CsvCell = string | number | HashCell | undefined;

/** One line of cells, with its end. A cell that a spreadsheet would take for a formula starts with an apostrophe. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: CsvCell): string {
  if (typeof cell === 'object' && HASH.test(cell.hash)) return cell.hash;
  return typeof cell === 'number' ? String(cell) : quote(typeof cell === 'object' ? cell.hash : cell ?? '');
}

const HASH = /^[\w-]{32}$/;

function quote(text: string): string {
  const guarded = /^[\s]*[=+\-@\t\r\n|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) || guarded !== guarded.trim() ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
