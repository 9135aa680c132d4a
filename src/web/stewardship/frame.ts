/** The frame of all stewardship pages: where one is, and the way out. */
import { html, type Html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Links } from './links.ts';

export interface FrameParts {
  readonly title: string;
  readonly heading?: Html | string;
  readonly main: Html;
  readonly scripts?: readonly string[];
  /** Beside that of the stewardship pages. */
  readonly styles?: readonly string[];
}

/** A whole document for somebody who is signed in. */
export function frame({ title, heading, main, scripts, styles = [] }: FrameParts, links: Links): string {
  const navigation = html`<nav aria-label="Stewardship"><a href="${links.page}">Stewardship</a> <a href="${links.orders({})}">Orders</a> <a href="${links.reportCards}">Report cards</a></nav>
<form class="sign-out" method="post" action="${links.root}/stewardship/sign-out"><button class="plain">Sign out</button></form>`;
  return layout({ title, ...(heading !== undefined && { heading }), main, navigation, styles: ['stewardship.css', ...styles], ...(scripts !== undefined && { scripts }) }, `${links.root}/assets`);
}
