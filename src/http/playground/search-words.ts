/** What somebody types into a search box. */
import type { Request } from 'express';

/** More words find nothing more, and each is looked for in everything there is. */
const MOST_WORDS = 6;

/** The first words of `q`, in small letters; none where there is no text. */
export function searchWords({ query }: Request): string {
  return typeof query['q'] === 'string' ? query['q'].slice(0, 200).toLowerCase().trim().split(/\s+/, MOST_WORDS).join(' ') : '';
}
