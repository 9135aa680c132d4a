/** One fact as a part of a page. */
import { asWritten, langAsWritten } from '../as-written.ts';
import { html, type Html } from '../html.ts';
import type { Tell } from '../tell.ts';
import type { DescribedFact } from './describe-fact.ts';
import type { Linker, Ref } from './page.ts';

/** As a part of a page. */
export function factPart({ name, title, lookedForIn, valueSets, notIn, words, unless, notWords, where, notes }: DescribedFact, tell: Tell, link: Linker): Html {
  // Phrases are looked for in charts: they stay as they are written there.
  const phrase = (each: string): Html => html`<span class="phrase"${langAsWritten(tell)}>${each}</span>`;
  return html`<div class="fact" id="fact-${name}"><h3>${title[0]?.toUpperCase()}${title.slice(1)}</h3><dl class="pairs">
<div><dt>${tell('knowledge.fact.in')}</dt><dd>${lookedForIn.map((each, index) => html`${index > 0 && ', '}${each === 'order' ? tell('knowledge.fact.order') : each === 'reason' ? tell('knowledge.fact.reason') : asWritten(tell, each)}`)}</dd></div>
${valueSets.length > 0 && html`<div><dt>${tell('knowledge.codes')}</dt><dd>${refs(valueSets, link)}</dd></div>`}
${notIn.length > 0 && html`<div><dt>${tell('knowledge.fact.notIn')}</dt><dd>${refs(notIn, link)}</dd></div>`}
${words.length > 0 && html`<div><dt>${tell('knowledge.fact.words')}</dt><dd>${words.map((each) => html`${phrase(each.words)} `)}</dd></div>`}
${unless !== undefined && html`<div><dt>${tell('knowledge.fact.unless')}</dt><dd>${phrase(unless.words)}</dd></div>`}
${notWords !== undefined && html`<div><dt>${tell('knowledge.fact.notWords')}</dt><dd>${phrase(notWords.words)}</dd></div>`}
${where !== undefined && html`<div><dt>${tell('knowledge.fact.where')}</dt><dd><code>${where}</code></dd></div>`}
${notes.length > 0 && html`<div><dt>${tell('knowledge.fact.counts')}</dt><dd>${notes.join('; ')}</dd></div>`}</dl></div>`;
}

function refs(list: readonly Ref[], link: Linker): Html {
  return html`${list.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`)}`;
}
