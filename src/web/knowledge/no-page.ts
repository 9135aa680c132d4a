/** What a person sees at an address below /knowledge where nothing is. */
import { html } from '../html.ts';
import { layout } from '../layout.ts';

/** `depth` is how many parts the path has after /knowledge. */
export function noKnowledgePage(depth: number): string {
  const up = '../'.repeat(depth);
  return layout({ title: 'No such page', main: html`<p>The knowledge has no such page: it may have been part of another version. <a href="${up === '' ? '' : up}knowledge">All knowledge</a></p>`, styles: ['knowledge.css'] }, `${up}assets`);
}
