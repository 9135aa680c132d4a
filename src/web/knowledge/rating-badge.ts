/** A rating as a reader sees it: colour, symbol and words. */
import type { RatingCategory } from '../../decision/decision.ts';
import { ratingWords } from '../../stewardship/rating-words.ts';
import { html, type Html } from '../html.ts';
import { ratingSigns } from './words.ts';

/** `isShort` leaves the words to the legend; a screen reader still says them. */
export function ratingBadge(category: RatingCategory | undefined, isShort = false): Html {
  if (category === undefined) return html`<span class="quiet">not rated</span>`;
  const words = ratingWords[category];
  return html`<span class="rated rated-${category}"${isShort && html` title="${words}"`}><span aria-hidden="true">${ratingSigns[category]}</span> ${isShort ? html`<abbr class="short">${category}</abbr><span class="visually-hidden"> ${words}</span>` : words}</span>`;
}
