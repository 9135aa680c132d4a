/** What a second version of the knowledge would have said. */
import { saidIn } from '../../stewardship/challenger-tables.ts';
import { html, type Html } from '../html.ts';
import { percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** Only where a challenger was asked. */
export function challengerSection({ statistics: { challenger }, links, table, words }: SectionParts): Html | undefined {
  if (challenger === undefined) return undefined;
  const { compared, same, latest } = challenger;
  return html`<section aria-labelledby="challenger-heading">
<h2 id="challenger-heading">Challenger</h2>
<p>A second version of the knowledge was asked beside the live one and heard by nobody: it decided the same in ${percent(same.share)} of ${written(compared)} evaluations (evaluations, not orders, of live and shadow clients).</p>
${tableView(table('challenger'), links)}
${latest.length > 0 && html`<h3>The latest that part</h3>
<ul>${latest.map(({ at, order, parting, live, challenger: other, differences }) => html`<li><a href="${links.order(order)}"><time datetime="${at}">${at.slice(0, 10)}</time></a>: ${words.of('parting', parting).toLowerCase()}. Live: ${saidIn(live, words)}. Challenger: ${saidIn(other, words)}. <span class="quiet small">${differences.map(({ at: place }) => place).join(', ')}</span></li>`)}</ul>`}
</section>`;
}
