/** Appropriateness categories in the guideline's words. */
import type { RatingCategory } from '../decision/decision.ts';

/** What a card calls each category. */
export const ratingWords: Readonly<Record<RatingCategory, string>> = {
  UNA: 'usually not appropriate',
  MBA: 'may be appropriate',
  'MBA-D': 'may be appropriate (panel disagreed)',
  UA: 'usually appropriate',
};
