/** Joins words into a list as a language does. */
import type { Words } from '../decision/words.ts';

const formats = new Map<string, Intl.ListFormat>();

/** "A, B and C", or "A or B or C": alternatives are joined pair by pair, as each is one of two readings. */
export function joinWords({ locale }: Words, words: readonly string[], type: 'conjunction' | 'disjunction'): string {
  if (words.length === 0) return '';
  const format = formatOf(locale, type);
  return type === 'conjunction' ? format.format(words) : words.reduce((joined, word) => format.format([joined, word]));
}

function formatOf(locale: string, type: 'conjunction' | 'disjunction'): Intl.ListFormat {
  const key = `${locale} ${type}`;
  const format = formats.get(key) ?? new Intl.ListFormat(locale, { type });
  formats.set(key, format);
  return format;
}
