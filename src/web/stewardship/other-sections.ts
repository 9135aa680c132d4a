/** What was not known, the measure, and what shadow mode would have said. */
import { html, type Html } from '../html.ts';
import { chartView } from './chart-view.ts';
import { percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** Facts that would have decided, and reads that fell short. */
export function factsSection({ statistics: { missing, gaps, orders }, links, table, words }: SectionParts): Html {
  const [fact] = missing;
  return html`<section aria-labelledby="facts">
<h2 id="facts">What was not known</h2>
<p>${fact === undefined ? 'No open fact would have changed a rating.' : html`Settling “${words.of('finding', fact.finding)}” would have changed the rating of ${percent(fact.share.share)} of orders (${written(fact.share.count)} of ${written(orders.seen)} seen).`} ${gaps.length === 0 ? 'Every read was complete.' : ''} An order counts once for each fact and each read.</p>
<div class="beside"><div>${tableView(table('missing'), links)}</div><div>${tableView(table('gaps'), links)}</div></div>
</section>`;
}

/** In the style of a quality measure, and never to be reported as one. */
export function measureSection({ statistics: { measure: { states, withdrawn } }, links, table }: SectionParts): Html {
  return html`<section aria-labelledby="measure-heading">
<h2 id="measure-heading">In the style of the quality measure</h2>
<p>${withdrawn.share === undefined ? 'No order was eligible.' : html`Of ${written(states.eligible)} eligible orders ${percent(withdrawn.share)} were withdrawn: 1 − ${written(states.eligible - withdrawn.count)} / ${written(states.eligible)} = ${percent(withdrawn.share)}; higher is better.`} <strong>Orders seen by this service, not all visits; not for reporting.</strong></p>
${tableView(table('measure'), links)}
</section>`;
}

/** Only where somebody is in shadow mode, and the page is about live orders. */
export function shadowSection({ statistics: { shadow }, links, table }: SectionParts): Html | undefined {
  if (shadow === undefined) return undefined;
  const { orders } = shadow;
  return html`<section aria-labelledby="shadow-heading">
<h2 id="shadow-heading">Shadow mode</h2>
<p>In these months ${written(orders.seen)} orders were judged without showing a card; ${percent(orders.notAppropriate.share)} of the ${written(orders.rated)} rated ones would have been called usually not appropriate. They are in no other number on this page. <a href="${links.shadow}">See them like live ones</a>.</p>
${chartView('shadow', 'groups', 'Orders in shadow mode by variant, stacked by rating')}
${tableView(table('shadow'), links)}
</section>`;
}
