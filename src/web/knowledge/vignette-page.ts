/** /knowledge/{topic}/vignettes/{id}: one made-up patient in words, and the answer that is expected. */
import type { RatingCategory } from '../../decision/decision.ts';
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import { spaced } from '../../knowledge/spaced.ts';
import { asWritten, langAsWritten } from '../as-written.ts';
import { html, type Html } from '../html.ts';
import { tellIn, type Tell } from '../tell.ts';
import { answerWords } from './answer-words.ts';
import { knowledgeHome, type KnowledgePage, type Linker } from './page.ts';
import { pathsOf, type Paths } from './paths.ts';
import { ratingBadge } from './rating-badge.ts';

/** Nothing for a vignette that is not there. */
export function vignettePage(readable: ReadableTopic, id: string, vignettes: readonly ReadableVignette[]): KnowledgePage | undefined {
  const { topic } = readable;
  const vignette = vignettes.find((each) => each.id === id);
  if (vignette === undefined) return undefined;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const { title, today, patient, orders, chart, unread, source, remark, nearMissOf } = vignette;
  const age = patient.birthDate === undefined ? undefined : yearsBetween(patient.birthDate, today);
  const written = (words: string): Html => asWritten(tell, words);
  const order = ({ study, words, reasons, priority }: ReadableVignette['orders'][number], link: Linker): Html => html`<li>${study === undefined ? (words === undefined ? tell('knowledge.vignette.anOrder') : written(words)) : isStudy(readable, study) ? link(at.study(study)) : written(study)}${reasons.length > 0 && html`, ${tell.html('knowledge.vignette.reasons', { reasons: written(reasons.join('; ')) })}`}${priority !== undefined && `, ${tell('knowledge.vignette.priority', { priority: tell(`knowledge.answer.${priority}`) })}`}</li>`;
  const entry = ({ type, words, codes, facts }: ReadableVignette['chart'][number]): Html => html`<li><strong>${words === '' ? type : words}</strong>${codes.length > 0 && html` ${codes.map((code) => html`<code>${code}</code> `)}`} <span class="small quiet">${type}${facts.length > 0 && `; ${facts.join('; ')}`}</span></li>`;
  return {
    title, heading: written(title), path: at.vignette(id, title).path, trail: [knowledgeHome(tell), at.topic, at.section('vignettes', tell('knowledge.vignettes.title'))],
    view: { ...vignette, ...(age !== undefined && { age }) },
    body: (link) => html`<p><code>${id}</code> ${nearMissOf === undefined ? tell('knowledge.vignette.madeUp') : tell.html('knowledge.vignette.nearMissOf', { finding: at.isFinding(nearMissOf) ? link(at.finding(nearMissOf)) : nearMissOf })}${remark !== undefined && html` ${written(remark)}`}</p>
<h2>${tell('knowledge.vignette.patient')}</h2><p>${patientWords(patient, age, today, tell)}</p>
<h3>${tell('knowledge.vignette.orders', { count: orders.length })}</h3><ul>${orders.map((each) => order(each, link))}</ul>
<h3>${tell('knowledge.vignette.chart')}</h3>${chart.length === 0 ? html`<p>${tell('knowledge.vignette.empty')}</p>` : html`<ul class="rows"${langAsWritten(tell)}>${chart.map(entry)}</ul>`}
${unread.length > 0 && html`<p>${tell('knowledge.vignette.unread', { reads: unread.map(({ read, state }) => `${topic.reads.find((each) => each.id === read)?.title ?? read} (${tell(`knowledge.unread.${state}`)})`).join(', ') })}</p>`}
<h2>${tell('knowledge.vignette.expected')}</h2>${expected(readable, at, vignette.expect, tell, link)}
${source !== undefined && html`<p class="source small">${tell.html('knowledge.source', { source: written(source) })}</p>`}`,
  };
}

function patientWords({ gender = 'unknown', birthDate }: ReadableVignette['patient'], age: number | undefined, today: string, tell: Tell): Html {
  const who = tell(`knowledge.gender.${gender}`);
  const day = html`<time datetime="${today}">${today}</time>`;
  return age === undefined ? tell.html('knowledge.vignette.seen', { who, day }) : tell.html('knowledge.vignette.seenAged', { who, count: age, born: birthDate, day });
}

function expected(readable: ReadableTopic, at: Paths, expect: ReadableVignette['expect'], tell: Tell, link: Linker): Html {
  const { topic } = readable;
  const { scenario, rating, indicator, certainty, findings = {}, ...others } = expect;
  return html`<dl class="pairs">
${scenario !== undefined && html`<div><dt>${tell('knowledge.vignette.variant')}</dt><dd>${topic.scenarios.has(scenario) ? link(at.variant(scenario)) : scenario}${certainty !== undefined && `, ${tell(`knowledge.answer.${certainty}`)}`}</dd></div>`}
${rating !== undefined && html`<div><dt>${tell('knowledge.vignette.rating')}</dt><dd>${isRating(rating) ? ratingBadge(tell, rating) : tell('rating.none')}</dd></div>`}
${indicator !== undefined && html`<div><dt>${tell('knowledge.vignette.card')}</dt><dd>${tell(`knowledge.indicator.${indicator}`)}</dd></div>`}
${Object.keys(findings).length > 0 && html`<div><dt>${tell('knowledge.findings.title')}</dt><dd>${Object.entries(findings).map(([code, grade], index) => html`${index > 0 && ', '}${at.isFinding(code) ? link(at.finding(code)) : code} (${grade === 'no' ? tell('knowledge.answer.no') : grade})`)}</dd></div>`}
${Object.entries(others).map(([name, value]) => html`<div>${other(readable, at, name, value, tell, link)}</div>`)}</dl>`;
}

/** A finding by its title and answers; what else is expected has a name of its own. */
function other(readable: ReadableTopic, at: Paths, name: string, value: unknown, tell: Tell, link: Linker): Html {
  const { topic, say } = readable;
  if (at.isFinding(name)) return html`<dt>${link(at.finding(name))}</dt><dd>${[value].flat().map((answer) => answerWords(topic, String(answer), say)).join(', ')}</dd>`;
  if (name === 'study' && typeof value === 'string') return html`<dt>${tell('knowledge.column.ofStudy')}</dt><dd>${isStudy(readable, value) ? link(at.study(value)) : value}</dd>`;
  if (name === 'days') return html`<dt>${tell('knowledge.vignette.days')}</dt><dd>${days(value, tell)}</dd>`;
  return html`<dt>${name === 'measure' ? tell('knowledge.vignette.measure') : asWritten(tell, spaced(name))}</dt><dd>${asWritten(tell, shown(value))}</dd>`;
}

function days(value: unknown, tell: Tell): string {
  const [from, to] = value as readonly [number, number];
  return from === to ? String(from) : tell('knowledge.range', { from, to });
}

function isStudy({ topic }: ReadableTopic, id: string): boolean {
  return topic.studies.some((each) => each.id === id);
}

function isRating(value: string): value is RatingCategory {
  return ['UA', 'MBA', 'MBA-D', 'UNA'].includes(value);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, each]) => `${spaced(name)} ${shown(each)}`).join('; ');
  return String(value);
}

/** Whole years; what is partial counts from its first day. */
function yearsBetween(birth: string, today: string): number {
  const [year = 0, month = 1, day = 1] = birth.split('-').map(Number);
  const [thisYear = 0, thisMonth = 1, thisDay = 1] = today.split('-').map(Number);
  return thisYear - year - (thisMonth < month || (thisMonth === month && thisDay < day) ? 1 : 0);
}
