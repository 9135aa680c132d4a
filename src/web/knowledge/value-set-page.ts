/** /knowledge/{topic}/value-sets/{id}: the codes of one value set, a few hundred a page. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { ValueSetPart } from '../../knowledge/topic-files.ts';
import { html } from '../html.ts';
import { namesIn } from './names-in.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

/** Keeps the heaviest page and its JSON well below 100 kB as they are sent. */
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
  const at = pathsOf(readable);
  const titles = new Map(files.codeSystems.systems.map(({ uri, title }) => [uri, title]));
  const all = [...codesOf(set.compose.include, false), ...codesOf(set.compose.exclude ?? [], true)];
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
  return {
    title: pages === 1 ? title : `${title} (${page} of ${pages})`, path: self.path, trail: [knowledgeHome, at.topic, at.section('value-sets', 'Value sets')], ...(page > 1 && { query: `page=${page}` }),
    view: { id, url, version, title, status, description, copyright, date, count: all.length, page, pages, codes, usedBy, measures },
    body: (link) => html`<p>${description}</p>
<p class="small">${copyright !== undefined && html`${copyright} `}Version <code>${version}</code>. <code>${url}</code></p>
<p>${link({ id: 'fhir', title: 'As a FHIR ValueSet', path: `/fhir/ValueSet/${id}` })}</p>
${usedBy.length > 0 && html`<p>Used by: ${usedBy.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`)}.</p>`}
${measures.length > 0 && html`<p>Counted in the measure: ${measures.join(', ')}.</p>`}
<h2>${all.length} ${all.length === 1 ? 'code' : 'codes'}</h2>
<div class="wide" tabindex="0" role="region" aria-label="Codes"><table><thead><tr><th scope="col">Code</th><th scope="col">What it stands for</th><th scope="col">System</th></tr></thead><tbody>${codes.map(({ code, display, systemTitle, isWithBelow, isExcluded }) => html`<tr><td><code>${code}</code>${isWithBelow && html` <span class="small quiet">and below</span>`}</td><td>${isExcluded && html`<strong>not:</strong> `}${display ?? '–'}</td><td class="small">${systemTitle}</td></tr>`)}</tbody></table></div>
${pages > 1 && html`<nav aria-label="Pages"><p>${Array.from({ length: pages }, (_, index) => html`${index > 0 && ' · '}${index + 1 === page ? html`<strong aria-current="page">${page}</strong>` : link({ ...self, path: `${self.path}?page=${index + 1}` }, String(index + 1))}`)}</p></nav>`}`,
  };
}

function codesOf(parts: readonly ValueSetPart[], isExcluded: boolean): readonly Code[] {
  return parts.flatMap(({ system, concept = [], filter = [], extension }) => {
    const words = extension?.find(({ valueString }) => valueString !== undefined)?.valueString;
    return [
      ...concept.map(({ code, display }) => ({ system, code, ...(display !== undefined && { display }), isWithBelow: false, isExcluded })),
      ...filter.map(({ value }) => ({ system, code: value, ...(words !== undefined && { display: words }), isWithBelow: true, isExcluded })),
    ];
  });
}
