/** One order: what was said each time it was looked at. */
import type { Words } from '../../stewardship/words.ts';
import type { KeptDecision } from '../../store/decision-record.ts';
import { html, type Html } from '../html.ts';
import { frame } from './frame.ts';
import type { Links } from './links.ts';

export interface OrderView {
  /** Its evaluations, oldest first. */
  readonly decisions: readonly KeptDecision[];
  readonly words: Words;
  readonly links: Links;
  /** Why each was decided so; a plain list where nothing better is given. */
  readonly explain?: (decision: KeptDecision) => Html;
}

/** The evaluations in time, each with its explanation. */
export function orderPage({ decisions, words, links, explain }: OrderView): string {
  const last = decisions.at(-1)!;
  const withRequester = last.requester !== undefined && html` · <a href="${links.reportCard(last.requester, last.client)}">report card of who ordered</a>`;
  return frame({
    title: `Order of ${timeOf(last.at).slice(0, 10)}`, heading: words.of('study', last.study),
    main: html`<p>${words.of('variant', last.variant)} · <strong>${words.of('rating', last.rating ?? '')}</strong> · client ${last.client}${last.mode === 'shadow' && ' · shadow mode'}${withRequester}</p>
<p class="quiet">Looked at ${decisions.length === 1 ? 'once' : `${decisions.length} times`}. Order <code>${decisions[0]!.id}</code></p>
<ol class="evaluations">${decisions.map((decision) => html`<li><h2><time datetime="${decision.at}">${timeOf(decision.at)}</time> <span class="quiet small">${decision.hook}, ${decision.service}</span></h2>${(explain ?? ((each) => listed(each, words)))(decision)}</li>`)}</ol>`,
  }, links);
}

function timeOf(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`;
}

function listed(decision: KeptDecision, words: Words): Html {
  const { variant, variantRow, certainty, rating, advice, adviceRow, findings, gaps, wouldChange, cards, outcome, reason, topic, version } = decision;
  const row = (title: string, value: Html | string | undefined): Html | undefined => (value === undefined || value === '' ? undefined : html`<dt>${title}</dt><dd>${value}</dd>`);
  return html`<dl class="facts">
${row('Variant', `${words.of('variant', variant)}${certainty === undefined ? '' : ` (${certainty})`}, row ${variantRow}`)}
${row('Rating', words.of('rating', rating ?? ''))}
${row('Advice', `${advice}, row ${adviceRow}`)}
${row('Findings', findings.filter(({ grade }) => grade !== undefined).map(({ code, grade }) => `${words.of('finding', code)} (${grade})`).join('; ') || 'no red flags recorded')}
${row('Would change the rating', wouldChange.map(({ finding }) => words.of('finding', finding)).join('; '))}
${row('Not read', gaps.map(({ read, state }) => `${words.of('read', read)}, ${state}`).join('; '))}
${row('Cards', cards.map(({ template, indicator }) => `${words.of('template', template)} (${indicator})`).join('; ') || 'none')}
${row('What became of them', `${words.of('outcome', outcome)}${reason === undefined ? '' : `: ${words.of('reason', reason)}`}`)}
${row('Knowledge', `${topic} ${version}`)}
</dl>`;
}
