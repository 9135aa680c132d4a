/** What cards were shown, and what people did with them. */
import { html, type Html } from '../html.ts';
import { percent, written } from './numbers.ts';
import type { SectionParts } from './statistics-page.ts';
import { tableView } from './table-view.ts';

/** By outcome, by what acceptance did, by reason, and by kind of card. */
export function cardsSection({ statistics: { cards }, links, table }: SectionParts): Html {
  const sentence = cards.shown === 0 ? 'No card of advice was shown.' : `Of ${written(cards.shown)} cards of advice shown, ${percent(cards.accepted.share)} were accepted and ${percent(cards.overridden.share)} overridden; of ${percent(cards.ignored.share)} nothing was heard: ignored, or not reported.`;
  return html`<section aria-labelledby="cards-heading">
<h2 id="cards-heading">Cards</h2>
<p>${sentence}${cards.beside > 0 && ` ${written(cards.beside)} more stood beside one as information; they are in the list of kinds and in no other number.`} An order may have had several cards; links list orders, by what became of them in the end.</p>
${cards.shown > 0 && html`<div class="two-up"><div>${tableView(table('cards'), links)}${tableView(table('taken'), links)}</div><div>${tableView(table('reasons'), links)}</div></div>
${tableView(table('templates'), links)}`}
${cards.silences.length > 0 && html`<p>Advice that had been given and answered was held back for ${cards.silences.length === 1 ? 'one reason' : `${cards.silences.length} reasons`}; never where a red flag was recorded.</p>
${tableView(table('silences'), links)}`}
</section>`;
}
