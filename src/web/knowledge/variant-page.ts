/** /knowledge/{topic}/variants/{id}: who fits, how studies are rated, and what may be said. */
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import { html, type Html } from '../html.ts';
import { tellIn, type Tell } from '../tell.ts';
import { knowledgeHome, type KnowledgePage, type Linker, type Ref } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratedStudies, type RatedStudy } from './rated-studies.ts';
import { ratingBadge } from './rating-badge.ts';
import { rowWords, type RowPart } from './row-words.ts';

/** So many vignettes stand on the page itself. */
const SHOWN = 12;

/** `slug` as in a path; nothing for a scenario the topic does not have. */
export function variantPage(readable: ReadableTopic, slug: string, vignettes: readonly ReadableVignette[]): KnowledgePage | undefined {
  const { topic, say } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const scenario = [...topic.scenarios.values()].find(({ id }) => id.replaceAll('/', '-') === slug);
  if (scenario === undefined) return undefined;
  const { id, kind, number, title, ratedAs, urgency, advice } = scenario;
  const better = scenario.better.map(at.study);
  const withoutMri = scenario.betterWithoutMri.map(at.study);
  const rows = topic.scenarioTable.rows.filter(({ result }) => result.scenario === id).map(({ cells, result }) => ({ row: result.id, place: topic.scenarioTable.rows.findIndex((row) => row.result.id === result.id) + 1, parts: rowWords(topic, cells, say) }));
  const ratings = ratedStudies(readable, ratedAs);
  const flags = topic.findings.filter((finding) => finding.kind === 'graded' && finding.leadsTo === id).map(({ code }) => at.finding(code));
  const said = topic.adviceTable.rows.filter(({ cells }) => cells['scenario']?.includes(id) === true).map(({ cells, result }) => ({
    row: result.id, kind: result.kind, advice: tell(`knowledge.advice.${result.kind}`), ...(result.indicator !== undefined && { indicator: result.indicator }), ...(result.card !== undefined && { card: at.card(result.card) }),
    parts: rowWords(topic, Object.fromEntries(Object.entries(cells).filter(([column]) => column !== 'scenario')), say),
  }));
  const self = at.variant(id);
  const proofs = vignettes.filter(({ expect }) => expect.scenario === id);
  const shown = proofs.slice(0, SHOWN).map((vignette) => at.vignette(vignette.id, vignette.title));
  return {
    title: self.title, path: self.path, trail: [knowledgeHome(tell), at.topic],
    view: { id, kind, number, title, ratedAs, urgency, advice, version: topic.version, rows, flags, ratings, better, withoutMri, said, vignettes: { count: proofs.length, shown } },
    body: (link) => html`${advice !== undefined && html`<p class="lead">${advice}</p>`}
${urgency !== undefined && html`<p class="warning">${tell(`knowledge.variant.urgency.${urgency}`)}</p>`}
<h2>${tell('knowledge.variant.who')}</h2>
${rows.length === 0 ? html`<p>${tell('knowledge.variant.noRow')}</p>` : html`<p>${tell('knowledge.variant.rows', { rows: topic.scenarioTable.rows.length })}</p><ol class="rows">${rows.map(({ row, place, parts }) => html`<li value="${place}"><code>${row}</code>: ${parts.length === 0 ? tell('knowledge.variant.everybody') : partsOf(parts, at, link)}</li>`)}</ol>`}
${flags.length > 0 && html`<h3>${tell('knowledge.variant.flags')}</h3><ul>${flags.map((ref) => html`<li>${link(ref)}</li>`)}</ul>`}
${ratings.length > 0 && ratingList(ratings, tell, link)}
${(better.length > 0 || withoutMri.length > 0) && html`<h2>${tell('knowledge.variant.better')}</h2>${better.length > 0 && html`<p>${tell.html('knowledge.variant.first', { studies: listed(better, link) })}</p>`}${withoutMri.length > 0 && html`<p>${tell.html('knowledge.variant.otherwise', { studies: listed(withoutMri, link) })}</p>`}`}
${kind === 'route' && html`<p>${tell('knowledge.variant.route')}</p>`}
${said.length > 0 && html`<h2>${tell('knowledge.variant.said')}</h2><ul class="rows">${said.map(({ row, advice: words, indicator, card, parts }) => html`<li><code>${row}</code>: ${words} ${card !== undefined && tell.html('knowledge.variant.card', { card: link(card), indicator: indicator === undefined ? '' : tell(`knowledge.indicator.${indicator}`) })}${parts.length > 0 && html`<br><span class="small quiet">${tell.html('knowledge.variant.when', { parts: partsOf(parts, at, link) })}</span>`}</li>`)}</ul>`}
${shown.length > 0 && html`<h2>${tell('knowledge.vignettes.title')}</h2><ul>${shown.map((ref) => html`<li>${link(ref)}</li>`)}</ul>${proofs.length > shown.length && html`<p>${link({ ...at.section('vignettes', ''), path: `${at.section('vignettes', '').path}?variant=${encodeURIComponent(id)}` }, tell('knowledge.vignettes.all', { count: proofs.length }))}</p>`}`}`,
  };
}

function partsOf(parts: readonly RowPart[], at: ReturnType<typeof pathsOf>, link: Linker): Html {
  return html`${parts.map(({ column, title, words }, index) => html`${index > 0 && '; '}${at.isFinding(column) ? html`${link(at.finding(column), title)}${words.slice(title.length)}` : words}`)}`;
}

function ratingList(ratings: readonly RatedStudy[], tell: Tell, link: Linker): Html {
  return html`<h2>${tell('knowledge.ratings')}</h2><ul class="ratings">${ratings.map((study) => html`<li>${link(study)} <span>${ratingBadge(tell, study.category)} <span class="small quiet">${study.radiation} ${study.dose}</span></span></li>`)}</ul>`;
}

function listed(refs: readonly Ref[], link: Linker): Html {
  return html`${refs.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`)}`;
}
