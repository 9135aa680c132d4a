/** A rating as a reader sees it: colour, symbol and words. */
import type { RatingCategory } from '../../decision/decision.ts';
import { html, type Html } from '../html.ts';
import type { Tell } from '../tell.ts';

/** A symbol beside the colour, so that no colour is needed to read it. */
const SIGNS: Readonly<Record<RatingCategory, string>> = { UA: '✓', MBA: '~', 'MBA-D': '≈', UNA: '✕' };

/** `isShort` leaves the words to the legend; a screen reader still says them. */
export function ratingBadge(tell: Tell, category: RatingCategory | undefined, isShort = false): Html {
  if (category === undefined) return html`<span class="quiet">${tell('rating.none')}</span>`;
  const words = tell(`rating.${category}`);
  return html`<span class="rated rated-${category}"${isShort && html` title="${words}"`}><span aria-hidden="true">${SIGNS[category]}</span> ${isShort ? html`<abbr class="short">${category}</abbr><span class="visually-hidden"> ${words}</span>` : words}</span>`;
}
