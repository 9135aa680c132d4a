/** What a person sees where a card cannot be explained. */
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';
import type { Tell } from './tell.ts';

/** `unknown`: no such card is kept. `unavailable`: it cannot be looked up now. */
export function noExplanationPage(why: 'unknown' | 'unavailable', { tell, navigation }: { readonly tell: Tell; readonly navigation: Html | false }): string {
  return layout({ title: tell(`explain.missing.title-${why}`), language: tell.language, skip: tell('frame.skip'), main: html`<p>${tell(`explain.missing.${why}`)}</p>`, navigation: html`${navigation}` }, '../assets');
}
