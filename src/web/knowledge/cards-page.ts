/** /knowledge/{topic}/cards: the kinds of card and the rows that lead to them. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { html } from '../html.ts';
import { tellIn } from '../tell.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

/** By id, with the shortest of the summaries. */
export function cardsPage(readable: ReadableTopic): KnowledgePage {
  const { topic } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const listed = [...topic.cards.values()].map(({ id, summary }) => ({ ...at.card(id), summary: summary.at(-1) ?? '', rows: topic.adviceTable.rows.filter(({ result }) => result.card === id).map(({ result }) => result.id) }));
  return {
    title: tell('knowledge.cards.title'), path: at.section('cards', '').path, trail: [knowledgeHome(tell), at.topic], view: { version: topic.version, cards: listed },
    body: (link) => html`<ul class="rows">${listed.map((card) => html`<li>${link(card)}: ${card.summary}</li>`)}</ul>`,
  };
}
