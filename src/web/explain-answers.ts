/** The questions a decision rests on besides red flags, with their answers in words, and what was noticed for the orders that are offered. */
import { citation } from './citation.ts';
import { countEvidence } from './count-evidence.ts';
import { explainFinding, type FindingLink } from './explain-finding.ts';
import type { ExplainedEvidence, ExplainedFinding } from './explained.ts';
import { html, type Html } from './html.ts';

/** Every answer, also one that was silent on the card. */
export function explainAnswers(findings: readonly ExplainedFinding[], link: FindingLink): Html {
  const answers = findings.filter(({ answer }) => answer !== undefined);
  const others = findings.filter(({ grade, answer, leadsTo }) => leadsTo === undefined && answer === undefined && grade !== undefined);
  return html`<section><h3>What else decides</h3>
<dl class="pairs">${answers.map(({ code, title, answer, evidence, source }) => html`<div><dt>${link(code, title)}</dt><dd>${inWords(answer!)}${evidence.length > 0 && html`<p class="small">${seen(evidence)}</p>`}${source !== undefined && html`<p class="source small">Source: ${citation(source)}</p>`}</dd></div>`)}</dl>
${others.length > 0 && html`<details><summary>Noticed for the orders that are offered (${others.length})</summary>${others.map((each) => explainFinding(each, link))}</details>`}
</section>`;
}

function seen(evidence: readonly ExplainedEvidence[]): string {
  return countEvidence(evidence).map(({ each, count }) => `${each.title}${count > 1 ? ` (${count} times)` : ''}${each.reference === undefined ? '' : ` (${each.reference})`}`).join(', ');
}

/** `subacute|chronic` is "subacute or chronic", `notDocumented` "not documented". */
function inWords(answer: string): string {
  return answer.split('|').map((each) => each.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()).join(' or ');
}
