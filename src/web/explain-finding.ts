/** One graded finding: what stands behind it, and where the rule comes from. */
import type { ExplainedFinding } from './explained.ts';
import { citation } from './citation.ts';
import { countEvidence } from './count-evidence.ts';
import { gradeWords, originWords } from './explain-words.ts';
import { html, type Html } from './html.ts';

export type FindingLink = (code: string, title: string) => Html;

/** A piece of a list of findings; `link` makes a link of a finding's title where it has a page. */
export function explainFinding({ code, title, grade, leadsTo, evidence, source }: ExplainedFinding, link: FindingLink): Html {
  return html`<div class="finding">
<p><span class="grade grade-${grade}">${grade}</span> <strong>${link(code, title)}</strong> <span class="quiet">${grade && gradeWords[grade]}${leadsTo !== undefined && html`; leads to ${leadsTo.number === undefined ? leadsTo.title : `variant ${leadsTo.number}`}`}</span></p>
<ul>${countEvidence(evidence).map(({ each, count }) => html`<li>${each.title}, ${originWords[each.origin]}${each.note !== undefined && html`; ${each.note}`}${each.grade !== undefined && each.grade !== grade && html` (grade ${each.grade})`}${count > 1 && html` <span class="quiet">${count} times</span>`}${each.reference !== undefined && html` <code>${each.reference}</code>`}</li>`)}</ul>
${source !== undefined && html`<p class="source small">Source: ${citation(source)}</p>`}
</div>`;
}
