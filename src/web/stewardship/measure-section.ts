/** The orders in the style of a quality measure. */
import { html, type Html } from '../html.ts';
import { percent, written } from './numbers.ts';
import type { MeasurePart } from '../../stewardship/statistics.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** In the style of a quality measure, and never to be reported as one. */
export function measureSection({ statistics: { measure }, links, table }: SectionParts): Html {
  return html`<section aria-labelledby="measure-heading">
<h2 id="measure-heading">In the style of the quality measure</h2>
<p>${measure.withdrawn.share === undefined ? 'No order was eligible.' : sentences(measure)} <strong>Orders seen by this service, not all visits; not for reporting.</strong></p>
${tableView(table('measure'), links)}
</section>`;
}

/** The measure knows no ratings: what a person may want higher is the second number. */
function sentences({ withdrawn, notAppropriate, otherwise: { appropriate, mayBe, unrated } }: MeasurePart): string {
  const others = [`${written(appropriate)} rated usually appropriate`, `${written(mayBe)} that may be`, `${written(unrated)} not rated`].join(', ');
  return `Of all ${written(withdrawn.of)} eligible orders ${written(withdrawn.count)} were withdrawn after advice (${percent(withdrawn.share)}). ${notAppropriate.share === undefined ? 'None of them was rated usually not appropriate.' : `Of the ${written(notAppropriate.of)} rated usually not appropriate it was ${written(notAppropriate.count)} (${percent(notAppropriate.share)}); here higher is better.`} The other ${written(withdrawn.of - notAppropriate.of)} are no cases for withdrawing by their rating: ${others}.`;
}
