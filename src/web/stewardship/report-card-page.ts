/** One printed page for one clinician: own orders against peers, friendly and free of blame. */
import { orderWords } from '../../stewardship/order-table.ts';
import type { ReportCard } from '../../stewardship/report-card.ts';
import { SMALLEST } from '../../stewardship/statistics.ts';
import type { Words } from '../../stewardship/words.ts';
import type { KeptOrder } from '../../store/statistics.ts';
import { html, type Html } from '../html.ts';
import { frame } from './frame.ts';
import { histogram } from './histogram.ts';
import type { Links } from './links.ts';
import { interval, percent, written } from './numbers.ts';
import { trend } from './trend.ts';

export interface ReportCardView {
  readonly card: ReportCard;
  readonly words: Words;
  readonly links: Links;
  /** What the guideline says about such an order, in the words of the knowledge. */
  readonly guidance: (order: Pick<KeptOrder, 'variant' | 'study'> & Partial<Pick<KeptOrder, 'urgency'>>) => string;
}

/** The whole page; it prints on one sheet, A4 or Letter. */
export function reportCardPage({ card, words, links, guidance }: ReportCardView): string {
  const { own, drafted, peers, reasons, cases, from, to } = card;
  const isEnough = own.of >= SMALLEST;
  return frame({
    title: 'Report card', heading: html`Your imaging orders <span class="of">${words.topic.toLowerCase()}, ${from} to ${to}</span>`,
    main: html`<article class="report-card">
<p class="whose">For <strong>${card.requester}</strong> at ${card.client} · ${written(card.seen)} orders seen, ${written(own.of)} rated · for learning, not for appraisal</p>
${card.mode === 'shadow' && html`<p class="notice"><strong>Shadow mode.</strong> These orders were judged, and nobody was shown a card: nothing could be answered or taken back.</p>`}
${card.critical > 0 && html`<p class="notice"><strong>${card.critical === 1 ? 'One critical card was' : `${written(card.critical)} critical cards were`} overridden or not answered.</strong> Such a card is about what should not wait. <a href="${links.orders({ requester: card.requester, indicator: 'critical' })}">See ${card.critical === 1 ? 'it' : 'them'}</a>.</p>`}
${isEnough ? html`<div class="tiles">
<div><p class="label">Your orders rated usually not appropriate and not withdrawn or switched</p><p class="figure">${percent(own.share)}</p><p class="quiet small">${written(own.count)} of ${written(own.of)} rated orders${card.redFlagsInOwn > 0 && `, ${written(card.redFlagsInOwn)} of them kept because of a red flag`}; the true share may lie in ${interval(own)}. As first drafted: ${percent(drafted.share)} (${written(drafted.count)} of ${written(drafted.of)})</p></div>
${peers !== undefined && html`<div><p class="label">The middle peer</p><p class="figure">${percent(peers.median)}</p><p class="quiet small">of ${written(peers.count)} peers with ${SMALLEST} or more rated orders</p></div>
<div><p class="label">Achievable here</p><p class="figure">${percent(peers.best.share)}</p><p class="quiet small">${written(peers.best.peers)} of ${written(peers.count)} peers ${peers.best.peers === 1 ? 'is' : 'are'} at or below this</p></div>`}
</div>
${placeSentence(card)}` : html`<p class="notice"><strong>Too few to compare.</strong> ${written(own.of)} rated orders in these months; from ${SMALLEST} on there is a comparison with peers. A longer period may help.</p>`}
<div class="columns">
${isEnough && peers !== undefined && html`<section aria-labelledby="peers"><h2 id="peers">Where you stand among peers</h2>${histogram(peers)}</section>`}
${isEnough && card.months.length > 1 && html`<section aria-labelledby="trend"><h2 id="trend">Month by month</h2>${trend(card.months)}</section>`}
</div>
<div class="columns">
${isEnough && html`<section aria-labelledby="reasons"><h2 id="reasons">Your reasons for another way</h2>
${card.overridden === 0 ? html`<p>No card was overridden.</p>` : html`<p>Of ${written(card.overridden)} orders whose card you overrode, ${written(card.withoutReason)} came without a reason.</p>
<ol>${reasons.map(({ reason, share }) => html`<li>${words.of('reason', reason)} <span class="quiet small">${written(share.count)} of ${written(share.of)}</span></li>`)}</ol>
${redFlagSentence(card)}`}</section>`}
<section aria-labelledby="next"><h2 id="next">One thing to try</h2><p class="next">${nextStep(card, words, guidance)}</p></section>
</div>
<section aria-labelledby="cases"><h2 id="cases">${cases.length === 0 ? 'Cases' : cases.length === 1 ? 'One case to look at' : `${cases.length === 2 ? 'Two' : 'Three'} cases to look at`}</h2>
${cases.length === 0 ? html`<p>${noCases(card)}</p>` : html`<ul class="cases">${cases.map((order) => caseView(order, words, links, guidance))}</ul>`}</section>
<p class="quiet small">Ratings follow ${words.source}. They judge orders by what was recorded, not the care you gave: a reason that is not in the chart is not seen here. Intervals are 95 % (Wilson).</p>
</article>`,
  }, links);
}

function placeSentence({ own, peers }: ReportCard): Html {
  if (peers === undefined) return html`<p>There are too few peers to compare with.</p>`;
  const more = `${written(peers.lower)} of ${written(peers.count)} peers have a lower share`;
  switch (peers.position) {
    case 'above':
    case 'near-above': return html`<p>${more}. The difference is more than chance usually gives; your patients may differ too.</p>`;
    case 'below':
    case 'near-below': return html`<p>${more}. That is lower than chance usually gives: others could learn from you.</p>`;
    case 'inside': return html`<p>${more}. With ${written(own.of)} orders that is within what chance gives.</p>`;
  }
}

function redFlagSentence({ redFlags }: ReportCard): Html | undefined {
  if (redFlags === 0) return undefined;
  return html`<p><strong>${redFlags === 1 ? 'One order' : `${written(redFlags)} orders`} you kept because of a red flag that is not in the chart</strong>: write it into the chart and the card will know it.</p>`;
}

/** Why there is none: each order is accounted for, and nothing is said of what was done. */
function noCases({ mode, own, drafted, redFlagsInOwn, withoutCard }: ReportCard): string {
  if (mode === 'shadow') return 'No card was shown, so there is no answer to look at.';
  if (drafted.count === 0) return 'No order was rated usually not appropriate.';
  const parts = [[drafted.count - own.count, 'withdrawn or switched'], [redFlagsInOwn, 'kept because of a red flag'], [withoutCard, 'without a card'], [own.count - redFlagsInOwn - withoutCard, 'kept with something the card offered beside']] as const;
  return `None. Of ${written(drafted.count)} orders rated usually not appropriate: ${parts.filter(([count]) => count > 0).map(([count, what]) => `${written(count)} ${what}`).join(', ')}.`;
}

function nextStep({ next, pattern, critical, redFlags, redFlagsInOwn }: ReportCard, words: Words, guidance: ReportCardView['guidance']): string {
  switch (next) {
    case 'few': return 'Nothing to change on so few orders. The cases, if there are any, are worth a look.';
    case 'shadow': return 'Nothing to change yet: nobody was shown a card. These numbers say what cards would have been about.';
    case 'urgent': return `Look first at the ${critical === 1 ? 'order' : `${written(critical)} orders`} with a critical card that was overridden or not answered: was the patient imaged, or seen, in time?`;
    case 'keep': return 'Keep going: few such orders of yours are left as they were. A colleague may like to hear how you talk about imaging with patients.';
    case 'red-flags': return `Write the red flags you find into the chart before ordering: ${redFlags === 1 ? 'one card' : `${written(redFlags)} cards`} could not know them.`;
    case 'pattern': return `Start with one pattern: ${words.of('study', pattern!.study)} in “${words.of('variant', pattern!.variant)}” makes up ${percent(pattern!.share.share)} of these orders (${pattern!.share.count} of ${pattern!.share.of}${redFlagsInOwn > 0 ? '; those you kept because of a red flag are left out' : ''}). ${guidance(pattern!)} When the next one comes up, try what the card offers instead.`;
    case 'reasons': return 'Where you had a reason, write it into the chart before ordering: the next card will know it and may stay silent.';
    case 'cases': return 'Look at the cases below with a colleague: would the result have changed what you did?';
  }
}

function caseView(order: KeptOrder, words: Words, links: Links, guidance: ReportCardView['guidance']): Html {
  const { study, variant, reason, unchecked } = orderWords(order, words);
  return html`<li><a href="${links.order(order.id)}"><time datetime="${order.at}">${order.at.slice(0, 10)}</time></a> <strong>${study}</strong>. ${variant}${unchecked !== '' && html` (<strong class="unchecked">${unchecked}</strong>)`}. <span class="quiet">${guidance(order)}${order.reason !== undefined && ` Your reason: ${reason}.`}</span></li>`;
}
