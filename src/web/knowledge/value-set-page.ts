/** /knowledge/{topic}/value-sets/{id}: the codes of one value set, a few hundred a page. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { ValueSetPart } from '../../knowledge/topic-files.ts';
import { asWritten, langAsWritten } from '../as-written.ts';
import { html } from '../html.ts';
import { tellIn } from '../tell.ts';
import { namesIn } from './names-in.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

/** Keeps the heaviest page well below 100 KB. */
const CODES_PER_PAGE = 300;

interface Code {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
  /** Everything below the code is meant too. */
  readonly isWithBelow: boolean;
  readonly isExcluded: boolean;
}

/** `page` counts from 1; nothing for a value set, or a page of it, that is not there. */
export function valueSetPage(readable: ReadableTopic, id: string, page: number): KnowledgePage | undefined {
  const { topic, files } = readable;
  const set = files.valueSets.find((each) => each.id === id);
  if (set === undefined) return undefined;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const titles = new Map(files.codeSystems.systems.map(({ uri, title }) => [uri, title]));
  const expanded = (set.expansion?.contains ?? []).map(({ system, code, display }): Code => ({ system, code, ...(display !== undefined && { display }), isWithBelow: false, isExcluded: false }));
  const all = [...codesOf(set.compose.include, false), ...expanded, ...codesOf(set.compose.exclude ?? [], true)];
  const pages = Math.max(1, Math.ceil(all.length / CODES_PER_PAGE));
  if (page > pages) return undefined;
  const codes = all.slice((page - 1) * CODES_PER_PAGE, page * CODES_PER_PAGE).map((code) => ({ ...code, systemTitle: titles.get(code.system) ?? code.system }));
  const has = (list: readonly string[] | undefined): boolean => list?.includes(id) === true;
  const facts = files.facts.filter(({ coded, notCoded }) => has(coded) || has(notCoded)).map(({ name }) => name);
  const usedBy = [
    ...topic.studies.filter((study) => has(study.codedIn) || has(study.approximatelyCodedIn) || has(study.unplacedCodedIn)).map((study) => at.study(study.id)),
    ...files.findings.filter((finding) => facts.some((fact) => namesIn(finding).has(fact))).map(({ code }) => at.finding(code)),
  ];
  const measures = files.measures.filter((measure) => measure.facts.some(({ coded, notCoded }) => has(coded) || has(notCoded))).map((measure) => measure.title);
  const { url, version, title, description, copyright, date, status } = set;
  const self = at.valueSet(id);
  // On the cell: a page has hundreds of them.
  const lang = langAsWritten(tell);
  return {
    title: pages === 1 ? title : tell('knowledge.paged', { title, page, pages }), heading: pages === 1 ? asWritten(tell, title) : tell.html('knowledge.paged', { title: asWritten(tell, title), page, pages }),
    path: self.path, ...(pages > 1 && { query: { page: String(page) } }), trail: [knowledgeHome(tell), at.topic, at.section('value-sets', tell('knowledge.valueSets.title'))],
    view: { id, url, version, title, status, description, copyright, date, count: all.length, page, pages, codes, usedBy, measures },
    body: (link) => html`<p>${asWritten(tell, description)}</p>
<p class="small">${copyright !== undefined && html`${asWritten(tell, copyright)} `}${tell.html('knowledge.frame.version', { version: html`<code>${version}</code>` })} <code>${url}</code></p>
<p>${link({ id: 'fhir', title: tell('knowledge.valueSet.fhir'), path: `/fhir/ValueSet/${id}` })}</p>
${usedBy.length > 0 && html`<p>${tell.html('knowledge.valueSet.usedBy', { list: usedBy.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`) })}</p>`}
${measures.length > 0 && html`<p>${tell.html('knowledge.valueSet.measures', { list: asWritten(tell, measures.join(', ')) })}</p>`}
<h2>${tell('knowledge.valueSet.count', { count: all.length })}</h2>
<div class="wide" tabindex="0" role="region" aria-label="${tell('knowledge.codes')}"><table><thead><tr><th scope="col">${tell('knowledge.valueSet.code')}</th><th scope="col">${tell('knowledge.valueSet.display')}</th><th scope="col">${tell('knowledge.valueSet.system')}</th></tr></thead><tbody>${codes.map(({ code, display, systemTitle, isWithBelow, isExcluded }) => html`<tr><td><code>${code}</code>${isWithBelow && html` <span class="small quiet">${tell('knowledge.valueSet.below')}</span>`}</td><td${display !== undefined && !isExcluded && lang}>${isExcluded && html`<strong>${tell('knowledge.valueSet.not')}</strong> `}${display === undefined ? '–' : isExcluded ? asWritten(tell, display) : display}</td><td class="small">${systemTitle}</td></tr>`)}</tbody></table></div>
${pages > 1 && html`<nav aria-label="${tell('knowledge.pages')}"><p>${Array.from({ length: pages }, (_, index) => html`${index > 0 && ' · '}${index + 1 === page ? html`<strong aria-current="page">${page}</strong>` : link({ ...self, path: `${self.path}?page=${index + 1}` }, String(index + 1))}`)}</p></nav>`}`,
  };
}

function codesOf(parts: readonly ValueSetPart[], isExcluded: boolean): readonly Code[] {
  return parts.flatMap(({ system, concept = [], filter = [], extension }) => {
    const words = extension?.find(({ valueString }) => valueString !== undefined)?.valueString;
    return [
      ...concept.map(({ code, display }) => ({ system, code, ...(display !== undefined && { display }), isWithBelow: false, isExcluded })),
      // Of any other filter the codes stand in the expansion alone.
      ...filter.filter(({ property, op }) => property === 'concept' && op === 'is-a').map(({ value }) => ({ system, code: value, ...(words !== undefined && { display: words }), isWithBelow: true, isExcluded })),
    ];
  });
}
