/** /knowledge/{topic}/cards/{id}: the words of one kind of card, when it is shown, and what it offers. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { html, type Html } from '../html.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { rowWords } from './row-words.ts';
import { citedSource } from './sources.ts';

/** Nothing for a card the topic does not have. */
export function cardPage(readable: ReadableTopic, id: string): KnowledgePage | undefined {
  const { topic } = readable;
  const at = pathsOf(readable);
  const card = topic.cards.get(id);
  if (card === undefined) return undefined;
  const { summary, detail, suggestions, second } = card;
  const source = citedSource(card.source)!;
  const rows = topic.adviceTable.rows.filter(({ result }) => result.card === id).map(({ cells, result }) => ({ row: result.id, kind: result.kind, indicator: result.indicator, words: rowWords(topic, cells).map(({ words }) => words) }));
  const beside = [...topic.cards.values()].filter((each) => each.second === id).map((each) => at.card(each.id));
  const offers = suggestions.map((each) => ({ kind: each.kind, label: each.label, isRecommended: each.isRecommended, ...('orderSet' in each && { orderSet: at.orderSet(each.orderSet) }), ...('add' in each && { adds: each.add?.map((draft) => topic.drafts.get(draft)?.title ?? draft) ?? [] }) }));
  const reasons = card.overrideReasons.flatMap((reason) => topic.overrideReasons.get(reason)?.display ?? []);
  const self = at.card(id);
  return {
    title: `Card: ${self.title}`, path: self.path, trail: [knowledgeHome, at.topic, at.section('cards', 'Cards')],
    view: { id, version: topic.version, summary, detail, rows, ...(second !== undefined && { second: at.card(second) }), besideOf: beside, suggestions: offers, overrideReasons: reasons, source },
    body: (link) => html`<p>The first summary that fits into 139 characters is used. What stands in <span class="slot">marks</span> is filled in; a line whose value is empty is left out.</p>
<h2>Summary</h2><ol>${summary.map((line) => html`<li>${slots(line)}</li>`)}</ol>
<h2>Detail</h2><div class="panel template">${detail.trim().split(/\n{2,}/).map((part) => html`<p>${part.split('\n').map((line) => html`${slots(line)}<br>`)}</p>`)}</div>
<p class="source">Source on the card: ${citation(source)}</p>
<h2>When it is shown</h2>
${rows.length > 0 && html`<ul class="rows">${rows.map(({ row, indicator, words }) => html`<li><code>${row}</code> (${indicator}): ${words.length === 0 ? 'always' : words.join('; ')}</li>`)}</ul>`}
${beside.length > 0 && html`<p>Beside: ${beside.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`)}, where it has something to offer.</p>`}
${second !== undefined && html`<p>A second card may stand beside it: ${link(at.card(second))}.</p>`}
<h2>What it offers</h2>${offers.length === 0 ? html`<p>Nothing to click: words only.</p>` : html`<ul>${offers.map(({ label, isRecommended, orderSet, adds }) => html`<li>“${slots(label)}”${isRecommended && ', recommended'}${orderSet !== undefined && html`; ${link(orderSet)}`}${adds !== undefined && adds.length > 0 && `; adds ${adds.join(', ')}`}</li>`)}</ul>`}
${reasons.length > 0 && html`<h2>Override reasons</h2><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul><p>${link(at.section('override-reasons', 'All override reasons'))}</p>`}`,
  };
}

/** `{{study}}` as a mark; `{{?wouldChange}}` at the start of a line is a condition, not a value. */
function slots(line: string): Html {
  const parts = line.replace(/\*\*/g, '').split(/(\{\{[^}]*\}\})/);
  return html`${parts.map((part) => (part.startsWith('{{') ? html`<span class="slot">${part.startsWith('{{?') ? `if ${part.slice(3, -2)}` : part.slice(2, -2)}</span>` : part))}`;
}
