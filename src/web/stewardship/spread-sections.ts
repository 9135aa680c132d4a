/** Where the orders are: by month, by variant, by study. */
import { html, type Html } from '../html.ts';
import { chartView } from './chart-view.ts';
import { percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** By month, by variant, by study. */
export function spreadSections({ statistics: { months, variants, studies, orders }, links, table, words }: SectionParts): Html {
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
