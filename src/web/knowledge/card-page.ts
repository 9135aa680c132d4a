/** /knowledge/{topic}/cards/{id}: the words of one kind of card, when it is shown, and what it offers. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { asWritten } from '../as-written.ts';
import { html, type Html } from '../html.ts';
import { tellIn, type Tell } from '../tell.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { rowWords } from './row-words.ts';
import { citedSource } from './sources.ts';

/** Nothing for a card the topic does not have. */
export function cardPage(readable: ReadableTopic, id: string): KnowledgePage | undefined {
  const { topic, say } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const card = topic.cards.get(id);
  if (card === undefined) return undefined;
  const { summary, detail, suggestions, second } = card;
  const source = citedSource(card.source)!;
  const rows = topic.adviceTable.rows.filter(({ result }) => result.card === id).map(({ cells, result }) => ({ row: result.id, kind: result.kind, indicator: result.indicator, words: rowWords(topic, cells, say).map(({ words }) => words) }));
  const beside = [...topic.cards.values()].filter((each) => each.second === id).map((each) => at.card(each.id));
  const offers = suggestions.map((each) => ({ kind: each.kind, label: each.label, isRecommended: each.isRecommended, ...('orderSet' in each && { orderSet: at.orderSet(each.orderSet) }), ...('add' in each && { adds: each.add?.map((draft) => topic.drafts.get(draft)?.title ?? draft) ?? [] }) }));
  const reasons = card.overrideReasons.flatMap((reason) => topic.overrideReasons.get(reason)?.display ?? []);
  const self = at.card(id);
  return {
    title: tell('knowledge.card.title', { card: self.title }), path: self.path, trail: [knowledgeHome(tell), at.topic, at.section('cards', tell('knowledge.cards.title'))],
    view: { id, version: topic.version, summary, detail, rows, ...(second !== undefined && { second: at.card(second) }), besideOf: beside, suggestions: offers, overrideReasons: reasons, source },
    body: (link) => html`<p>${tell.html('knowledge.card.lead', { marks: html`<span class="slot">${tell('knowledge.card.marks')}</span>` })}</p>
<h2>${tell('knowledge.card.summary')}</h2><ol>${summary.map((line) => html`<li>${slots(line, tell)}</li>`)}</ol>
<h2>${tell('knowledge.card.detail')}</h2><div class="panel template">${detail.trim().split(/\n{2,}/).map((part) => html`<p>${part.split('\n').map((line) => html`${slots(line, tell)}<br>`)}</p>`)}</div>
<p class="source">${tell.html('knowledge.card.source', { source: asWritten(tell, citation(source)) })}</p>
<h2>${tell('knowledge.card.when')}</h2>
${rows.length > 0 && html`<ul class="rows">${rows.map(({ row, indicator, words }) => html`<li><code>${row}</code> ${indicator !== undefined && `(${tell(`knowledge.indicator.${indicator}`)})`}: ${words.length === 0 ? tell('knowledge.card.always') : words.join('; ')}</li>`)}</ul>`}
${beside.length > 0 && html`<p>${tell.html('knowledge.card.beside', { cards: beside.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`) })}</p>`}
${second !== undefined && html`<p>${tell.html('knowledge.card.second', { card: link(at.card(second)) })}</p>`}
<h2>${tell('knowledge.card.offers')}</h2>${offers.length === 0 ? html`<p>${tell('knowledge.card.nothing')}</p>` : html`<ul>${offers.map(({ label, isRecommended, orderSet, adds }) => html`<li>${tell.html('knowledge.quoted', { words: slots(label, tell) })}${isRecommended && `, ${tell('knowledge.card.recommended')}`}${orderSet !== undefined && html`; ${link(orderSet)}`}${adds !== undefined && adds.length > 0 && `; ${tell('knowledge.card.adds', { drafts: adds.join(', ') })}`}</li>`)}</ul>`}
${reasons.length > 0 && html`<h2>${tell('knowledge.reasons.title')}</h2><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul><p>${link(at.section('override-reasons', tell('knowledge.card.allReasons')))}</p>`}`,
  };
}

/** `{{study}}` as a mark; `{{?wouldChange}}` at the start of a line is a condition, not a value. */
function slots(line: string, tell: Tell): Html {
  const parts = line.replace(/\*\*/g, '').split(/(\{\{[^}]*\}\})/);
  return html`${parts.map((part) => (part.startsWith('{{') ? html`<span class="slot">${part.startsWith('{{?') ? tell.html('knowledge.card.if', { value: asWritten(tell, part.slice(3, -2)) }) : asWritten(tell, part.slice(2, -2))}</span>` : part))}`;
}
