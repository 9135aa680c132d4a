/** What a person sees where a card cannot be explained. */
import { html } from './html.ts';
import { layout } from './layout.ts';

/** `unknown`: no such card is kept. `unavailable`: it cannot be looked up now. */
export function noExplanationPage(why: 'unknown' | 'unavailable'): string {
  const { title, words } = WORDS[why];
  return layout({ title, main: html`<p>${words}</p>` }, '../assets');
}

const WORDS = {
  unknown: { title: 'No such card', words: 'No card with this id is kept here. Its record may be too old, or was never written; the address must be the one on the card, whole.' },
  unavailable: { title: 'Not now', words: 'What was decided is kept, but cannot be read at the moment. Try again in a minute.' },
} as const;
