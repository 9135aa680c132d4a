/** Appropriateness categories in the guideline's words, on pages: cards have theirs in the language of their client. */
import type { RatingCategory } from '../decision/decision.ts';

export const ratingWords: Readonly<Record<RatingCategory, string>> = {
  UNA: 'usually not appropriate',
  MBA: 'may be appropriate',
  'MBA-D': 'may be appropriate (panel disagreed)',
  UA: 'usually appropriate',
};
