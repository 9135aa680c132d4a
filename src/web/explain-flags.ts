/** The red flags behind a decision. */
import { explainFinding } from './explain-finding.ts';
import type { ExplainedDecision } from './explained.ts';
import { html, type Html } from './html.ts';
import { joinList } from './join-list.ts';
import type { Telling } from './telling.ts';

/** Never "no red flags": only that none is recorded, and what was not read although some are looked for there. */
export function explainFlags({ findings, gaps }: Pick<ExplainedDecision, 'findings' | 'gaps'>, telling: Telling): Html {
  const { tell, say } = telling;
  const leading = findings.filter(({ leadsTo }) => leadsTo !== undefined);
  const flags = leading.filter(({ grade }) => grade === 'A' || grade === 'B');
  const weak = leading.filter(({ grade }) => grade === 'C');
  const hiding = gaps.filter(({ hidesRedFlags, hides }) => hidesRedFlags || hides.length > 0).map(({ title }) => say(title));
  return html`<section class="flags"><h3>${tell('explain.flags')}</h3>
${flags.length === 0 ? html`<p class="lead">${tell('explain.noFlags')}</p>` : flags.map((each) => explainFinding(each, telling))}
${hiding.length > 0 && html`<p>${tell.html('explain.flagsUnread', { reads: joinList(hiding, tell.locale) })}</p>`}
${weak.length > 0 && html`<h4>${tell('explain.weak')}</h4>${weak.map((each) => explainFinding(each, telling))}`}
</section>`;
}
