/** One graded finding: what stands behind it, and where the rule comes from. */
import type { ExplainedEvidence, ExplainedFinding } from './explained.ts';
import { asWritten } from './as-written.ts';
import { citation } from './citation.ts';
import { countEvidence } from './count-evidence.ts';
import { html, type Html } from './html.ts';
import { nameScenario } from './name-scenario.ts';
import type { Telling } from './telling.ts';

/** A piece of a list of findings; the title is a link where it has a page. */
export function explainFinding({ code, title, grade, leadsTo, evidence, source }: ExplainedFinding, telling: Telling): Html {
  const { tell, say, link } = telling;
  const words = grade === undefined ? '' : tell.code('grade', grade);
  return html`<div class="finding">
<p><span class="grade grade-${grade}">${grade}</span> <strong>${link('finding', code, say(title))}</strong> <span class="quiet">${leadsTo === undefined ? words : tell.html('explain.leadsTo', { grade: words, scenario: nameScenario(leadsTo, telling) })}</span></p>
<ul>${countEvidence(evidence).map(({ each, count }) => html`<li>${seen(each, grade, telling)}${count > 1 && html` <span class="quiet">${tell('explain.times', { count })}</span>`}${each.reference !== undefined && html` <code>${each.reference}</code>`}</li>`)}</ul>
${source !== undefined && html`<p class="source small">${tell.html('explain.source', { source: asWritten(tell, citation(source)) })}</p>`}
</div>`;
}

function seen({ title, origin, note, grade }: ExplainedEvidence, whole: ExplainedFinding['grade'], { tell, say }: Telling): Html {
  const fact = tell.html('explain.seen', { fact: say(title), origin: tell.code('explain.origin', origin) });
  return html`${fact}${note !== undefined && html`; ${say(note)}`}${grade !== undefined && grade !== whole && html` ${tell('explain.evidenceGrade', { grade })}`}`;
}
