/** A rating as it stands by itself. */
import type { RatingCategory } from '../decision/decision.ts';
import { capital } from './capital.ts';
import { html, type Html } from './html.ts';
import type { Tell } from './tell.ts';

/** Also for an order that was not rated. */
export function ratingBadge(category: RatingCategory | undefined, tell: Tell): Html {
  return category === undefined ? html`<span class="badge">${capital(tell('rating.none'))}</span>` : html`<span class="badge badge-${category}">${capital(tell.code('rating', category))}</span>`;
}
