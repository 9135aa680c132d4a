/** CSV (RFC 4180), safe to open in a spreadsheet. */

/** One line of cells, with its end. A cell that a spreadsheet would take for a formula starts with an apostrophe. */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : quote(cell ?? ''))).join(',')}\r\n`;
}

function quote(text: string): string {
  const guarded = /^[\s]*[=+\-@\t\r\n|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) || guarded !== guarded.trim() ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
