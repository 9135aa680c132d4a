/** /knowledge/search?q=: titles, words and codes of all topics. Works without a script. */
import { html } from '../html.ts';
import { knowledgeHome, type KnowledgePage, type Ref } from './page.ts';
import type { SearchEntry } from './search-entries.ts';

const LONGEST = 100;
const MOST_TERMS = 6;
const SHOWN = 60;
/** Rules come before the patients that prove them. */
const AFTER_ALL = 10;
/** A code is at least so long: a shorter one would be the beginning of half a code system. */
const SHORTEST_CODE = 3;

/** `asked` is whatever came with the URL. */
export function searchPage(entries: readonly SearchEntry[], asked: unknown): KnowledgePage {
  const q = (typeof asked === 'string' ? asked : '').slice(0, LONGEST).trim();
  const terms = q.toLowerCase().split(/\s+/).filter((term) => term !== '').slice(0, MOST_TERMS);
  const code = q.replaceAll('.', '').toUpperCase();
  const found = terms.length === 0 ? [] : entries.map((entry) => ({ entry, rank: rank(entry, terms, code) + (entry.kind === 'Vignette' ? AFTER_ALL : 0) })).filter(({ rank: each }) => each < Infinity).sort((one, other) => one.rank - other.rank).map(({ entry }) => entry);
  const shown: readonly (Ref & { readonly kind: string })[] = found.slice(0, SHOWN).map(({ ref, kind }) => ({ ...ref, kind }));
  return {
    title: 'Search', path: '/knowledge/search', trail: [knowledgeHome], isAsked: true, query: new URLSearchParams({ q }).toString(), view: { q, count: found.length, results: shown },
    body: (link) => html`<form class="find-here" role="search" aria-label="Again" method="get"><label for="q">Finding, study, drug, word or code</label> <input id="q" name="q" type="search" maxlength="${LONGEST}" value="${q}"> <button>Search</button></form>
${q !== '' && html`<p role="status">${found.length === 0 ? 'Nothing found.' : `${found.length} found${found.length > SHOWN ? `; the first ${SHOWN}` : ''}.`}</p>`}
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
