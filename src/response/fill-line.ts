/** Fills the `{{…}}` of one line of a template. */
import { addDays } from './add-days.ts';

/** Values by name; a name without a value is absent. A value may be the empty string: a mark that says something holds. */
export type Values = Readonly<Record<string, string>>;

const TOKEN = /\{\{\s*(\??)([^{}\s+?]+)(?:\s*\+\s*(\d+))?\s*\}\}/g;

/**
 * The line with every token filled, or `undefined` when one has no value. `{{name}}` stands for a value, `{{day+28}}` for a
 * day so many days later (`showDay` writes days as the reader does), and `{{?name}}` or `{{?finding=answer}}` for nothing: the line is kept only where it holds.
 */
export function fillLine(line: string, values: Values, showDay: (day: string) => string = asWritten): string | undefined {
  let isComplete = true;
  const filled = line.replace(TOKEN, (_token, mark: string, name: string, days: string | undefined) => {
    const value = Object.hasOwn(values, name) ? values[name]! : undefined;
    if (value === undefined || (mark === '' && value === '')) isComplete = false;
    if (value === undefined || mark === '?') return '';
    return days === undefined ? (DAY.test(value) ? showDay(value) : value) : showDay(addDays(value, Number(days)));
  });
  return isComplete ? filled : undefined;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

function asWritten(day: string): string {
  return day;
}

/** Names a template line asks for: checked against the known ones when knowledge is loaded. */
export function tokensIn(template: string): readonly string[] {
  return [...template.matchAll(TOKEN)].map((match) => match[2]!);
}
