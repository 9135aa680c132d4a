/** /knowledge/{topic}/findings/{code}: one finding with everything it rests on. */
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { asWritten } from '../as-written.ts';
import { spaced } from '../../knowledge/spaced.ts';
import { html, type Html } from '../html.ts';
import { tellIn, type Tell } from '../tell.ts';
import { answerWords } from './answer-words.ts';
import { describeFinding, type Criterion } from './describe-finding.ts';
import { factPart } from './fact-part.ts';
import { namesIn } from './names-in.ts';
import { knowledgeHome, type KnowledgePage, type Linker, type Ref } from './page.ts';
import { pathsOf } from './paths.ts';
import { settingsPart } from './settings-part.ts';
import { citedSource } from './sources.ts';

/** So many vignettes of a kind stand on the page. */
const SHOWN = 12;

/** Nothing for a finding the topic does not have. */
export function findingPage(readable: ReadableTopic, code: string, vignettes: readonly ReadableVignette[]): KnowledgePage | undefined {
  const { files, topic, say } = readable;
  const tell = tellIn(topic.pages);
  const finding = files.findings.find((each) => each.code === code);
  if (finding === undefined) return undefined;
  const at = pathsOf(readable);
  const { family, urgency, leadsTo } = finding;
  const self = at.finding(code);
  const source = citedSource(finding.source)!;
  const rests = describeFinding(readable, finding);
  const variant = leadsTo === undefined ? undefined : at.variant(leadsTo);
  const named = (value: unknown): boolean => namesIn(value).has(code);
  const usedBy = [
    ...files.findings.filter((each) => each.code !== code && named(each)).map((each) => at.finding(each.code)),
    ...(topic.scenarioTable.rows.some(({ cells }) => code in cells) ? [at.section('variants', tell('knowledge.finding.table'))] : []),
    ...files.orderSets.filter(({ items }) => named(items)).map(({ id }) => at.orderSet(id)),
  ].map((ref) => (ref.id === 'variants' ? { ...at.topic, title: ref.title } : ref));
  const nearMisses = vignettes.filter(({ nearMissOf }) => nearMissOf === code).map((each) => at.vignette(each.id, each.title));
  const proofs = vignettes.filter(({ expect }) => expect.findings?.[code] !== undefined).map((each) => at.vignette(each.id, each.title));
  return {
    title: self.title, path: self.path, trail: [knowledgeHome(tell), at.topic, at.section('findings', tell('knowledge.findings.title'))],
    view: { code, title: self.title, version: topic.version, ...(variant !== undefined && { leadsTo: variant }), family, urgency, source, ...rests, usedBy, vignettes: { shown: proofs.slice(0, SHOWN), count: proofs.length }, nearMisses: { shown: nearMisses.slice(0, SHOWN), count: nearMisses.length } },
    body: (link) => html`<p>${variant === undefined ? tell('knowledge.finding.noFlag') : tell.html('knowledge.finding.flag', { redFlag: html`<strong>${tell('knowledge.finding.redFlag')}</strong>`, variant: link(variant) })}${family !== undefined && ` ${tell('knowledge.finding.family', { family: say(spaced(family)) })}`}${urgency !== undefined && ` ${tell(`knowledge.finding.urgency.${urgency}`)}`}</p>
<p class="source">${tell.html('knowledge.finding.source', { source: asWritten(tell, citation(source)), code: html`<code>${code}</code>` })}</p>
${rests.evidence.length > 0 && html`<h2>${tell('knowledge.finding.evidence')}</h2><ul class="rows">${rests.evidence.map(({ fact, title: name, grade, counts, notes }) => html`<li><span class="grade" title="${tell(`grade.${grade}`)}">${grade}</span> <a href="#fact-${fact}">${name}</a>: ${counts}${notes.map((note) => `; ${note}`)}.</li>`)}</ul>
<p class="small quiet">${tell('knowledge.finding.grades', { a: tell('grade.A'), b: tell('grade.B'), c: tell('grade.C') })}</p>`}
${rests.criteria.length > 0 && html`<h2>${tell('knowledge.finding.criteria')}</h2><p>${tell('knowledge.finding.firstGrade')}</p><ol class="rows">${rests.criteria.map(({ when, grade, note }) => html`<li><span class="grade">${grade}</span> ${criterion(when, tell)}${note !== undefined && html` <span class="quiet">${note}</span>`}</li>`)}</ol>`}
${rests.requires !== undefined && html`<h2>${tell('knowledge.fact.where')}</h2><p>${criterion(rests.requires, tell)}</p>`}
${rests.adjustments.length > 0 && html`<h2>${tell('knowledge.finding.adjustments')}</h2><ul class="rows">${rests.adjustments.map(({ when, effect, note }) => html`<li>${tell.html('knowledge.finding.while', { effect, criterion: criterion(when, tell) })} <span class="quiet">${note}</span></li>`)}</ul>`}
${rests.answers.length > 0 && html`<h2>${tell('knowledge.finding.answers')}</h2><p>${tell('knowledge.finding.firstAnswer')}</p><ol class="rows">${rests.answers.map(({ answer, when }) => html`<li><strong>${answerWords(topic, answer, say)}</strong>: ${when === undefined ? tell('knowledge.finding.else') : criterion(when, tell)}</li>`)}</ol>`}
${settingsPart(readable, rests.settings)}
${rests.facts.length > 0 && html`<h2>${tell('knowledge.finding.facts')}</h2>${rests.facts.map((fact) => factPart(fact, tell, link))}`}
${usedBy.length > 0 && html`<h2>${tell('knowledge.finding.usedBy')}</h2><ul>${usedBy.map((ref) => html`<li>${link(ref)}</li>`)}</ul>`}
${list(tell('knowledge.vignettes.title'), proofs, tell, link)}${list(tell('knowledge.finding.nearMisses'), nearMisses, tell, link)}`,
  };
}

function criterion({ expression, words }: Criterion, tell: Tell): Html {
  return words === undefined ? html`<code>${expression}</code>` : html`${words} <details class="inline"><summary>${tell('knowledge.finding.expression')}</summary><code>${expression}</code></details>`;
}

function list(title: string, refs: readonly Ref[], tell: Tell, link: Linker): Html | false {
  return refs.length > 0 && html`<h2>${title}</h2><ul>${refs.slice(0, SHOWN).map((ref) => html`<li>${link(ref)}</li>`)}</ul>${refs.length > SHOWN && html`<p class="quiet">${tell('knowledge.finding.more', { count: refs.length - SHOWN })}</p>`}`;
}
