/** /knowledge/{topic}/radiation: the doses of all studies side by side. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { asWritten } from '../as-written.ts';
import { html, type Html } from '../html.ts';
import { tellIn, type Tell } from '../tell.ts';
import { compareDose } from './compare-dose.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { sayNumber } from './say-number.ts';
import { citedSource } from './sources.ts';

/** Lowest dose first. */
export function radiationPage(readable: ReadableTopic): KnowledgePage {
  const { topic, files, say } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const numbers = files.numbers?.radiation;
  const studies = topic.studies.filter(({ id, ratedAs }) => id === ratedAs).map((study) => ({ ...at.study(study.id), radiation: study.radiation, dose: study.dose, ...compareDose(study, numbers, tell) }))
    .sort((one, other) => (one.typical?.[1] ?? 0) - (other.typical?.[1] ?? 0));
  const most = studies.reduce((high, { typical }) => Math.max(high, typical?.[1] ?? 0), 1);
  const levels = numbers?.levels.map(({ symbol, adult, child }) => ({ symbol, adult: say(adult), child: say(child) })) ?? [];
  const source = citedSource(numbers?.source);
  return {
    title: tell('knowledge.radiation.title'), path: at.section('radiation', '').path, trail: [knowledgeHome(tell), at.topic],
    view: { version: topic.version, studies, levels, ...(numbers !== undefined && { backgroundPerYear: numbers.backgroundPerYear, chestFilm: numbers.chestFilm }), ...(source !== undefined && { source }) },
    body: (link) => html`<p>${tell('knowledge.radiation.lead')}${numbers !== undefined && ` ${tell('knowledge.radiation.against', { background: sayNumber(tell, numbers.backgroundPerYear), film: sayNumber(tell, numbers.chestFilm) })}`}</p>
<table class="doses"><thead><tr><th scope="col">${tell('knowledge.column.ofStudy')}</th><th scope="col">${tell('knowledge.radiation.level')}</th><th scope="col">${tell('knowledge.radiation.typical')}</th><th scope="col" class="number">${tell('knowledge.radiation.background')}</th><th scope="col" class="number">${tell('knowledge.radiation.films')}</th></tr></thead>
<tbody>${studies.map((study) => html`<tr><th scope="row">${link(study)}</th><td class="level" data-label="${tell('knowledge.radiation.level')}"><span>${study.radiation}<br><span class="small quiet">${study.dose}</span></span></td><td data-label="${tell('knowledge.radiation.typical')}">${study.typical === undefined ? tell('knowledge.radiation.none') : html`${range(study.typical, tell)} mSv ${bar(study.typical[1], most)}`}</td><td class="number" data-label="${tell('knowledge.radiation.background')}">${study.backgroundMonths === undefined ? '–' : time(study.backgroundMonths, tell)}</td><td class="number" data-label="${tell('knowledge.radiation.films')}">${study.chestFilms === undefined ? '–' : range(study.chestFilms, tell)}</td></tr>`)}</tbody></table>
${levels.length > 0 && html`<h2>${tell('knowledge.radiation.levels')}</h2><table><thead><tr><th scope="col">${tell('knowledge.radiation.level')}</th><th scope="col">${tell('knowledge.radiation.adult')}</th><th scope="col">${tell('knowledge.radiation.child')}</th></tr></thead><tbody>${levels.map(({ symbol, adult, child }) => html`<tr><th scope="row" class="level">${symbol}</th><td>${adult}</td><td>${child}</td></tr>`)}</tbody></table>`}
${source !== undefined && html`<p class="source small">${tell.html('knowledge.source', { source: asWritten(tell, citation(source)) })}</p>`}`,
  };
}

function bar(dose: number, most: number): Html {
  return html`<meter aria-hidden="true" min="0" max="${most}" value="${dose}"></meter>`;
}

/** In months what is short, or begins below a year. */
function time([from, to]: readonly [number, number], tell: Tell): string {
  if (to < 24 || from < 12) return tell('knowledge.radiation.months', { count: to, months: range([from, to], tell) });
  return tell('knowledge.radiation.years', { count: Math.round(to / 12), years: range([Math.round(from / 12), Math.round(to / 12)], tell) });
}

function range([from, to]: readonly [number, number], tell: Tell): string {
  return from === to ? sayNumber(tell, from) : `${sayNumber(tell, from)}–${sayNumber(tell, to)}`;
}
