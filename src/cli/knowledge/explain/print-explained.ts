/** An explanation for a terminal or for programs. */
import type { Name } from './definition.ts';
import type { Explained, Placed } from './explain-ids.ts';

/** Said elsewhere in the same text. */
const SAID = ['id', 'name', 'code', 'row', 'title', 'source', 'reviewed', 'label'];
const MOST_VIGNETTES = 12;
const MOST_ENTRIES = 40;
const INDENT = 14;
const LONGEST_LINE = 160;

export function printExplained(explained: readonly Explained[], isJson: boolean): string {
  return isJson ? `${JSON.stringify({ explained })}\n` : `${explained.map(sayOne).join('\n\n')}\n`;
}

function sayOne({ topic, kind, id, title, at, source, content, names, usedBy, vignettes, nearMisses, differences }: Explained): string {
  return [
    `${kind} ${id} (${topic})`,
    ...(title === undefined ? [] : [entry('says', title)]),
    entry('defined in', at),
    ...(source === undefined ? [] : [entry('source', source)]),
    ...Object.entries(content as object).filter(([name, value]) => !SAID.includes(name) && value !== undefined).map(([name, value]) => entry(name, written(value))),
    ...(names.length === 0 ? [] : [entry('names', grouped(names))]),
    ...(kind === 'text' || kind === 'message' || kind === 'vignette' ? [] : [entry('used by', usedBy.length === 0 ? noUse(content) : usedBy.map(sayPlace).join('\n'))]),
    ...(vignettes === undefined ? [] : [entry('vignettes', listed(vignettes))]),
    ...(nearMisses === undefined || nearMisses.length === 0 ? [] : [entry('near misses', listed(nearMisses))]),
    ...(differences === undefined ? [] : [entry('gives', differences.length === 0 ? 'all as expected' : differences.map(({ what, expected, got }) => `${what}: expected ${expected}, got ${got}`).join('\n'))]),
  ].join('\n');
}

function entry(name: string, text: string): string {
  return `  ${name.padEnd(INDENT - 2)}${name.length >= INDENT - 2 ? ' ' : ''}${text.trimEnd().split('\n').join(`\n${' '.repeat(INDENT)}`)}`;
}

function noUse(content: unknown): string {
  const { leadsTo } = content as { readonly leadsTo?: unknown };
  return typeof leadsTo === 'string' ? `nothing names it; it counts as a red flag of ${leadsTo}` : 'nothing';
}

function sayPlace({ kind, id, at }: Placed): string {
  return `${kind} ${id}  ${at}`;
}

function grouped(names: readonly Name[]): string {
  const kinds = [...new Set(names.map(({ kind }) => kind))];
  return kinds.map((kind) => `${kind} ${[...new Set(names.filter((name) => name.kind === kind).map(({ id }) => id))].join(', ')}`).join('; ');
}

function listed(ids: readonly string[]): string {
  if (ids.length === 0) return 'none';
  return `${ids.length}: ${ids.slice(0, MOST_VIGNETTES).join(', ')}${ids.length > MOST_VIGNETTES ? ' …' : ''}`;
}

/** As in the files: lists of entries line by line, the rest in one line. */
function written(value: unknown): string {
  // A short list of names stays in one line.
  if (!Array.isArray(value) || (value.every((each) => typeof each !== 'object') && JSON.stringify(value).length <= LONGEST_LINE)) return flow(value);
  return [...value.slice(0, MOST_ENTRIES).map(flow), ...(value.length > MOST_ENTRIES ? [`… ${value.length - MOST_ENTRIES} more`] : [])].join('\n');
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${[...value.slice(0, MOST_ENTRIES).map(flow), ...(value.length > MOST_ENTRIES ? [`… ${value.length - MOST_ENTRIES} more`] : [])].join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([name, each]) => `${name}: ${flow(each)}`).join(', ')}}`;
  return String(value);
}
