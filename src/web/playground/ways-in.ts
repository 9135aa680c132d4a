/** Links from the first page to all others. */
import { html, type Html } from '../html.ts';
import type { Tell } from '../tell.ts';

export interface WaysIn {
  /** There only where it has a token. */
  readonly hasStewardship: boolean;
  /** `?lang=es` where links keep the language. */
  readonly query: string;
  /** The languages of the page. */
  readonly languages: Html | false;
}

/** For the bar of a page at `/`. */
export function waysIn({ hasStewardship, query, languages }: WaysIn, tell: Tell): Html {
  return html`<nav aria-label="Backstop"><a href="cds-services">${tell('playground.ways.discovery')}</a> <a href="knowledge${query}">${tell('playground.ways.knowledge')}</a>${hasStewardship && html` <a href="stewardship">${tell('playground.ways.stewardship')}</a>`} <a href="https://sandbox.cds-hooks.org/" rel="noreferrer" lang="en">CDS Hooks Sandbox</a></nav>${languages}`;
}
