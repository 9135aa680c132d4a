/** /knowledge/{topic}: what the topic is, all its ratings, and the way to everything else. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { html } from '../html.ts';
import { matrixTable } from './matrix-table.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratingMatrix } from './rating-matrix.ts';
import { citedSource } from './sources.ts';

/** The overview of one topic. */
export function topicPage(readable: ReadableTopic): KnowledgePage {
  const { topic, files } = readable;
  const at = pathsOf(readable);
  const matrix = ratingMatrix(readable);
  const source = citedSource(files.topic.source)!;
  const others = [...topic.scenarios.values()].filter(({ id }) => !matrix.variants.some((variant) => variant.id === id));
  const special = others.filter(({ kind }) => kind === 'variant').map(({ id }) => at.variant(id));
  const routes = others.filter(({ kind }) => kind === 'route').map(({ id }) => at.variant(id));
  const flags = topic.findings.filter((finding) => finding.kind === 'graded' && finding.leadsTo !== undefined).length;
  const sections = [
    ...(files.questions === undefined ? [] : [{ ...at.section('choose', 'Which variant fits?'), words: 'A few questions that end at the variant and its ratings.' }]),
    { ...at.section('radiation', 'Radiation compared'), words: 'Doses of all studies beside natural background and chest films.' },
    { ...at.section('findings', 'Findings'), words: `${flags} red flags and ${topic.findings.length - flags} other findings: grades, windows, codes, words and sources.` },
    { ...at.section('value-sets', 'Value sets'), words: `${files.valueSets.length} lists of codes.` },
    ...[...topic.orderSets.keys(), ...(topic.drafts.size > 0 ? ['drafts'] : [])].map((id) => ({ ...at.orderSet(id), words: id === 'drafts' ? 'What a card may add to a study.' : 'What is offered, and when an item is left out, held back or changed.' })),
    { ...at.section('cards', 'Cards'), words: `The words of ${topic.cards.size} kinds of card, and the rows that lead to them.` },
    { ...at.section('override-reasons', 'Override reasons'), words: 'Why a clinician may go another way.' },
    { ...at.section('vignettes', 'Vignettes'), words: 'The patients that prove the rules, near misses among them.' },
  ];
  return {
    title: topic.title, path: at.topic.path, trail: [knowledgeHome],
    view: { id: topic.id, version: topic.version, reviewed: files.topic.reviewed, source, ...(files.topic.evidenceDate !== undefined && { evidenceDate: files.topic.evidenceDate }), matrix, special, routes, sections },
    body: (link) => html`<p class="warning"><strong>Review:</strong> ${files.topic.reviewed}</p>
<p>${citation(source)}. Version <code>${topic.version}</code>${files.topic.evidenceDate !== undefined && html`; no later edition known on <time datetime="${files.topic.evidenceDate}">${files.topic.evidenceDate}</time>`}.</p>
<ul class="sections">${sections.map((section) => html`<li>${link(section)}<br><span class="small quiet">${section.words}</span></li>`)}</ul>
<h2>Ratings</h2>
${matrixTable(matrix, link)}
<h2>Rated as one of them</h2>
<ul>${special.map((ref) => html`<li>${link(ref)}</li>`)}</ul>
<h2>Other criteria come first</h2>
<ul>${routes.map((ref) => html`<li>${link(ref)}</li>`)}</ul>`,
  };
}
