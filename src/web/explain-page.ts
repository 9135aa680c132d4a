/** The page behind "Why this card?": from the order to the advice, for a clinician with half a minute and for an auditor. */
import type { KeptDecision } from '../store/decision-record.ts';
import { explanationOf, type ExplanationView } from './explanation-of.ts';
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';

/** Of the decisions of one card, in the order of the request. */
export function explainPage(decisions: readonly KeptDecision[], view: ExplanationView & { readonly navigation: Html | false }): string {
  const { tell, navigation } = view;
  const main = html`${decisions.length > 1 && html`<p>${tell('explain.orders', { count: decisions.length })}</p>`}
${explanationOf(decisions, view)}
<p class="quiet small">${tell('explain.madeFrom')} <a href="?format=json">${tell('explain.asJson')}</a></p>`;
  return layout({ title: tell('explain.title'), language: tell.language, skip: tell('frame.skip'), main, styles: ['explain.css'], navigation: html`${navigation}` }, '../assets');
}
