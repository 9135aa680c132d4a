/** A page that has no numbers to show, and says why and what to do. */
import { html, type Html } from '../html.ts';
import { layout } from '../layout.ts';

/** Without navigation: the reader may not be signed in. */
export function messagePage(title: string, text: Html, root: string): string {
  return layout({ title, styles: ['stewardship.css'], main: html`<div class="message">${text}</div>` }, `${root}/assets`);
}
