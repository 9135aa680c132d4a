/** The page behind "Why this card?": from the order to the advice, for a clinician with half a minute and for an auditor. */
import type { KeptDecision } from '../store/decision-record.ts';
import { explanationOf } from './explanation-of.ts';
import { html } from './html.ts';
import type { KnowledgeLink } from './knowledge-links.ts';
import { layout } from './layout.ts';

/** Of the decisions of one card, in the order of the request. */
export function explainPage(decisions: readonly KeptDecision[], link?: KnowledgeLink): string {
  const main = html`${decisions.length > 1 && html`<p>The card is about ${decisions.length} orders.</p>`}
${explanationOf(decisions, '.', link)}
<p class="quiet small">Made from what was kept of the decision: codes and words of the knowledge, nothing of the chart's own words. <a href="?format=json">The same as JSON</a></p>`;
  return layout({ title: 'Why this card?', main, styles: ['explain.css'] }, '../assets');
}
