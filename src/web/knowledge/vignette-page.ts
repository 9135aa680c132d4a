/** /knowledge/{topic}/vignettes/{id}: one made-up patient in words, and the answer that is expected. */
import type { RatingCategory } from '../../decision/decision.ts';
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import { html } from '../html.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratingBadge } from './rating-badge.ts';
import { inWords } from './words.ts';

/** Nothing for a vignette that is not there. */
export function vignettePage(readable: ReadableTopic, id: string, vignettes: readonly ReadableVignette[]): KnowledgePage | undefined {
  const { topic } = readable;
  const vignette = vignettes.find((each) => each.id === id);
  if (vignette === undefined) return undefined;
  const at = pathsOf(readable);
  const { title, today, patient, orders, chart, unread, expect, source, remark, nearMissOf } = vignette;
  const age = patient.birthDate === undefined ? undefined : yearsBetween(patient.birthDate, today);
  const { scenario, rating, indicator, certainty, findings = {}, ...others } = expect;
  return {
    title, path: at.vignette(id, title).path, trail: [knowledgeHome, at.topic, at.section('vignettes', 'Vignettes')],
    view: { ...vignette, ...(age !== undefined && { age }) },
    body: (link) => html`<p><code>${id}</code> A made-up patient${nearMissOf !== undefined && html`, a near miss of ${at.isFinding(nearMissOf) ? link(at.finding(nearMissOf)) : nearMissOf}: it must stay silent`}.${remark !== undefined && ` ${remark}`}</p>
<h2>The patient</h2><p>${patient.gender === undefined ? 'Gender not known' : `${patient.gender[0]?.toUpperCase()}${patient.gender.slice(1)}`}${age !== undefined && html`, ${age} years old (born ${patient.birthDate})`}; seen on <time datetime="${today}">${today}</time>.</p>
<h3>${orders.length === 1 ? 'The order' : 'The orders'}</h3><ul>${orders.map(({ study, words, reasons, priority }) => html`<li>${study === undefined ? (words ?? 'an order') : topic.studies.some((each) => each.id === study) ? link(at.study(study)) : study}${reasons.length > 0 && `, for: ${reasons.join('; ')}`}${priority !== undefined && `, ${priority}`}</li>`)}</ul>
<h3>The chart</h3>${chart.length === 0 ? html`<p>Nothing is recorded.</p>` : html`<ul class="rows">${chart.map((entry) => html`<li><strong>${entry.words === '' ? entry.type : entry.words}</strong>${entry.codes.length > 0 && html` ${entry.codes.map((code) => html`<code>${code}</code> `)}`} <span class="small quiet">${entry.type}${entry.facts.length > 0 && `; ${entry.facts.join('; ')}`}</span></li>`)}</ul>`}
${unread.length > 0 && html`<p>Not read: ${unread.map(({ read, state }) => `${topic.reads.find((each) => each.id === read)?.title ?? read} (${state})`).join(', ')}.</p>`}
<h2>The expected answer</h2><dl class="pairs">
${scenario !== undefined && html`<div><dt>Variant</dt><dd>${topic.scenarios.has(scenario) ? link(at.variant(scenario)) : scenario}${certainty !== undefined && `, ${certainty}`}</dd></div>`}
${rating !== undefined && html`<div><dt>Rating</dt><dd>${isRating(rating) ? ratingBadge(rating) : rating}</dd></div>`}
${indicator !== undefined && html`<div><dt>Card</dt><dd>${indicator === 'silent' ? 'none: silence' : indicator}</dd></div>`}
${Object.keys(findings).length > 0 && html`<div><dt>Findings</dt><dd>${Object.entries(findings).map(([code, grade], index) => html`${index > 0 && ', '}${at.isFinding(code) ? link(at.finding(code)) : code} (${grade})`)}</dd></div>`}
${Object.entries(others).map(([name, value]) => html`<div><dt>${inWords(name)}</dt><dd>${name === 'study' && typeof value === 'string' && topic.studies.some((each) => each.id === value) ? link(at.study(value)) : shown(value)}</dd></div>`)}</dl>
${source !== undefined && html`<p class="source small">Source: ${source}</p>`}`,
  };
}

function isRating(value: string): value is RatingCategory {
  return ['UA', 'MBA', 'MBA-D', 'UNA'].includes(value);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(value.every((each) => typeof each === 'number') ? ' to ' : ', ');
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, each]) => `${inWords(name)} ${shown(each)}`).join('; ');
  return typeof value === 'string' ? inWords(value) : String(value);
}

/** Whole years; what is partial counts from its first day. */
function yearsBetween(birth: string, today: string): number {
  const [year = 0, month = 1, day = 1] = birth.split('-').map(Number);
  const [thisYear = 0, thisMonth = 1, thisDay = 1] = today.split('-').map(Number);
  return thisYear - year - (thisMonth < month || (thisMonth === month && thisDay < day) ? 1 : 0);
}
