/** The playground: a patient's story, the card an EHR would show, and the reasoning beside it. What moves is done by `assets/playground/`. */
import type { Starter } from '../../knowledge/open-stories.ts';
import { html, type Html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Tell } from '../tell.ts';
import { waysIn, type WaysIn } from './ways-in.ts';

export interface PlaygroundParts {
  readonly starters: readonly Starter[];
  /** Whether the hook answers without a token. */
  readonly callsHook: boolean;
  readonly ways: WaysIn;
  /** What a recorded decision says of the chart. */
  readonly explain: 'codes' | 'references';
  /** Whether what a decision was made from is kept whole. */
  readonly trace: 'off' | 'full';
}

/** The whole page; without its module it says what is missing. Stories have their titles in English. */
export function playgroundPage({ starters, callsHook, ways, explain, trace }: PlaygroundParts, tell: Tell): string {
  const storyAddress = (story: string): string => `${ways.query === '' ? '?' : `${ways.query}&`}story=${story}`;
  const main = html`<p class="lead">${tell('playground.lead')} <span class="quiet">${tell('playground.unsigned')}</span></p>
<noscript><p>${tell.html('playground.noScript', { address: html`<a href="cds-services">/cds-services</a>` })}</p></noscript>
<div class="desk" id="desk" data-calls-hook="${callsHook ? 'yes' : 'no'}">
<section class="side" aria-labelledby="patient-heading">
<h2 id="patient-heading">${tell('playground.patientAndOrder')}</h2>
<ul class="starters" lang="en">${starters.map(({ story, title, says }) => html`<li><a href="${storyAddress(story)}" data-story="${story}"><strong>${title}</strong> <span>${says}</span></a></li>`)}</ul>
<details class="fold"><summary>${tell('playground.allStories')}</summary>
<label for="search">${tell('playground.search')}</label> <input type="search" id="search" autocomplete="off" placeholder="${tell('playground.searchHint')}">
<p class="quiet small" id="search-count" role="status"></p><div id="stories"></div></details>
<details class="fold" id="edit" open><summary>${tell('playground.edit')}</summary><div id="patient"></div></details>
<details class="fold" id="json-fold"><summary>${tell('playground.json')}</summary>
<p class="small" id="json-help">${tell('playground.jsonHelp')}</p>
<label class="visually-hidden" for="json">${tell('playground.request')}</label><textarea id="json" spellcheck="false" rows="18" aria-describedby="json-help json-fault"></textarea>
<p id="json-fault" class="fault" role="alert"></p><p><button type="button" id="use-json">${tell('playground.useJson')}</button></p></details>
</section>
<section class="centre" aria-labelledby="card-heading">
<h2 id="card-heading">${tell('playground.shows')}</h2>
${switches(callsHook, tell)}
<p class="status small" id="status" role="status"></p>
<div id="what-if"></div>
<div id="cards"></div>
<h3 id="basket-heading">${tell('playground.basket')}</h3>
<div id="basket" tabindex="-1" role="region" aria-labelledby="basket-heading"></div>
</section>
<section class="side" aria-labelledby="why-heading">
<h2 id="why-heading">${tell('playground.why')}</h2>
<div id="why"></div>
</section>
</div>
<p class="quiet small">${tell('playground.privacy')} ${callsHook ? keeps({ explain, trace }, tell) : tell.html('playground.keepsNothing', { setting: html`<code>AUTH=required</code>`, address: html`<code>/playground/decide</code>` })} ${tell('playground.noRealPatients')}</p>`;
  return layout({ title: tell('playground.title'), language: tell.language, skip: tell('frame.skip'), main, navigation: waysIn(ways, tell), styles: ['playground.css'], scripts: ['playground/playground.js'] }, 'assets');
}

/** What the hook keeps, by how the service is set. */
function keeps({ explain, trace }: Pick<PlaygroundParts, 'explain' | 'trace'>, tell: Tell): Html {
  const [references, whole] = [html`<code>EXPLAIN=references</code>`, html`<code>TRACE=full</code>`];
  if (explain === 'references') return trace === 'full' ? tell.html('playground.keepsBoth', { references, whole }) : tell.html('playground.keepsReferences', { references });
  return trace === 'full' ? tell.html('playground.keepsChart', { whole }) : html`${tell('playground.keepsCodes')}`;
}

function switches(callsHook: boolean, tell: Tell): Html {
  return html`<div class="switches"><label>${tell('playground.hook')} <select id="service"><option value="imaging-advice">order-select</option><option value="imaging-advice-sign">order-sign</option></select></label>
<label>${tell('playground.shownAs')} <select id="profile">${callsHook && html`<option value="">${tell('playground.client.real')}</option>`}<option value="default">${tell('playground.client.default')}</option><option value="epic">Epic</option><option value="sandbox">${tell('playground.client.sandbox')}</option><option value="hooks-1.0">${tell('playground.client.old')}</option></select></label></div>`;
}
