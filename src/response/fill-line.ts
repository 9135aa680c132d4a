/** Fills the `{{…}}` of one line of a template. */
import { remember } from '../decision/remember.ts';
import { addDays } from './add-days.ts';

/** The value of a name, `undefined` for one without. A value may be the empty string: a mark that says something holds. */
export type Values = (name: string) => string | undefined;

/** `{{name}}`, `{{day+28}}`, `{{?name}}`. */
export interface Token {
  readonly name: string;
  readonly isMark: boolean;
  readonly days?: number;
}

const TOKEN = /\{\{\s*(\??)([^{}\s+?]+)(?:\s*\+\s*(\d+))?\s*\}\}/g;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** More than the knowledge of a service has. */
const MOST_LINES = 10_000;

/**
 * The line with every token filled, or `undefined` when one has no value. `{{name}}` stands for a value, `{{day+28}}` for a
 * day so many days later (`showDay` writes days as the reader does), and `{{?name}}` or `{{?finding=answer}}` for nothing: the line is kept only where it holds.
 */
export function fillLine(line: string, values: Values, showDay: (day: string) => string = asWritten): string | undefined {
  let filled = '';
  for (const part of partsOf(line)) {
    const words = typeof part === 'string' ? part : fillToken(part, values(part.name), showDay);
    if (words === undefined) return undefined;
    filled += words;
  }
  return filled;
}

/** What stands between tokens, and the tokens, as they follow each other. Lines are knowledge: they come again in card after card. */
export const partsOf = remember(MOST_LINES, (line): readonly (string | Token)[] => {
  const parts: (string | Token)[] = [];
  let end = 0;
  for (const { 0: token, 1: mark, 2: name, 3: days, index } of line.matchAll(TOKEN)) {
    if (index > end) parts.push(line.slice(end, index));
    parts.push({ name: name!, isMark: mark === '?', ...(days !== undefined && { days: Number(days) }) });
    end = index + token.length;
  }
  if (end < line.length) parts.push(line.slice(end));
  return parts;
});

/** The values of a record, by its own names only. */
export function valuesIn(record: Readonly<Record<string, string>>): Values {
  return (name) => (Object.hasOwn(record, name) ? record[name] : undefined);
}

/** Names a template line asks for: checked against the known ones when knowledge is loaded. */
export function tokensIn(template: string): readonly string[] {
  return [...template.matchAll(TOKEN)].map((match) => match[2]!);
}

/** Names a template line counts days from, as `{{day+28}}` does. */
export function shiftedIn(template: string): readonly string[] {
  return [...template.matchAll(TOKEN)].filter(([, , , days]) => days !== undefined).map((match) => match[2]!);
}

function fillToken({ isMark, days }: Token, value: string | undefined, showDay: (day: string) => string): string | undefined {
  if (isMark) return value === undefined ? undefined : '';
  if (value === undefined || value === '') return undefined;
  if (days !== undefined) return showDay(addDays(value, days));
  return DAY.test(value) ? showDay(value) : value;
}

function asWritten(day: string): string {
  return day;
}
