/** The questions a decision rests on besides red flags, with their answers in words, and what was noticed for the orders that are offered. */
import { spaced } from '../knowledge/spaced.ts';
import { asWritten } from './as-written.ts';
import { citation } from './citation.ts';
import { countEvidence } from './count-evidence.ts';
import { explainFinding } from './explain-finding.ts';
import type { ExplainedEvidence, ExplainedFinding } from './explained.ts';
import { html, type Html } from './html.ts';
import { joinList } from './join-list.ts';
import type { Telling } from './telling.ts';

/** Every answer, also one that was silent on the card. */
export function explainAnswers(findings: readonly ExplainedFinding[], telling: Telling): Html {
  const { tell, say, link } = telling;
  const answers = findings.filter(({ answer }) => answer !== undefined);
  const others = findings.filter(({ grade, answer, leadsTo }) => leadsTo === undefined && answer === undefined && grade !== undefined);
  return html`<section><h3>${tell('explain.answers')}</h3>
<dl class="pairs">${answers.map(({ code, title, answer, evidence, source }) => html`<div><dt>${link('finding', code, say(title))}</dt><dd>${inWords(answer!, telling)}${evidence.length > 0 && html`<p class="small">${seen(evidence, telling)}</p>`}${source !== undefined && html`<p class="source small">${tell.html('explain.source', { source: asWritten(tell, citation(source)) })}</p>`}</dd></div>`)}</dl>
${others.length > 0 && html`<details><summary>${tell('explain.offered', { number: others.length })}</summary>${others.map((each) => explainFinding(each, telling))}</details>`}
</section>`;
}

function seen(evidence: readonly ExplainedEvidence[], { tell, say }: Telling): Html {
  return joinList(countEvidence(evidence).map(({ each, count }) => html`${say(each.title)}${count > 1 && html` (${tell('explain.times', { count })})`}${each.reference !== undefined && html` (${each.reference})`}`), tell.locale);
}

/** `subacute|chronic` is "subacute or chronic", `notDocumented` "not documented". */
function inWords(answer: string, { tell, say }: Telling): Html {
  return joinList(answer.split('|').map((each) => say(spaced(each))), tell.locale, 'disjunction');
}
