/** What stands in the record of a decision, for who wants to look it up. */
import type { GivenCard } from '../store/decision-record.ts';
import type { ExplainedDecision } from './explained.ts';
import { html, type Html } from './html.ts';
import { joinList } from './join-list.ts';
import type { Telling } from './telling.ts';

/** Ids and times; each card of the order leads to its own explanation. */
export function explainRecord({ at, knowledge, service, hook, latencyMs, id, advice, cards }: ExplainedDecision, telling: Telling, addressOf: (card: string) => string): Html {
  const { tell, say } = telling;
  const time = html`<time datetime="${at}">${at.slice(0, 10)} ${at.slice(11, 16)} UTC</time>`;
  return html`<section class="record"><h3>${tell('explain.record')}</h3>
<dl class="pairs"><div><dt>${tell('explain.decided')}</dt><dd>${tell.html('explain.took', { time, ms: latencyMs.toLocaleString(tell.locale) })}</dd></div>
<div><dt>${tell('explain.knowledge')}</dt><dd>${say(knowledge.title)}, <code>${knowledge.id} ${knowledge.version}</code></dd></div>
<div><dt>${tell('explain.adviceRow')}</dt><dd><code>${advice.row}</code></dd></div>
<div><dt>${tell('explain.service')}</dt><dd>${tell.html('explain.hook', { service: html`<code>${service}</code>`, hook: html`<code>${hook}</code>` })}</dd></div>
<div><dt>${tell('explain.decision')}</dt><dd><code>${id}</code></dd></div>
<div><dt>${tell('explain.cards')}</dt><dd>${cards.length === 0 ? tell('explain.noCards') : cards.map((card) => html`<p>${given(card, telling, addressOf)}</p>`)}</dd></div></dl></section>`;
}

function given({ uuid, template, indicator, suggestions }: GivenCard, { tell, link }: Telling, addressOf: (card: string) => string): Html {
  const values = { card: html`<a href="${addressOf(uuid)}"><code>${template}</code></a>`, words: link('card', template, tell('explain.cardWords')), indicator: tell.code('indicator', indicator) };
  const kinds = [...new Set(suggestions.map(({ kind }) => kind))].map((kind) => joinList(kind.split('+').map((each) => (tell.code('explain.offer', each))), tell.locale));
  return kinds.length === 0 ? tell.html('explain.card', values) : tell.html('explain.cardOffers', { ...values, kinds: html`${kinds.map((kind, index) => html`${index > 0 && ', '}${kind}`)}` });
}
