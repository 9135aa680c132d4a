/** /knowledge/{topic}: what the topic is, all its ratings, and the way to everything else. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { asWritten } from '../as-written.ts';
import { html } from '../html.ts';
import { tellIn } from '../tell.ts';
import { matrixTable } from './matrix-table.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratingMatrix } from './rating-matrix.ts';
import { citedSource } from './sources.ts';

/** The overview of one topic. */
export function topicPage(readable: ReadableTopic): KnowledgePage {
  const { topic, files, say } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const matrix = ratingMatrix(readable);
  const source = citedSource(files.topic.source)!;
  const reviewed = say(files.topic.reviewed);
  const others = [...topic.scenarios.values()].filter(({ id }) => !matrix.variants.some((variant) => variant.id === id));
  const special = others.filter(({ kind }) => kind === 'variant').map(({ id }) => at.variant(id));
  const routes = others.filter(({ kind }) => kind === 'route').map(({ id }) => at.variant(id));
  const flags = topic.findings.filter((finding) => finding.kind === 'graded' && finding.leadsTo !== undefined).length;
  const sections = [
    ...(files.questions === undefined ? [] : [{ ...at.section('choose', tell('knowledge.choose.title')), words: tell('knowledge.topic.choose') }]),
    { ...at.section('radiation', tell('knowledge.radiation.title')), words: tell('knowledge.topic.radiation') },
    { ...at.section('findings', tell('knowledge.findings.title')), words: tell('knowledge.topic.findings', { flags, others: topic.findings.length - flags }) },
    { ...at.section('value-sets', tell('knowledge.valueSets.title')), words: tell('knowledge.topic.valueSets', { count: files.valueSets.length }) },
    ...[...topic.orderSets.keys(), ...(topic.drafts.size > 0 ? ['drafts'] : [])].map((id) => ({ ...at.orderSet(id), words: id === 'drafts' ? tell('knowledge.topic.drafts') : tell('knowledge.topic.orderSet') })),
    { ...at.section('cards', tell('knowledge.cards.title')), words: tell('knowledge.topic.cards', { count: topic.cards.size }) },
    { ...at.section('override-reasons', tell('knowledge.reasons.title')), words: tell('knowledge.topic.reasons') },
    { ...at.section('vignettes', tell('knowledge.vignettes.title')), words: tell('knowledge.topic.vignettes') },
  ];
  return {
    title: at.topic.title, path: at.topic.path, trail: [knowledgeHome(tell)],
    view: { id: topic.id, version: topic.version, reviewed, source, ...(files.topic.evidenceDate !== undefined && { evidenceDate: files.topic.evidenceDate }), matrix, special, routes, sections },
    body: (link) => html`<p class="warning"><strong>${tell('knowledge.topic.review')}</strong> ${reviewed}</p>
<p>${tell.html('knowledge.home.edition', { source: asWritten(tell, citation(source)), version: html`<code>${topic.version}</code>` })}${files.topic.evidenceDate !== undefined && html` ${tell.html('knowledge.topic.evidence', { day: html`<time datetime="${files.topic.evidenceDate}">${files.topic.evidenceDate}</time>` })}`}</p>
<ul class="sections">${sections.map((section) => html`<li>${link(section)}<br><span class="small quiet">${section.words}</span></li>`)}</ul>
<h2>${tell('knowledge.ratings')}</h2>
${matrixTable(matrix, tell, link)}
<h2>${tell('knowledge.topic.special')}</h2>
<ul>${special.map((ref) => html`<li>${link(ref)}</li>`)}</ul>
<h2>${tell('knowledge.topic.routes')}</h2>
<ul>${routes.map((ref) => html`<li>${link(ref)}</li>`)}</ul>`,
  };
}
