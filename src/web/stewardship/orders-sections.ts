/** What was ordered, and how it was rated. */
import { html, type Html } from '../html.ts';
import { chartView } from './chart-view.ts';
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
${tile('Cards accepted', percent(cards.accepted.share), `${written(cards.accepted.count)} of ${written(cards.shown)} shown`)}
${tile('Withdrawn after advice', percent(withdrawn?.share ?? (orders.ratings.UNA > 0 ? 0 : undefined)), `${written(withdrawn?.count ?? 0)} of ${written(orders.ratings.UNA)} usually not appropriate`)}
</dl>
<div class="beside">
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

/** By month, by variant, by study. */
export function overTimeSection({ statistics: { months, variants, studies, orders }, links, table, words }: SectionParts): Html {
  const [variant] = variants;
  const [study] = studies;
  return html`<section aria-labelledby="time">
<h2 id="time">Over time</h2>
<p>${timeSentence(months)}</p>
<div class="chart-table">${chartView('months', 'months', 'Orders by month, stacked by rating, with the share rated usually not appropriate as a line')}
<details><summary>Numbers by month</summary>${tableView(table('months'), links)}</details></div>
</section>
<section aria-labelledby="variants-heading">
<h2 id="variants-heading">By variant</h2>
<p>${variant === undefined || variant.ratings.UNA === 0 ? 'No variant holds orders rated usually not appropriate.' : html`${words.of('variant', variant.id)} holds ${written(variant.ratings.UNA)} of the ${written(orders.ratings.UNA)} orders rated usually not appropriate.`}</p>
${chartView('variants', 'groups', 'Orders by variant, stacked by rating')}
${tableView(table('variants'), links)}
</section>
<section aria-labelledby="studies-heading">
<h2 id="studies-heading">By study</h2>
<p>${study === undefined || study.ratings.UNA === 0 ? 'No study holds orders rated usually not appropriate.' : html`${words.of('study', study.id)} holds ${written(study.ratings.UNA)} of the ${written(orders.ratings.UNA)} orders rated usually not appropriate.`}</p>
${chartView('studies', 'groups', 'Orders by study, stacked by rating')}
${tableView(table('studies'), links)}
</section>`;
}

/** Compares the ends of the period as intervals, and says nothing where they overlap. */
function timeSentence(months: SectionParts['statistics']['months']): string {
  const first = months.find(({ rated }) => rated > 0);
  const last = months.findLast(({ rated }) => rated > 0);
  if (first === undefined || last === undefined || first === last) return 'There is only one month with rated orders.';
  const [a, b] = [first.notAppropriate, last.notAppropriate];
  const ends = `${percent(a.share)} of rated orders in ${first.id} (${written(a.count)} of ${written(a.of)}) and ${percent(b.share)} in ${last.id} (${written(b.count)} of ${written(b.of)})`;
  const differ = a.low! > b.high! || b.low! > a.high!;
  return `Usually not appropriate were ${ends}: ${differ ? 'more than chance explains.' : 'a difference that chance may explain.'}`;
}
