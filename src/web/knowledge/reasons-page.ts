/** /knowledge/{topic}/override-reasons: why a clinician may go another way, and where that is asked. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { html } from '../html.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

/** In the order of the file. */
export function reasonsPage(readable: ReadableTopic): KnowledgePage {
  const { topic } = readable;
  const at = pathsOf(readable);
  const listed = [...topic.overrideReasons.values()].map((reason) => ({ ...reason, cards: [...topic.cards.values()].filter(({ overrideReasons }) => overrideReasons.includes(reason.id)).map(({ id }) => at.card(id)) }));
  return {
    title: 'Override reasons', path: at.section('override-reasons', '').path, trail: [knowledgeHome, at.topic], view: { version: topic.version, reasons: listed },
    body: (link) => html`<p>A reason with days holds the same advice back for so long, never where a red flag stands.</p>
${listed.map(({ display, code, system, quietDays, cards }) => html`<section class="panel"><h2>${display}</h2><p><code>${code}</code> <span class="small quiet">${system}</span>${quietDays !== undefined && html`<br>Rests for ${quietDays} days.`}</p><p class="small">Offered on: ${cards.length === 0 ? 'no card' : cards.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`)}.</p></section>`)}`,
  };
}
