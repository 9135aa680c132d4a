/** Where the patient fits, and how sure that is. */
import { asWritten } from './as-written.ts';
import { citation } from './citation.ts';
import type { ExplainedDecision, NamedScenario } from './explained.ts';
import { html, type Html } from './html.ts';
import type { Telling } from './telling.ts';

/** With what else fits, and what would hold without the weak signs. */
export function explainVariant({ variant, knowledge }: ExplainedDecision, telling: Telling): Html {
  const { certainty, row, alternatives, base } = variant;
  const { tell, say, link } = telling;
  return html`<section><h3>${tell('explain.where')}</h3>
<p><strong>${link('variant', variant.id, whole(variant, telling))}</strong></p>
<dl class="pairs">${certainty !== undefined && html`<div><dt>${tell('explain.howSure')}</dt><dd>${tell.code('explain.certain', certainty)}</dd></div>`}
<div><dt>${tell('explain.row')}</dt><dd><code>${row}</code></dd></div>
${alternatives.length > 0 && html`<div><dt>${tell('explain.alsoFits')}</dt><dd>${alternatives.map((each) => {
    const values = { scenario: link('variant', each.id, whole(each, telling)), certainty: tell.code('sure', each.certainty) };
    return html`<p>${each.category === undefined ? tell.html('explain.alsoFitsAs', values) : tell.html('explain.alsoFitsRated', { ...values, rating: tell.code('rating', each.category) })}</p>`;
  })}</dd></div>`}
${base !== undefined && html`<div><dt>${tell('explain.withoutWeak')}</dt><dd>${base.category === undefined ? whole(base, telling) : tell.html('explain.ratedThere', { scenario: whole(base, telling), rating: tell.code('rating', base.category) })}</dd></div>`}
<div><dt>${tell('explain.sourceIs')}</dt><dd>${knowledge.source === undefined ? say(knowledge.title) : asWritten(tell, citation(knowledge.source))}</dd></div></dl></section>`;
}

function whole({ title, number }: NamedScenario, { tell, say }: Telling): Html {
  return number === undefined ? say(title) : tell.html('explain.variant', { number: say(number), title: say(title) });
}
