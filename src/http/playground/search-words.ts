/** What somebody types into a search box. */
import type { Request } from 'express';

/** The words of `q`, in small letters; none where there is no text. */
export function searchWords({ query }: Request): string {
  return typeof query['q'] === 'string' ? query['q'].slice(0, 200).toLowerCase().trim() : '';
}
