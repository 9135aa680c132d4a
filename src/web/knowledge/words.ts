/** Small words that several pages share. */
import type { RatingCategory } from '../../decision/decision.ts';

/** A symbol beside the colour of a rating, so that no colour is needed to read it. */
export const ratingSigns: Readonly<Record<RatingCategory, string>> = { UA: '✓', MBA: '~', 'MBA-D': '≈', UNA: '✕' };

/** `notDocumented` is "not documented", `subacute|chronic` "subacute or chronic". */
export function inWords(answer: string): string {
  return answer.split('|').map((each) => each.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()).join(' or ');
}
