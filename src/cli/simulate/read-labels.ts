/** What people said about orders: a CSV of two columns, the order and its label. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { relativeReference } from '../../decision/concept.ts';
import { ConfigError } from '../../errors.ts';

/** By the id of the order. */
export type Labels = ReadonlyMap<string, string>;

const LABELS: Readonly<Record<string, string>> = {
  appropriate: 'appropriate', inappropriate: 'inappropriate',
  una: 'UNA', mba: 'MBA', 'mba-d': 'MBA-D', ua: 'UA',
  'usually not appropriate': 'UNA', 'may be appropriate': 'MBA', 'may be appropriate (disagreement)': 'MBA-D', 'usually appropriate': 'UA',
};

/** Throws ConfigError that names the line; a first line without a label is the heading. */
export function readLabels(path: string): Labels {
  const name = basename(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new ConfigError(`--labels ${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
  const labels = new Map<string, string>();
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const [order = '', written = ''] = cellsOf(line).map((cell) => cell.trim());
    const label = LABELS[written.toLowerCase()];
    if (label === undefined && index === 0) return;
    if (order === '' || label === undefined) throw new ConfigError(`${name}:${index + 1}: must be an order and, behind a comma, appropriate, inappropriate, UNA, MBA, MBA-D or UA.`);
    const key = keyOf(order);
    if (labels.has(key) && labels.get(key) !== label) throw new ConfigError(`${name}:${index + 1}: this order has another label in a line above.`);
    labels.set(key, label);
  });
  if (labels.size === 0) throw new ConfigError(`--labels ${path}: there is no label in it.`);
  return labels;
}

/** An id, `ServiceRequest/id` or a URL: all name the same order. */
export function keyOf(order: string): string {
  return (relativeReference(order) ?? order).split('/').at(-1)!;
}

/** RFC 4180, one line. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|[,;\t])(?:"((?:[^"]|"")*)"|([^,;\t]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}
