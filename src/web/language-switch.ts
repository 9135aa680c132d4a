/** The choice of a language in the head of a page. */
import type { PageTexts } from '../decision/page-texts.ts';
import { html, type Html } from './html.ts';
import type { Tell } from './tell.ts';

/** Each language under its own name; the one that is shown is marked. Nothing where there is no choice. `addressIn` is the page in a language, seen from the page. */
export function languageSwitch(tell: Tell, languages: readonly PageTexts[], addressIn: (language: string) => string): Html | false {
  return languages.length > 1 && html`<nav class="languages" aria-label="${tell('frame.languages')}">${languages.map(({ language, name }) => (language === tell.language
    ? html`<span lang="${language}" aria-current="true">${name}</span> `
    : html`<a href="${addressIn(language)}" lang="${language}" hreflang="${language}">${name}</a> `))}</nav>`;
}
