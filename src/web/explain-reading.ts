/** What was read of the chart, and what was not. */
import type { ExplainedDecision, ExplainedGap } from './explained.ts';
import { html, type Html } from './html.ts';
import { joinList } from './join-list.ts';
import type { Telling } from './telling.ts';

/** Each gap says whether a red flag could stand there unseen. */
export function explainReading({ looked, gaps }: ExplainedDecision, telling: Telling): Html {
  const { tell, say } = telling;
  return html`<section><h3>${tell('explain.reading')}</h3>
<p>${looked.length === 0 ? tell('explain.nothingRead') : tell.html('explain.read', { reads: joinList(looked.map(say), tell.locale) })}</p>
${gaps.length > 0 && html`<ul class="gaps">${gaps.map((each) => gap(each, telling))}</ul>`}
</section>`;
}

function gap({ title, state, hidesRedFlags, hides }: ExplainedGap, { tell, say }: Telling): Html {
  return html`<li><strong>${tell.html('explain.notRead', { read: say(title) })}</strong> (${tell.code('gap', state)}). ${!hidesRedFlags && tell('explain.hidesNone')}${hidesRedFlags && hides.length === 0 && tell('explain.hidesSome')} ${hides.length > 0 && html`<details><summary>${tell('explain.hides', { count: hides.length })}</summary><p class="small">${hides.map((flag, index) => html`${index > 0 && '; '}${say(flag)}`)}.</p></details>`}</li>`;
}
