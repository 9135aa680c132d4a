/** A source in the literature as a page shows it. */
import type { Cited } from './explained.ts';
import { html, type Html } from './html.ts';

/** A link only where it is https: sources come from knowledge files, of whichever release. */
export function citation({ label, url }: Cited): Html {
  return url !== undefined && /^https:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer">${label}</a>` : html`${label}`;
}
