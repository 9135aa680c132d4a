/** A page of the knowledge browser as a whole document. */
import { html, type Html } from '../html.ts';
import { layout } from '../layout.ts';
import type { KnowledgePage, Linker } from './page.ts';

/** Links are relative, so that the service may live below any path. */
export function showPage({ title, path, trail, body, edition, query = '' }: KnowledgePage): string {
  const up = '../'.repeat(path.split('/').length - 2);
  const link: Linker = (ref, words) => html`<a href="${up}${ref.path.slice(1)}">${words ?? ref.title}</a>`;
  const crumbs: Html | false = trail.length > 0 && html`<nav class="crumbs" aria-label="You are here"><ol>${trail.map((ref) => html`<li>${link(ref)}</li>`)}<li aria-current="page">${title}</li></ol></nav>`;
  const navigation = html`<a href="${up}knowledge">Knowledge</a><form class="find" role="search" aria-label="All knowledge" action="${up}knowledge/search"><label class="visually-hidden" for="find">Search the knowledge</label><input id="find" name="q" type="search" maxlength="100" placeholder="finding, study or code"><button>Search</button></form>`;
  return layout({ title, navigation, main: html`${crumbs}${body(link)}<footer class="quiet small end">${edition !== undefined && html`<p>Version <code>${edition.version}</code>. ${edition.reviewed}</p>`}<p><a href="?${query === '' ? '' : `${query}&`}format=json">This page as JSON</a></p></footer>`, styles: ['knowledge.css'] }, `${up}assets`);
}
