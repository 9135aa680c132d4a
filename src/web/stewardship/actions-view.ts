/** Where to act, in a few sentences. */
import type { Action } from '../../stewardship/suggest-actions.ts';
import { html, type Html } from '../html.ts';
import type { Links } from './links.ts';

/** One box a sentence: the number, what it is, its denominator, where to go. */
export function actionsView(actions: readonly Action[], links: Links): Html {
  return html`<section class="actions" aria-labelledby="act">
<h2 id="act">Where to act</h2>
<ol>${actions.map((action) => html`<li class="${action.figure === undefined ? 'unsaid' : ''}">
${action.figure !== undefined && html`<strong class="figure">${action.figure}</strong> `}<p class="sentence">${action.text}</p>
<p class="quiet small basis">${action.basis}</p>
<p class="go">${wayOf(action, links)}${action.also !== undefined && html`<br>${wayOf(action.also, links)}`}</p>
</li>`)}</ol>
</section>`;
}

function wayOf({ to, link }: Pick<Action, 'to' | 'link'>, links: Links): Html {
  return html`<a href="${'section' in to ? `#${to.section}` : links.orders(to.orders)}">${link}</a>`;
}
