/** Those who order, compared fairly. */
import { SMALLEST } from '../../stewardship/statistics.ts';
import { html, type Html } from '../html.ts';
import { chartView } from './chart-view.ts';
import { percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** Fewer than this are not shown as a group either: one of two knows the other. */
const SMALLEST_POOL = 3;

/** The funnel, those beyond it, and all that are compared. */
export function requestersSection({ statistics: { requesters }, links, table }: SectionParts): Html {
  const { known, compared, pooled, unnamed, overall, drafted } = requesters;
  return html`<section aria-labelledby="requesters-heading">
<h2 id="requesters-heading">Requesters</h2>
<p>${compared.length === 0 ? `Nobody has ${SMALLEST} or more rated orders, so nobody is compared.` : html`${written(outside(requesters, 'above'))} of ${written(compared.length)} compared requesters lie above the 99.8 % limit and ${written(outside(requesters, 'below'))} below it; the common share is ${percent(overall.share)} (${written(overall.count)} of ${written(overall.of)} rated orders; as first drafted ${percent(drafted.share)}).`}
Counted are orders rated usually not appropriate that were not withdrawn or switched after advice, of rated orders.
Compared are those with ${SMALLEST} or more rated orders, ${written(compared.length)} of ${written(known)}. ${pooledSentence(pooled)} ${unnamed > 0 && `${written(unnamed)} rated orders do not say who ordered.`}</p>
${compared.length > 0 && html`${chartView('requesters', 'funnel', 'Funnel plot: each requester by number of rated orders and share rated usually not appropriate and not taken back, with 95 and 99.8 per cent limits')}
<p class="quiet small">How to read it: each point is a requester. Within the lines, differences are no more than chance gives. A point outside may still have its reasons: another mix of patients, a specialty. It is a question to ask, not a verdict.</p>
${tableView(table('outliers'), links)}
<details><summary>All ${written(compared.length)} compared requesters</summary>${tableView(table('requesters'), links)}</details>
<details><summary>The lines in numbers</summary>${tableView(table('limits'), links)}</details>`}
</section>`;
}

function outside({ compared }: SectionParts['statistics']['requesters'], side: 'above' | 'below'): number {
  return compared.filter(({ position }) => position === side).length;
}

function pooledSentence({ requesters, notAppropriate: { count, of, share } }: SectionParts['statistics']['requesters']['pooled']): string {
  if (requesters === 0) return '';
  if (requesters < SMALLEST_POOL) return 'The others are too few to be shown, even together.';
  return `The other ${written(requesters)} have fewer and are never listed; together ${percent(share)} of their orders (${written(count)} of ${written(of)}) were usually not appropriate and not taken back.`;
}
