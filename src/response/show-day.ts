/** Writes a day of a card as the client's users do. */
import type { Words } from '../decision/words.ts';

const PARTIAL = /^(\d{4})-(\d\d)(?:-(\d\d))?$/;
const formats = new Map<string, Intl.DateTimeFormat>();

/** A day or month in the language's own form, as exact as it is; a year, and what is no date, as they stand. */
export function showDay({ locale, dates }: Words, written: string): string {
  const parts = dates === 'iso' ? null : PARTIAL.exec(written);
  if (parts === null) return written;
  const [, year, month, day] = parts;
  const date = new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? written : formatOf(locale, day !== undefined).format(date);
}

function formatOf(locale: string, hasDay: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${hasDay}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', ...(hasDay && { day: 'numeric' }), timeZone: 'UTC' });
  formats.set(key, format);
  return format;
}
