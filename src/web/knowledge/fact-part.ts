/** One fact as a part of a page. */
import { html, type Html } from '../html.ts';
import type { DescribedFact } from './describe-fact.ts';
import type { Linker, Ref } from './page.ts';

/** As a part of a page. */
export function factPart({ name, title, lookedForIn, valueSets, notIn, words, unless, notWords, where, notes }: DescribedFact, link: Linker): Html {
  return html`<div class="fact" id="fact-${name}"><h3>${title[0]?.toUpperCase()}${title.slice(1)}</h3><dl class="pairs">
<div><dt>Looked for in</dt><dd>${lookedForIn.map((each) => (each === 'order' ? 'the words of the order' : each === 'reason' ? 'the reasons of the order' : each)).join(', ')}</dd></div>
${valueSets.length > 0 && html`<div><dt>Codes</dt><dd>${refs(valueSets, link)}</dd></div>`}
${notIn.length > 0 && html`<div><dt>Never with a code of</dt><dd>${refs(notIn, link)}</dd></div>`}
${words.length > 0 && html`<div><dt>Words</dt><dd>${words.map((each) => html`<span class="phrase">${each.words}</span> `)}</dd></div>`}
${unless !== undefined && html`<div><dt>Not beside</dt><dd><span class="phrase">${unless.words}</span></dd></div>`}
${notWords !== undefined && html`<div><dt>Never with</dt><dd><span class="phrase">${notWords.words}</span></dd></div>`}
${where !== undefined && html`<div><dt>Only where</dt><dd><code>${where}</code></dd></div>`}
${notes.length > 0 && html`<div><dt>Counts</dt><dd>${notes.join('; ')}</dd></div>`}</dl></div>`;
}

function refs(list: readonly Ref[], link: Linker): Html {
  return html`${list.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`)}`;
}
