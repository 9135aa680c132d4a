/** The chain behind decisions, from the order to the advice: the body of every page that explains one. Needs `explain.css`. */
import type { RatingCategory } from '../decision/decision.ts';
import type { KeptDecision } from '../store/decision-record.ts';
import { citation } from './citation.ts';
import { explainAnswers } from './explain-answers.ts';
import { explainFlags } from './explain-flags.ts';
import { adviceWords, certaintyWords, gapWords, outcomeWords, silenceWords, urgencyWords } from './explain-words.ts';
import { ratingWords } from '../stewardship/rating-words.ts';
import type { ExplainedDecision, ExplainedGap, ExplainedOutcome, NamedScenario } from './explained.ts';
import { html, type Html } from './html.ts';
import type { KnowledgeLink, LinkedKind } from './knowledge-links.ts';
import { readExplanation } from './read-explanation.ts';

/** Into the knowledge of one decision's topic. */
type Link = (kind: LinkedKind, id: string, words: Html | string) => Html;

/** One article for each decision; headings start at the second level. `explainPath` is where cards are explained, seen from the page; `link` leads into the knowledge. */
export function explanationOf(decisions: readonly KeptDecision[], explainPath = '.', link: KnowledgeLink = (_topic, _kind, _id, words) => html`${words}`): Html {
  return html`${decisions.map((decision) => explainDecision(readExplanation(decision), explainPath, link))}`;
}

function explainDecision(decision: ExplainedDecision, explainPath: string, linkOfTopic: KnowledgeLink): Html {
  const link: Link = (kind, id, words) => linkOfTopic(decision.knowledge.id, kind, id, words);
  const linkFinding = (code: string, title: string): Html => link('finding', code, title);
  return html`<article class="explained">
${verdict(decision, link)}
<div class="columns"><div>
${explainFlags(decision, linkFinding)}
${changes(decision)}
${reading(decision)}
</div><div class="beside">
${variant(decision, link)}
${rating(decision, link)}
${record(decision, explainPath, link)}
</div><div>
${explainAnswers(decision.findings, linkFinding)}
</div></div>
</article>`;
}

/** For somebody with half a minute. */
function verdict({ study, rating: rated, variant: fits, advice, mode, urgency }: ExplainedDecision, link: Link): Html {
  const isAsOrdered = study.ratedAs === study.id;
  return html`<header class="verdict">
<p class="small quiet">Ordered study</p>
<h2>${link('study', study.ratedAs, study.title)}</h2>
<p class="small quiet">${study.basis === 'text' ? 'Recognised by its words, as it has no known code.' : 'Recognised by its code.'}${!isAsOrdered && html` Judged as: ${study.ratedAsTitle}.`}${study.isContrastOpen && html` The order leaves contrast open.`}${study.isApproximate && html` The order is for more than the guideline's own row, which is applied to it.`}</p>
<p class="lead">${rated === undefined ? html`<span class="badge">Not rated</span>` : badge(rated.category)} ${fits.kind === 'variant' ? 'in' : 'because of:'} ${nameOf(fits)}${doubt(fits)}</p>
<dl class="pairs"><div><dt>Advice</dt><dd>${adviceWords[advice.kind]}${urgency !== 'routine' && html` Urgency: ${urgencyWords[urgency]}.`}</dd></div>
<div><dt>What became of it</dt><dd>${mode === 'shadow' ? 'No card was shown: the client only watches (shadow mode).' : outcome(advice)}</dd></div></dl>
</header>`;
}

/** What is not sure is said where the rating stands, with what would hold otherwise. */
function doubt({ certainty, base }: ExplainedDecision['variant']): Html | undefined {
  if (certainty !== 'possible' && certainty !== 'probable') return undefined;
  return html` <span class="quiet">(${certainty}${base !== undefined && html`; without the weak signs ${shortly(base)}${base.category !== undefined && html`, ${ratingWords[base.category]}`}`})</span>`;
}

function outcome({ outcome: ended, reason, silence }: ExplainedDecision['advice']): Html | string {
  if (silence !== undefined) return html`${silenceWords[silence.because] ?? 'No card: it was answered before.'} <span class="small quiet">(decision <code>${silence.decision}</code>)</span>`;
  if (ended !== 'overridden') return outcomeWords[ended];
  return `${outcomeWords.overridden}${reason === undefined ? ', without one of the reasons it offered' : `: ${reason.display}`}.`;
}

function badge(category: RatingCategory): Html {
  return html`<span class="badge badge-${category}">${capital(ratingWords[category])}</span>`;
}

function nameOf({ title, number }: NamedScenario): string {
  return number === undefined ? title : `variant ${number}: ${title}`;
}

function shortly({ title, number }: NamedScenario): string {
  return number === undefined ? title : `variant ${number}`;
}

function reading({ looked, gaps }: ExplainedDecision): Html {
  return html`<section><h3>What was looked at</h3>
<p>${looked.length === 0 ? 'Nothing of the chart was read whole.' : `${capital(looked.join(', '))}.`}</p>
${gaps.length > 0 && html`<ul class="gaps">${gaps.map(gap)}</ul>`}
</section>`;
}

function gap({ title, state, hidesRedFlags, hides }: ExplainedGap): Html {
  return html`<li><strong>Not read: ${title}</strong> (${gapWords[state]}). ${!hidesRedFlags && 'No red flag is looked for there.'}${hidesRedFlags && hides.length === 0 && 'A red flag could stand there.'}${hides.length > 0 && html`<details><summary>${hides.length === 1 ? 'One red flag' : `${hides.length} red flags`} could stand there unseen</summary><p class="small">${capital(hides.join('; '))}.</p></details>`}</li>`;
}

function changes({ wouldChange }: ExplainedDecision): Html | undefined {
  if (wouldChange.length === 0) return undefined;
  return html`<section><h3>What would change the rating</h3>
<ul>${wouldChange.map(({ title, ifPresent, ifAbsent }) => html`<li><strong>${title}</strong>. If confirmed: ${outcomeOf(ifPresent)}. If excluded: ${outcomeOf(ifAbsent)}.</li>`)}</ul></section>`;
}

function outcomeOf({ scenario, category }: ExplainedOutcome): string {
  return `${shortly(scenario)}, ${category === undefined ? 'not rated' : ratingWords[category]}`;
}

function variant({ variant: fits, knowledge }: ExplainedDecision, link: Link): Html {
  const { certainty, row, alternatives, base } = fits;
  return html`<section><h3>Where the patient fits</h3>
<p><strong>${link('variant', fits.id, capital(nameOf(fits)))}</strong></p>
<dl class="pairs">${certainty !== undefined && html`<div><dt>How sure</dt><dd>${certaintyWords[certainty]}</dd></div>`}
<div><dt>Row of the table</dt><dd><code>${row}</code></dd></div>
${alternatives.length > 0 && html`<div><dt>Also fits</dt><dd>${alternatives.map((each) => html`<p>${link('variant', each.id, capital(nameOf(each)))} (${each.certainty}${each.category !== undefined && html`; there ${ratingWords[each.category]}`})</p>`)}</dd></div>`}
${base !== undefined && html`<div><dt>Without the weak signs</dt><dd>${capital(nameOf(base))}${base.category !== undefined && html`; there ${ratingWords[base.category]}`}</dd></div>`}
<div><dt>Source</dt><dd>${knowledge.source === undefined ? knowledge.title : citation(knowledge.source)}</dd></div></dl></section>`;
}

function rating({ rating: rated }: ExplainedDecision, link: Link): Html {
  if (rated === undefined) return html`<section><h3>Rating of the study</h3><p>Not rated: no row of the guideline applies, or too little could be read.</p></section>`;
  return html`<section><h3>Rating of the study</h3>
<dl class="pairs"><div><dt>Rating</dt><dd>${badge(rated.category)}</dd></div><div><dt>Radiation</dt><dd>${rated.radiation} (${rated.dose})</dd></div></dl>
${rated.better.length > 0 && html`<h4>Studies that fit as well or better</h4><ul>${rated.better.map(({ study, title, category, radiation }) => html`<li>${link('study', study, title)}: ${ratingWords[category]}, radiation ${radiation}</li>`)}</ul>`}
</section>`;
}

function record({ at, knowledge, service, hook, latencyMs, id, advice, cards }: ExplainedDecision, explainPath: string, link: Link): Html {
  return html`<section class="record"><h3>Record</h3>
<dl class="pairs"><div><dt>Decided</dt><dd><time datetime="${at}">${at.slice(0, 10)} ${at.slice(11, 16)} UTC</time>; it took ${latencyMs} ms</dd></div>
<div><dt>Knowledge</dt><dd>${knowledge.title}, <code>${knowledge.id} ${knowledge.version}</code></dd></div>
<div><dt>Row of advice</dt><dd><code>${advice.row}</code></dd></div>
<div><dt>Service</dt><dd><code>${service}</code>, hook <code>${hook}</code></dd></div>
<div><dt>Decision</dt><dd><code>${id}</code></dd></div>
<div><dt>Cards of this order</dt><dd>${cards.length === 0 ? 'none' : cards.map(({ uuid, template, indicator, suggestions }) => html`<p><a href="${explainPath}/${uuid}"><code>${template}</code></a> (${link('card', template, 'its words')}; ${indicator}${suggestions.length > 0 && html`; offers ${[...new Set(suggestions.map(({ kind }) => spaced(kind)))].join(', ')}`})</p>`)}</dd></div></dl></section>`;
}

/** `orderSet` is "order set", `create+delete` "create and delete". */
function spaced(kind: string): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replaceAll('+', ' and ').toLowerCase();
}

function capital(text: string): string {
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}`;
}
