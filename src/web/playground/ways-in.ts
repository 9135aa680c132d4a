/** Links from the first page to all others. */
import { html, type Html } from '../html.ts';

/** For the bar of a page at `/`. */
export function waysIn(): Html {
  return html`<nav aria-label="Backstop"><a href="cds-services">Discovery</a> <a href="knowledge">Knowledge</a> <a href="stewardship">Stewardship</a> <a href="https://sandbox.cds-hooks.org/" rel="noreferrer">CDS Hooks Sandbox</a></nav>`;
}
