/** /knowledge/{topic}/override-reasons: why a clinician may go another way, and where that is asked. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { html } from '../html.ts';
import { tellIn } from '../tell.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

/** In the order of the file. */
export function reasonsPage(readable: ReadableTopic): KnowledgePage {
  const { topic } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const listed = [...topic.overrideReasons.values()].map((reason) => ({ ...reason, cards: [...topic.cards.values()].filter(({ overrideReasons }) => overrideReasons.includes(reason.id)).map(({ id }) => at.card(id)) }));
  return {
    title: tell('knowledge.reasons.title'), path: at.section('override-reasons', '').path, trail: [knowledgeHome(tell), at.topic], view: { version: topic.version, reasons: listed },
    body: (link) => html`<p>${tell('knowledge.reasons.lead')}</p>
${listed.map(({ display, code, system, quietDays, cards }) => html`<section class="panel"><h2>${display}</h2><p><code>${code}</code> <span class="small quiet">${system}</span>${quietDays !== undefined && html`<br>${tell('knowledge.reasons.rests', { count: quietDays })}`}</p><p class="small">${cards.length === 0 ? tell('knowledge.reasons.noCard') : tell.html('knowledge.reasons.cards', { cards: cards.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`) })}</p></section>`)}`,
  };
}
