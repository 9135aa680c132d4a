/** What was not known, and might have been. */
import { html, type Html } from '../html.ts';
import { percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** Facts that would have decided, and reads that fell short. */
export function factsSection({ statistics: { missing, gaps, orders }, links, table, words }: SectionParts): Html {
  const [fact] = missing;
  return html`<section aria-labelledby="facts">
<h2 id="facts">What was not known</h2>
<p>${fact === undefined ? 'No open fact could have changed a rating.' : html`Settling “${words.of('finding', fact.finding)}” one way or the other could have changed the rating of ${percent(fact.share.share)} of orders (${written(fact.share.count)} of ${written(orders.seen)} seen).`} ${gaps.length === 0 ? 'Every read was complete.' : ''} An order counts once for each fact and each read.</p>
<div class="two-up"><div>${tableView(table('missing'), links)}</div><div>${tableView(table('gaps'), links)}</div></div>
</section>`;
}
