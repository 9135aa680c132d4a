/** What people said about orders: a CSV of two columns, the order and its label. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { relativeReference } from '../../decision/concept.ts';
import { ConfigError } from '../../errors.ts';
import { nearestName } from '../../knowledge/nearest-name.ts';

/** By the id of the order. */
export type Labels = ReadonlyMap<string, string>;

const LABELS: ReadonlyMap<string, string> = new Map([
  ['appropriate', 'appropriate'], ['inappropriate', 'inappropriate'],
  ['una', 'UNA'], ['mba', 'MBA'], ['mba-d', 'MBA-D'], ['ua', 'UA'],
  ['usually not appropriate', 'UNA'], ['may be appropriate', 'MBA'], ['may be appropriate (disagreement)', 'MBA-D'], ['usually appropriate', 'UA'],
]);

/** Throws ConfigError that names the line. */
export function readLabels(path: string): Labels {
  const name = basename(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new ConfigError(`--labels ${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
  const labels = new Map<string, string>();
  rowsOf(text, name).forEach(({ cells, line }, index) => {
    const [order = '', written = ''] = cells;
    const label = LABELS.get(written.toLowerCase());
    if (index === 0 && label === undefined && isHeading(order, written)) return;
    if (order === '' || label === undefined) throw new ConfigError(`${name}:${line}: must be an order and, behind a comma, appropriate, inappropriate, UNA, MBA, MBA-D or UA${index === 0 ? ', or a heading without digits, like order,label' : ''}.`);
    const key = keyOf(order);
    if (labels.has(key) && labels.get(key) !== label) throw new ConfigError(`${name}:${line}: this order has another label in a line above.`);
    labels.set(key, label);
  });
  if (labels.size === 0) throw new ConfigError(`--labels ${path}: there is no label in it.`);
  return labels;
}

/** An id, `ServiceRequest/id` or a URL: all name the same order. */
export function keyOf(order: string): string {
  return (relativeReference(order) ?? order).split('/').at(-1)!;
}

/** Words for people: an order has a digit or a slash in it, and a label that was misspelt is close to one. */
function isHeading(order: string, written: string): boolean {
  return !/[\d/]/.test(order) && nearestName(written, LABELS.keys()) === '';
}

interface Row {
  readonly cells: readonly string[];
  /** In which it begins. */
  readonly line: number;
}

/** A cell in quotes, which may hold anything, or one without; then a separator, or the end of the row. */
const CELL = /[^\S\r\n\t]*(?:"((?:[^"]|"")*)"[^\S\r\n\t]*|([^,;\t\r\n"][^,;\t\r\n]*)?)([,;\t]|\r?\n|\r|$)/y;

/** RFC 4180, also with semicolons or tabs, and with blanks around cells; rows that say nothing are left out. */
function rowsOf(text: string, name: string): readonly Row[] {
  const rows: Row[] = [];
  let cells: string[] = [];
  let [line, began, at] = [1, 1, 0];
  while (at < text.length) {
    CELL.lastIndex = at;
    const [whole, quoted, plain = '', end] = CELL.exec(text) ?? [];
    if (whole === undefined) throw new ConfigError(`${name}:${line}: has a quotation mark where none can be. A cell is in quotation marks from its first to its last character, or not at all.`);
    at = CELL.lastIndex;
    line += whole.split('\n').length - 1;
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end !== '' && /[,;\t]/.test(end!) && at < text.length) continue;
    if (cells.some((cell) => cell !== '')) rows.push({ cells, line: began });
    [cells, began] = [[], line];
  }
  return rows;
}
