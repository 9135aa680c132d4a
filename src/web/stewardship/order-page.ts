/** One order: what was said each time it was looked at. */
import type { Words } from '../../stewardship/words.ts';
import type { KeptDecision } from '../../store/decision-record.ts';
import { explanationOf, type ExplanationView } from '../explanation-of.ts';
import { html } from '../html.ts';
import { frame } from './frame.ts';
import type { Links } from './links.ts';

export interface OrderView {
  /** Its evaluations, oldest first. */
  readonly decisions: readonly KeptDecision[];
  readonly words: Words;
  readonly links: Links;
  /** How the evaluations are explained: in English, as all of these pages. */
  readonly view: ExplanationView;
}

/** The evaluations in time, each with its explanation. */
export function orderPage({ decisions, words, links, view }: OrderView): string {
  const last = decisions.at(-1)!;
  const withRequester = last.requester !== undefined && html` · <a href="${links.reportCard(last.requester, last.client)}">report card of who ordered</a>`;
  const unchecked = words.unchecked([...new Set(last.gaps.filter(({ hidesRedFlags }) => hidesRedFlags).map(({ read }) => read))]);
  return frame({
    title: `Order of ${timeOf(last.at).slice(0, 10)}`, heading: words.of('study', last.study),
    main: html`<p>${words.of('variant', last.variant)} · <strong>${last.rating === undefined ? `Not rated: ${words.of('unrated', last.unrated ?? '').toLowerCase()}` : words.of('rating', last.rating)}</strong>${unchecked !== '' && html` · <strong class="unchecked">${unchecked}</strong>`} · client ${last.client}${last.mode === 'shadow' && ' · shadow mode'}${withRequester}</p>
<p class="quiet">Looked at ${decisions.length === 1 ? 'once' : `${decisions.length} times`}. Order <code>${decisions[0]!.id}</code></p>
${explanationOf(decisions, view)}`,
    styles: ['explain.css'],
  }, links);
}

function timeOf(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`;
}
