/** The orders in the style of a quality measure. */
import { html, type Html } from '../html.ts';
import { percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** In the style of a quality measure, and never to be reported as one. */
export function measureSection({ statistics: { measure: { states, withdrawn } }, links, table }: SectionParts): Html {
  return html`<section aria-labelledby="measure-heading">
<h2 id="measure-heading">In the style of the quality measure</h2>
<p>${withdrawn.share === undefined ? 'No order was eligible.' : html`Of ${written(states.eligible)} eligible orders ${percent(withdrawn.share)} were withdrawn: 1 − ${written(states.eligible - withdrawn.count)} / ${written(states.eligible)} = ${percent(withdrawn.share)}; higher is better.`} <strong>Orders seen by this service, not all visits; not for reporting.</strong></p>
${tableView(table('measure'), links)}
</section>`;
}
