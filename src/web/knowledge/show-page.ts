/** A page of the knowledge browser as a whole document. */
import type { PageTexts } from '../../decision/page-texts.ts';
import { SOURCE_LANGUAGE } from '../../knowledge/check-words.ts';
import { html, type Html } from '../html.ts';
import { languageSwitch } from '../language-switch.ts';
import { layout } from '../layout.ts';
import type { Tell } from '../tell.ts';
import type { KnowledgePage, Linker } from './page.ts';

export interface Reading {
  readonly tell: Tell;
  /** All there are. */
  readonly languages: readonly PageTexts[];
  /** The address names the language: links keep it. */
  readonly isFixed: boolean;
}

/** Links are relative, so that the service may live below any path. */
export function showPage({ title, heading, path, query = {}, trail, body, edition }: KnowledgePage, { tell, languages, isFixed }: Reading): string {
  const up = '../'.repeat(path.split('/').length - 2);
  const here = (more: Readonly<Record<string, string>>): string => `?${new URLSearchParams({ ...query, ...more }).toString()}`;
  const addressOf = (each: string): string => (isFixed && each.startsWith('/knowledge') ? `${up}${each.slice(1)}${each.includes('?') ? '&' : '?'}lang=${tell.language}` : `${up}${each.slice(1)}`);
  const link: Linker = (ref, words) => html`<a href="${addressOf(ref.path)}"${words === undefined && ref.language !== undefined && html` lang="${ref.language}"`}>${words ?? ref.title}</a>`;
  const kept: Html | false = isFixed && html`<input type="hidden" name="lang" value="${tell.language}">`;
  const crumbs: Html | false = trail.length > 0 && html`<nav class="crumbs" aria-label="${tell('knowledge.frame.trail')}"><ol>${trail.map((ref) => html`<li>${link(ref)}</li>`)}<li aria-current="page">${heading ?? title}</li></ol></nav>`;
  const find = html`<form class="find" role="search" aria-label="${tell('knowledge.frame.all')}" action="${up}knowledge/search">${kept}<label class="visually-hidden" for="find">${tell('knowledge.frame.searchIn')}</label><input id="find" name="q" type="search" maxlength="100" placeholder="${tell('knowledge.frame.example')}"><button>${tell('knowledge.search.button')}</button></form>`;
  const navigation = html`<a href="${addressOf('/knowledge')}">${tell('knowledge.home.title')}</a>${languageSwitch(tell, languages, (language) => here({ lang: language }))}${find}`;
  // Programs read English unless the address says otherwise.
  const json = here({ ...((isFixed || tell.language !== SOURCE_LANGUAGE) && { lang: tell.language }), format: 'json' });
  const foot = html`<footer class="quiet small end">${edition !== undefined && html`<p>${tell.html('knowledge.frame.version', { version: html`<code>${edition.version}</code>` })} ${edition.reviewed}</p>`}<p><a href="${json}">${tell('knowledge.frame.json')}</a></p></footer>`;
  return layout({ title, ...(heading !== undefined && { heading }), ...(heading !== undefined && tell.language !== SOURCE_LANGUAGE && { titleLanguage: SOURCE_LANGUAGE }), language: tell.language, skip: tell('frame.skip'), navigation, main: html`${crumbs}${body(link, kept)}${foot}`, styles: ['knowledge.css'] }, `${up}assets`);
}
