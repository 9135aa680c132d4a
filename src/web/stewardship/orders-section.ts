/** What was ordered, and how it was rated. */
import { html, type Html } from '../html.ts';
import { interval, percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** Orders seen, rated and not, and what became of those rated usually not appropriate. */
export function ordersSection({ statistics: { orders, cards }, links, table }: SectionParts): Html {
  const { notAppropriate, perThousand } = orders;
  const withdrawn = orders.fates.find(({ fate }) => fate === 'withdrawn')?.share;
  const changed = orders.changed.reduce((sum, { count }) => sum + count, 0);
  return html`<section aria-labelledby="orders">
<h2 id="orders">Orders</h2>
<p>${written(orders.seen)} orders were seen and ${written(orders.rated)} of them rated; ${notAppropriate.share === undefined ? 'none was rated' : `${percent(notAppropriate.share)} of the rated ones were usually not appropriate at the last look`}.${perThousand !== undefined && ` Against ${written(perThousand.visits)} visits that is ${perThousand.seen.toFixed(1)} orders and ${perThousand.notAppropriate.toFixed(1)} usually not appropriate ones per 1,000 visits.`}</p>
<dl class="tiles">
${tile('Orders seen', written(orders.seen), `${written(orders.unrated)} without a rating`)}
${tile('Usually not appropriate', percent(notAppropriate.share), `${written(notAppropriate.count)} of ${written(notAppropriate.of)} rated · ${interval(notAppropriate)}`)}
${perThousand !== undefined && tile('Per 1,000 visits', perThousand.notAppropriate.toFixed(1), `usually not appropriate; ${perThousand.seen.toFixed(1)} orders in all, of ${written(perThousand.visits)} visits`)}
${tile('Cards accepted', percent(cards.accepted.share), `${written(cards.accepted.count)} of ${written(cards.shown)} cards of advice`)}
${tile('Withdrawn after advice', percent(withdrawn?.share ?? (orders.ratings.UNA > 0 ? 0 : undefined)), `${written(withdrawn?.count ?? 0)} of ${written(orders.ratings.UNA)} usually not appropriate`)}
</dl>
<div class="two-up">
<div>${tableView(table('ratings'), links)}${tableView(table('unrated'), links)}</div>
<div>${tableView(table('fates'), links)}
<p>${changed === 0 ? 'No rating changed between the first and the last look.' : `The rating of ${written(changed)} of ${written(orders.seen)} orders changed between the first and the last look.`}</p>
${changed > 0 && html`<details><summary>What changed into what</summary>${tableView(table('changed'), links)}</details>`}</div>
</div>
</section>`;
}

function tile(label: string, figure: string, basis: string): Html {
  return html`<div><dt>${label}</dt><dd><strong class="figure">${figure}</strong> <span class="quiet small">${basis}</span></dd></div>`;
}
