/** What would have been said to clients in shadow mode. */
import { html, type Html } from '../html.ts';
import { chartView } from './chart-view.ts';
import { percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

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
