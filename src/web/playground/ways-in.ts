/** Links from the first page to all others. */
import { html, type Html } from '../html.ts';

/** For the bar of a page at `/`; stewardship is there only where it has a token. */
export function waysIn({ hasStewardship }: { readonly hasStewardship: boolean }): Html {
  return html`<nav aria-label="Backstop"><a href="cds-services">Discovery</a> <a href="knowledge">Knowledge</a>${hasStewardship && html` <a href="stewardship">Stewardship</a>`} <a href="https://sandbox.cds-hooks.org/" rel="noreferrer">CDS Hooks Sandbox</a></nav>`;
}
