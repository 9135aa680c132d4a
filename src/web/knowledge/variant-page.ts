/** /knowledge/{topic}/variants/{id}: who fits, how studies are rated, and what may be said. */
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import { adviceWords } from '../explain-words.ts';
import { html, type Html } from '../html.ts';
import { knowledgeHome, type KnowledgePage, type Linker, type Ref } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratedStudies, type RatedStudy } from './rated-studies.ts';
import { ratingBadge } from './rating-badge.ts';
import { rowWords, type RowPart } from './row-words.ts';

/** So many vignettes stand on the page itself. */
const SHOWN = 12;

/** `slug` as in a path; nothing for a scenario the topic does not have. */
export function variantPage(readable: ReadableTopic, slug: string, vignettes: readonly ReadableVignette[]): KnowledgePage | undefined {
  const { topic } = readable;
  const at = pathsOf(readable);
  const scenario = [...topic.scenarios.values()].find(({ id }) => id.replaceAll('/', '-') === slug);
  if (scenario === undefined) return undefined;
  const { id, kind, number, title, ratedAs, urgency, advice } = scenario;
  const better = scenario.better.map(at.study);
  const withoutMri = scenario.betterWithoutMri.map(at.study);
  const rows = topic.scenarioTable.rows.filter(({ result }) => result.scenario === id).map(({ cells, result }) => ({ row: result.id, place: topic.scenarioTable.rows.findIndex((row) => row.result.id === result.id) + 1, parts: rowWords(topic, cells) }));
  const ratings = ratedStudies(readable, ratedAs);
  const flags = topic.findings.filter((finding) => finding.kind === 'graded' && finding.leadsTo === id).map(({ code }) => at.finding(code));
  const said = topic.adviceTable.rows.filter(({ cells }) => cells['scenario']?.includes(id) === true).map(({ cells, result }) => ({
    row: result.id, kind: result.kind, advice: adviceWords[result.kind], ...(result.indicator !== undefined && { indicator: result.indicator }), ...(result.card !== undefined && { card: at.card(result.card) }),
    parts: rowWords(topic, Object.fromEntries(Object.entries(cells).filter(([column]) => column !== 'scenario'))),
  }));
  const proofs = vignettes.filter(({ expect }) => expect.scenario === id);
  const shown = proofs.slice(0, SHOWN).map((vignette) => at.vignette(vignette.id, vignette.title));
  return {
    title: number === undefined ? title : `Variant ${number}: ${title}`, path: at.variant(id).path, trail: [knowledgeHome, at.topic],
    view: { id, kind, number, title, ratedAs, urgency, advice, version: topic.version, rows, flags, ratings, better, withoutMri, said, vignettes: { count: proofs.length, shown } },
    body: (link) => html`${advice !== undefined && html`<p class="lead">${advice}</p>`}
${urgency !== undefined && html`<p class="warning">${urgency === 'emergent' ? 'An emergency by itself.' : 'Urgent by itself.'}</p>`}
<h2>Who fits</h2>
${rows.length === 0 ? html`<p>No row of the table leads here.</p>` : html`<p>A patient fits by the first row of the table that holds; these rows of ${topic.scenarioTable.rows.length} lead here.</p><ol class="rows">${rows.map(({ row, place, parts }) => html`<li value="${place}"><code>${row}</code>: ${parts.length === 0 ? 'everybody no row above fits' : partsOf(parts, at, link)}</li>`)}</ol>`}
${flags.length > 0 && html`<h3>Red flags that lead here</h3><ul>${flags.map((ref) => html`<li>${link(ref)}</li>`)}</ul>`}
${ratings.length > 0 && ratingList(ratings, link)}
${(better.length > 0 || withoutMri.length > 0) && html`<h2>Better studies</h2>${better.length > 0 && html`<p>Offered first: ${listed(better, link)}.</p>`}${withoutMri.length > 0 && html`<p>Where none of them can be had: ${listed(withoutMri, link)}.</p>`}`}
${kind === 'route' && html`<p>This topic rates no study here; the criteria named above apply.</p>`}
${said.length > 0 && html`<h2>What may be said</h2><ul class="rows">${said.map(({ row, advice: words, indicator, card, parts }) => html`<li><code>${row}</code>: ${words} ${card !== undefined && html`Card ${link(card)} (${indicator}).`}${parts.length > 0 && html`<br><span class="small quiet">when ${partsOf(parts, at, link)}</span>`}</li>`)}</ul>`}
${shown.length > 0 && html`<h2>Vignettes</h2><ul>${shown.map((ref) => html`<li>${link(ref)}</li>`)}</ul>${proofs.length > shown.length && html`<p>${link({ ...at.section('vignettes', ''), path: `${at.section('vignettes', '').path}?variant=${encodeURIComponent(id)}` }, `All ${proofs.length}`)}</p>`}`}`,
  };
}

function partsOf(parts: readonly RowPart[], at: ReturnType<typeof pathsOf>, link: Linker): Html {
  return html`${parts.map(({ column, title, words }, index) => html`${index > 0 && '; '}${at.isFinding(column) ? html`${link(at.finding(column), title)}${words.slice(title.length)}` : words}`)}`;
}

function ratingList(ratings: readonly RatedStudy[], link: Linker): Html {
  return html`<h2>Ratings</h2><ul class="ratings">${ratings.map((study) => html`<li>${link(study)} <span>${ratingBadge(study.category)} <span class="small quiet">${study.radiation} ${study.dose}</span></span></li>`)}</ul>`;
}

function listed(refs: readonly Ref[], link: Linker): Html {
  return html`${refs.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`)}`;
}
