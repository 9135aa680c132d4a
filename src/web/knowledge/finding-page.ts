/** /knowledge/{topic}/findings/{code}: one finding with everything it rests on. */
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { gradeWords } from '../explain-words.ts';
import { html, type Html } from '../html.ts';
import { describeFinding, type Criterion } from './describe-finding.ts';
import { factPart } from './fact-part.ts';
import { namesIn } from './names-in.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { settingsPart } from './settings-part.ts';
import { citedSource } from './sources.ts';
import { inWords } from './words.ts';

/** So many vignettes of a kind stand on the page. */
const SHOWN = 12;

/** Nothing for a finding the topic does not have. */
export function findingPage(readable: ReadableTopic, code: string, vignettes: readonly ReadableVignette[]): KnowledgePage | undefined {
  const { files, topic } = readable;
  const finding = files.findings.find((each) => each.code === code);
  if (finding === undefined) return undefined;
  const at = pathsOf(readable);
  const { title, family, urgency, leadsTo } = finding;
  const source = citedSource(finding.source)!;
  const rests = describeFinding(readable, finding);
  const variant = leadsTo === undefined ? undefined : at.variant(leadsTo);
  const named = (value: unknown): boolean => namesIn(value).has(code);
  const usedBy = [
    ...files.findings.filter((each) => each.code !== code && named(each)).map((each) => at.finding(each.code)),
    ...(topic.scenarioTable.rows.some(({ cells }) => code in cells) ? [at.section('variants', 'the table of variants')] : []),
    ...files.orderSets.filter(({ items }) => named(items)).map(({ id }) => at.orderSet(id)),
  ].map((ref) => (ref.id === 'variants' ? { ...at.topic, title: ref.title } : ref));
  const nearMisses = vignettes.filter(({ nearMissOf }) => nearMissOf === code).map((each) => at.vignette(each.id, each.title));
  const proofs = vignettes.filter(({ expect }) => expect.findings?.[code] !== undefined).map((each) => at.vignette(each.id, each.title));
  return {
    title, path: at.finding(code).path, trail: [knowledgeHome, at.topic, at.section('findings', 'Findings')],
    view: { code, title, version: topic.version, ...(variant !== undefined && { leadsTo: variant }), family, urgency, source, ...rests, usedBy, vignettes: { shown: proofs.slice(0, SHOWN), count: proofs.length }, nearMisses: { shown: nearMisses.slice(0, SHOWN), count: nearMisses.length } },
    body: (link) => html`<p>${variant === undefined ? 'No red flag: it counts where other rules name it.' : html`<strong>Red flag</strong>, leads to ${link(variant)}.`}${family !== undefined && html` Family: ${family.replaceAll('-', ' ')} (one A makes a variant definite, two Bs of different families probable, one B possible).`}${urgency !== undefined && html` ${urgency === 'emergent' ? 'An emergency.' : 'Urgent.'}`}</p>
<p class="source">Source: ${citation(source)}. Code <code>${code}</code>.</p>
${rests.evidence.length > 0 && html`<h2>Evidence</h2><ul class="rows">${rests.evidence.map(({ fact, title: name, grade, counts, notes }) => html`<li><span class="grade" title="${(gradeWords as Readonly<Record<string, string>>)[grade]}">${grade}</span> <a href="#fact-${fact}">${name}</a>: ${counts}${notes.map((note) => `; ${note}`)}.</li>`)}</ul>
<p class="small quiet">Grade A ${gradeWords.A}, B ${gradeWords.B}, C ${gradeWords.C}. A provisional or differential diagnosis counts one grade lower unless it says otherwise.</p>`}
${rests.criteria.length > 0 && html`<h2>Criteria</h2><p>The first that holds gives its grade.</p><ol class="rows">${rests.criteria.map(({ when, grade, note }) => html`<li><span class="grade">${grade}</span> ${criterion(when)}${note !== undefined && html` <span class="quiet">${note}</span>`}</li>`)}</ol>`}
${rests.requires !== undefined && html`<h2>Only where</h2><p>${criterion(rests.requires)}</p>`}
${rests.adjustments.length > 0 && html`<h2>Raised or held down</h2><ul class="rows">${rests.adjustments.map(({ when, effect, note }) => html`<li>${effect} while ${criterion(when)} <span class="quiet">${note}</span></li>`)}</ul>`}
${rests.answers.length > 0 && html`<h2>Answers</h2><p>The first whose condition holds.</p><ol class="rows">${rests.answers.map(({ answer, when }) => html`<li><strong>${inWords(answer)}</strong>${when === undefined ? ': else' : html`: ${criterion(when)}`}</li>`)}</ol>`}
${settingsPart(readable, rests.settings)}
${rests.facts.length > 0 && html`<h2>What is looked for</h2>${rests.facts.map((fact) => factPart(fact, link))}`}
${usedBy.length > 0 && html`<h2>Where it counts</h2><ul>${usedBy.map((ref) => html`<li>${link(ref)}</li>`)}</ul>`}
${list('Vignettes', proofs, link)}${list('Near misses: it must stay silent', nearMisses, link)}`,
  };
}

function criterion({ expression, words }: Criterion): Html {
  return words === undefined ? html`<code>${expression}</code>` : html`${words} <details class="inline"><summary>expression</summary><code>${expression}</code></details>`;
}

function list(title: string, refs: readonly Parameters<Parameters<KnowledgePage['body']>[0]>[0][], link: Parameters<KnowledgePage['body']>[0]): Html | false {
  return refs.length > 0 && html`<h2>${title}</h2><ul>${refs.slice(0, SHOWN).map((ref) => html`<li>${link(ref)}</li>`)}</ul>${refs.length > SHOWN && html`<p class="quiet">and ${refs.length - SHOWN} more</p>`}`;
}
