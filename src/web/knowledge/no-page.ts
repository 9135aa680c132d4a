/** What a person sees at an address below /knowledge where nothing is. */
import { html } from '../html.ts';
import { layout } from '../layout.ts';
import { languageSwitch } from '../language-switch.ts';
import type { Reading } from './show-page.ts';

/** `depth` is how many parts the path has after /knowledge. */
export function noKnowledgePage(depth: number, { tell, languages, isFixed }: Reading): string {
  const up = '../'.repeat(depth);
  const main = html`<p>${tell('knowledge.nothing.words')} <a href="${up}knowledge${isFixed && `?lang=${tell.language}`}">${tell('knowledge.frame.all')}</a></p>`;
  return layout({ title: tell('knowledge.nothing.title'), language: tell.language, skip: tell('frame.skip'), navigation: html`${languageSwitch(tell, languages, (language) => `?lang=${language}`)}`, main, styles: ['knowledge.css'] }, `${up}assets`);
}
