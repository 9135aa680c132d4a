/** /knowledge/search?q=: titles, words and codes of all topics. Works without a script. */
import { html } from '../html.ts';
import type { Tell } from '../tell.ts';
import { knowledgeHome, type KnowledgePage, type Ref } from './page.ts';
import { plainWords, type SearchEntry } from './search-entries.ts';

const LONGEST = 100;
const MOST_TERMS = 6;
const SHOWN = 60;
/** Rules come before the patients that prove them. */
const AFTER_ALL = 10;
/** A code is at least so long: a shorter one would be the beginning of half a code system. */
const SHORTEST_CODE = 3;

/** `asked` is whatever came with the URL. */
export function searchPage(entries: readonly SearchEntry[], asked: unknown, tell: Tell): KnowledgePage {
  const q = (typeof asked === 'string' ? asked : '').slice(0, LONGEST).trim();
  const terms = plainWords(q).split(/\s+/).filter((term) => term !== '').slice(0, MOST_TERMS);
  const code = q.replaceAll('.', '').toUpperCase();
  const found = terms.length === 0 ? [] : entries.map((entry) => ({ entry, rank: rank(entry, terms, code) + (entry.isProof ? AFTER_ALL : 0) })).filter(({ rank: each }) => each < Infinity).sort((one, other) => one.rank - other.rank).map(({ entry }) => entry);
  const shown: readonly (Ref & { readonly kind: string })[] = found.slice(0, SHOWN).map(({ ref, kind }) => ({ ...ref, kind }));
  const count = found.length === 0 ? tell('knowledge.search.none') : found.length > SHOWN ? tell('knowledge.search.first', { count: found.length, shown: SHOWN }) : tell('knowledge.search.found', { count: found.length });
  return {
    title: tell('knowledge.search.title'), path: '/knowledge/search', ...(q !== '' && { query: { q } }), trail: [knowledgeHome(tell)], isAsked: true, view: { q, count: found.length, results: shown },
    body: (link, kept) => html`<form class="find-here" role="search" aria-label="${tell('knowledge.search.again')}" method="get">${kept}<label for="q">${tell('knowledge.search.label')}</label> <input id="q" name="q" type="search" maxlength="${LONGEST}" value="${q}"> <button>${tell('knowledge.search.button')}</button></form>
${q !== '' && html`<p role="status">${count}</p>`}
<ul class="rows">${shown.map((ref) => html`<li><span class="small quiet kind">${ref.kind}</span> ${link(ref)}</li>`)}</ul>`,
  };
}

/** Lower is better: a code, the title, the words, the displays of codes. */
function rank({ title, words, codes }: SearchEntry, terms: readonly string[], code: string): number {
  if (title === terms.join(' ')) return 0;
  if (/\d/.test(code) && code.length >= SHORTEST_CODE && codes.some((each) => each.code === code || each.code.startsWith(code) || (each.isWithBelow && code.startsWith(each.code)))) return 1;
  if (terms.every((term) => title.includes(term))) return title.startsWith(terms[0]!) ? 2 : 3;
  if (terms.every((term) => title.includes(term) || words.includes(term))) return 4;
  return codes.some(({ display }) => display !== undefined && terms.every((term) => display.includes(term))) ? 5 : Infinity;
}
