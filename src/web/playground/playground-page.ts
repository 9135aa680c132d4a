/** The playground: a patient's story, the card an EHR would show, and the reasoning beside it. What moves is done by `assets/playground/`. */
import type { Starter } from '../../knowledge/open-stories.ts';
import { html, type Html } from '../html.ts';
import { layout } from '../layout.ts';
import { waysIn } from './ways-in.ts';

export interface PlaygroundParts {
  readonly starters: readonly Starter[];
  /** Whether the hook answers without a token. */
  readonly callsHook: boolean;
  readonly hasStewardship: boolean;
  /** What a recorded decision says of the chart. */
  readonly explain: 'codes' | 'references';
  /** Whether what a decision was made from is kept whole. */
  readonly trace: 'off' | 'full';
}

/** The whole page; without its module it says what is missing. */
export function playgroundPage({ starters, callsHook, hasStewardship, explain, trace }: PlaygroundParts): string {
  const main = html`<p class="lead">Choose a patient, and see the card a clinician would see, and why. <span class="quiet">No clinician has signed this knowledge: not for use with patients.</span></p>
<noscript><p>This page needs JavaScript. The service itself answers at <a href="cds-services">/cds-services</a>.</p></noscript>
<div class="desk" id="desk" data-calls-hook="${callsHook ? 'yes' : 'no'}">
<section class="side" aria-labelledby="patient-heading">
<h2 id="patient-heading">Patient and order</h2>
<ul class="starters">${starters.map(({ story, title, says }) => html`<li><a href="?story=${story}" data-story="${story}"><strong>${title}</strong> <span>${says}</span></a></li>`)}</ul>
<details class="fold"><summary>All stories</summary>
<label for="search">Search the library</label> <input type="search" id="search" autocomplete="off" placeholder="cancer, fever, foot drop …">
<p class="quiet small" id="search-count" role="status"></p><div id="stories"></div></details>
<details class="fold" id="edit" open><summary>This patient and order</summary><div id="patient"></div></details>
<details class="fold" id="json-fold"><summary>Request as JSON, or paste your own</summary>
<p class="small" id="json-help">A hook request, or a Bundle with a patient’s chart (the study is the one chosen above). What a Bundle does not hold counts as not sent. Ctrl+Enter asks.</p>
<label class="visually-hidden" for="json">The request</label><textarea id="json" spellcheck="false" rows="18" aria-describedby="json-help json-fault"></textarea>
<p id="json-fault" class="fault" role="alert"></p><p><button type="button" id="use-json">Ask with this</button></p></details>
</section>
<section class="centre" aria-labelledby="card-heading">
<h2 id="card-heading">What the EHR shows</h2>
${switches(callsHook)}
<p class="status small" id="status" role="status"></p>
<div id="what-if"></div>
<div id="cards"></div>
<h3 id="basket-heading">Order basket</h3>
<div id="basket" tabindex="-1" role="region" aria-labelledby="basket-heading"></div>
</section>
<section class="side" aria-labelledby="why-heading">
<h2 id="why-heading">Why</h2>
<div id="why"></div>
</section>
</div>
<p class="quiet small">What you choose and type goes to this service and nowhere else. ${callsHook
    ? html`Cards come from the real hook: it keeps the codes of each decision, as for any caller, and your feedback, ${keptOfChart({ explain, trace })}. What-if answers are kept nowhere.`
    : html`The hook asks for a token here (<code>AUTH=required</code>), so cards come from <code>/playground/decide</code>; nothing is kept, and feedback is not sent.`} Do not paste charts of real patients.</p>`;
  return layout({ title: 'Playground', main, navigation: waysIn({ hasStewardship }), styles: ['playground.css'], scripts: ['playground/playground.js'] }, 'assets');
}

/** What the hook keeps besides codes, by how the service is set. */
function keptOfChart({ explain, trace }: Pick<PlaygroundParts, 'explain' | 'trace'>): Html {
  const references = explain === 'references' && html`which resources each decision rests on (<code>EXPLAIN=references</code>)`;
  const chart = trace === 'full' && html`the chart each decision was made from, encrypted (<code>TRACE=full</code>)`;
  if (references === false && chart === false) return html`and nothing of the chart`;
  return html`and ${references}${references !== false && chart !== false && ', and '}${chart}`;
}

function switches(callsHook: boolean): Html {
  return html`<div class="switches"><label>Hook <select id="service"><option value="imaging-advice">order-select</option><option value="imaging-advice-sign">order-sign</option></select></label>
<label>Shown as in <select id="profile">${callsHook && html`<option value="">this client (real call)</option>`}<option value="default">a CDS Hooks 2.0 client</option><option value="epic">Epic</option><option value="sandbox">the CDS Hooks Sandbox</option><option value="hooks-1.0">a CDS Hooks 1.0 client</option></select></label></div>`;
}
