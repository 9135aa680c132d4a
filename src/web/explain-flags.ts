/** The red flags behind a decision. */
import { explainFinding, type FindingLink } from './explain-finding.ts';
import type { ExplainedDecision } from './explained.ts';
import { html, type Html } from './html.ts';

/** Never "no red flags": only that none is recorded, and what was not read although some are looked for there. */
export function explainFlags({ findings, gaps }: Pick<ExplainedDecision, 'findings' | 'gaps'>, link: FindingLink): Html {
  const leading = findings.filter(({ leadsTo }) => leadsTo !== undefined);
  const flags = leading.filter(({ grade }) => grade === 'A' || grade === 'B');
  const weak = leading.filter(({ grade }) => grade === 'C');
  const hiding = gaps.filter(({ hidesRedFlags }) => hidesRedFlags).map(({ title }) => title);
  return html`<section class="flags"><h3>Red flags</h3>
${flags.length === 0 ? html`<p class="lead">No red flags recorded in what was looked at.</p>` : flags.map((each) => explainFinding(each, link))}
${hiding.length > 0 && html`<p>Some may stand in what could not be read: ${hiding.join(', ')}.</p>`}
${weak.length > 0 && html`<h4>Recorded too, without effect on the rating</h4>${weak.map((each) => explainFinding(each, link))}`}
</section>`;
}
