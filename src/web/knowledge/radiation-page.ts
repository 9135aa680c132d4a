/** /knowledge/{topic}/radiation: the doses of all studies side by side. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { html, type Html } from '../html.ts';
import { compareDose } from './compare-dose.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { citedSource } from './sources.ts';

/** Lowest dose first. */
export function radiationPage(readable: ReadableTopic): KnowledgePage {
  const { topic, files } = readable;
  const at = pathsOf(readable);
  const numbers = files.numbers?.radiation;
  const studies = topic.studies.filter(({ id, ratedAs }) => id === ratedAs).map((study) => ({ ...at.study(study.id), radiation: study.radiation, dose: study.dose, ...compareDose(study, numbers) }))
    .sort((one, other) => (one.typical?.[1] ?? 0) - (other.typical?.[1] ?? 0));
  const most = studies.reduce((high, { typical }) => Math.max(high, typical?.[1] ?? 0), 1);
  const source = citedSource(numbers?.source);
  return {
    title: 'Radiation compared', path: at.section('radiation', '').path, trail: [knowledgeHome, at.topic],
    view: { version: topic.version, studies, levels: numbers?.levels ?? [], ...(numbers !== undefined && { backgroundPerYear: numbers.backgroundPerYear, chestFilm: numbers.chestFilm }), ...(source !== undefined && { source }) },
    body: (link) => html`<p>Typical effective doses for adults, all of them “about”. One patient's dose depends on the machine, the protocol and the patient.${numbers !== undefined && html` Compared with natural background (about ${numbers.backgroundPerYear} mSv a year) and a chest film (about ${numbers.chestFilm} mSv).`}</p>
<table class="doses"><thead><tr><th scope="col">Study</th><th scope="col">Level</th><th scope="col">Typical dose</th><th scope="col" class="number">Background</th><th scope="col" class="number">Chest films</th></tr></thead>
<tbody>${studies.map((study) => html`<tr><th scope="row">${link(study)}</th><td class="level" data-label="Level"><span>${study.radiation}<br><span class="small quiet">${study.dose}</span></span></td><td data-label="Typical dose">${study.typical === undefined ? 'none' : html`${range(study.typical)} mSv ${bar(study.typical[1], most)}`}</td><td class="number" data-label="Background">${study.backgroundMonths === undefined ? '–' : time(study.backgroundMonths)}</td><td class="number" data-label="Chest films">${study.chestFilms === undefined ? '–' : range(study.chestFilms)}</td></tr>`)}</tbody></table>
${numbers !== undefined && html`<h2>Relative radiation levels</h2><table><thead><tr><th scope="col">Level</th><th scope="col">Adult</th><th scope="col">Child</th></tr></thead><tbody>${numbers.levels.map(({ symbol, adult, child }) => html`<tr><th scope="row">${symbol}</th><td>${adult}</td><td>${child}</td></tr>`)}</tbody></table>`}
${source !== undefined && html`<p class="source small">Source: ${citation(source)}</p>`}`,
  };
}

function bar(dose: number, most: number): Html {
  return html`<meter aria-hidden="true" min="0" max="${most}" value="${dose}"></meter>`;
}

/** In months what is short, or begins below a year. */
function time([from, to]: readonly [number, number]): string {
  return to < 24 || from < 12 ? `${range([from, to])} months` : `${range([Math.round(from / 12), Math.round(to / 12)])} years`;
}

function range([from, to]: readonly [number, number]): string {
  return from === to ? String(from) : `${from}–${to}`;
}
