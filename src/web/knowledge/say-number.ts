/** A number of the knowledge as the language of the page writes it. */
import type { Tell } from '../tell.ts';

/** All its digits, without separators of thousands. */
export function sayNumber({ locale }: Pick<Tell, 'locale'>, value: number): string {
  return value.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 10 });
}
