/** Words that stay in the language of the knowledge: names of publications, displays of codes, expressions, words of made-up charts. */
import { SOURCE_LANGUAGE } from '../knowledge/check-words.ts';
import { html, type Filling, type Html } from './html.ts';
import type { Tell } from './tell.ts';

/** Marked on a page in another language, so that they are read aloud as what they are (WCAG 2.2, 3.1.2). */
export function asWritten(tell: Pick<Tell, 'language'>, words: Filling): Html {
  return tell.language === SOURCE_LANGUAGE ? html`${words}` : html`<span${langAsWritten(tell)}>${words}</span>`;
}

/** The same as an attribute, where an element stands around the words already. */
export function langAsWritten({ language }: Pick<Tell, 'language'>): Html | false {
  return language !== SOURCE_LANGUAGE && html` lang="${SOURCE_LANGUAGE}"`;
}
