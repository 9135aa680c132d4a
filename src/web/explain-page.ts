/** The page behind "Why this card?": from the order to the advice, for a clinician with half a minute and for an auditor. */
import type { KeptDecision } from '../store/decision-record.ts';
import { explanationOf } from './explanation-of.ts';
import { html } from './html.ts';
import type { KnowledgeLink } from './knowledge-links.ts';
import { layout } from './layout.ts';
import type { Tell } from './tell.ts';

/** Of the decisions of one card, in the order of the request. */
export function explainPage(decisions: readonly KeptDecision[], tell: Tell, link?: KnowledgeLink): string {
  const main = html`${decisions.length > 1 && html`<p>${tell('explain.orders', { count: decisions.length })}</p>`}
${explanationOf(decisions, '.', link)}
<p class="quiet small">${tell('explain.madeFrom')} <a href="?format=json">${tell('explain.asJson')}</a></p>`;
  return layout({ title: tell('explain.title'), language: tell.language, skip: tell('frame.skip'), main, styles: ['explain.css'] }, '../assets');
}
