/** A decision in words, for a person at a terminal: from the order to the advice, each step with what it rests on. Holds patient data. */
import type { Decision, Evidence, Finding, WouldChange } from '../../decision/decision.ts';
import type { Topic } from '../../decision/topic.ts';
import { tellIn, type Tell } from '../../web/tell.ts';

/** Several lines, the last one ended. */
export function printChain(topic: Topic, decision: Decision): string {
  const { study, scenario, rating, advice, findings, gaps, looked, wouldChange, measures, urgency } = decision;
  const tell = tellIn(topic.pages);
  const flags = findings.filter(({ leadsTo }) => leadsTo !== undefined);
  const nameOf = (id: string): string => scenarioName(topic, id);
  const hiding = gaps.filter(({ hidesRedFlags }) => hidesRedFlags).map(({ title }) => title);
  return lines(
    ['ORDER', decision.order, `as of ${decision.asOf}${decision.age === undefined ? '' : `, at the age of ${decision.age}`}`],
    ['STUDY', `${study.title} (${study.id}), recognised by its ${study.basis}`,
      ...(study.ratedAs === study.id ? [] : [`judged as ${topic.studies.find(({ id }) => id === study.ratedAs)?.title ?? study.ratedAs}`]),
      ...(study.isContrastOpen ? ['The order leaves contrast open.'] : []), ...(study.isApproximate ? ['The order is for more than the guideline\'s own row.'] : [])],
    ['RED FLAGS', ...(flags.length === 0 ? ['No red flags recorded in what was looked at.'] : flags.flatMap((finding) => printFlag(topic, finding, nameOf, tell))),
      ...(hiding.length > 0 ? [`Some may stand in what was not read: ${hiding.join(', ')}.`] : [])],
    ['WHAT ELSE', ...findings.filter(({ leadsTo }) => leadsTo === undefined).flatMap((finding) => printAnswer(topic, finding, tell))],
    ['VARIANT', nameOf(scenario.id), `row ${scenario.row}${scenario.certainty === undefined ? '' : `; ${tell(`explain.certain.${scenario.certainty}`)}`}`,
      ...scenario.alternatives.map(({ id, certainty }) => `also fits: ${nameOf(id)} (${certainty})`), ...(scenario.base === undefined ? [] : [`without weak signs: ${nameOf(scenario.base)}`])],
    ['RATING', ...(rating === undefined ? ['Not rated: no row of the guideline applies, or too little could be read.'] : [
      `${tell(`rating.${rating.category}`)} (${rating.category}), radiation ${rating.radiation} (${rating.dose})`,
      ...rating.better.map((each) => `fits as well or better: ${each.title}, ${tell(`rating.${each.category}`)}, radiation ${each.radiation}`)])],
    ['ADVICE', tell(`advice.${advice.kind}`), `row ${advice.row}; urgency: ${urgency === 'routine' ? urgency : tell(`explain.urgent.${urgency}`)}${advice.card === undefined ? '; no card' : `; card ${advice.card} (${advice.indicator})`}`,
      ...advice.orderSets.flatMap(({ id, items }) => items.map((item) => `${id}/${item.id}: ${item.excluded !== undefined ? 'left out' : item.isTicked ? 'ticked' : 'offered'}${cautions([...item.excluded ?? [], ...item.cautions ?? [], ...item.changed ?? []])}`))],
    ['WHAT WOULD CHANGE IT', ...(wouldChange.length === 0 ? ['Nothing that is open or weak.'] : wouldChange.map(({ title, ifPresent, ifAbsent }) => `${title}: if confirmed ${outcome(ifPresent, nameOf, tell)}; if excluded ${outcome(ifAbsent, nameOf, tell)}`))],
    ['LOOKED AT', looked.length === 0 ? 'Nothing was read whole.' : looked.join(', '), ...gaps.map(({ title, state, reason }) => `not whole: ${title} ${tell(`gap.${state}`)}${reason === undefined ? '' : ` (${reason})`}`)],
    ['MEASURES', ...measures.map(({ id, status, outsideBy, excludedBy, unknown }) => `${id}: ${status}${[...outsideBy, ...excludedBy, ...unknown].map((each) => `, ${each}`).join('')}`)],
    ['SOURCES', ...sourcesOf(topic, findings)],
    ['KNOWLEDGE', `${topic.title}, ${topic.id} ${topic.version}`],
  );
}

type Section = readonly [string, ...string[]];

/** A heading, and what stands below it. */
function lines(...sections: readonly Section[]): string {
  return `${sections.filter(({ length }) => length > 1).map(([heading, ...rest]) => `${heading}\n${rest.map((line) => `  ${line}`).join('\n')}`).join('\n')}\n`;
}

function printFlag(topic: Topic, { title, grade, leadsTo, because, notes }: Finding, nameOf: (id: string) => string, tell: Tell): readonly string[] {
  return [`${grade} ${title} (${tell(`grade.${grade!}`)}), leads to ${nameOf(leadsTo!)}`, ...because.map((evidence) => printEvidence(topic, evidence, tell)), ...(notes ?? []).map((note) => `    ${note}`)];
}

function printAnswer(topic: Topic, { title, grade, answer, because, notes, values }: Finding, tell: Tell): readonly string[] {
  const numbers = Object.entries(values ?? {}).map(([name, value]) => `${name} ${value}`).join(', ');
  return [`${title}: ${answer ?? grade ?? 'noticed'}${numbers === '' ? '' : ` (${numbers})`}`, ...because.map((evidence) => printEvidence(topic, evidence, tell)), ...(notes ?? []).map((note) => `    ${note}`)];
}

function printEvidence(topic: Topic, { fact, label, reference, date, origin, grade, note }: Evidence, tell: Tell): string {
  const title = topic.facts.find(({ name }) => name === fact)?.title ?? fact;
  return `    ${title}: "${label}" ${tell(`explain.origin.${origin}`)}, ${reference}${date === undefined ? '' : `, ${date}`}${grade === undefined ? '' : `, grade ${grade}`}${note === undefined ? '' : `; ${note}`}`;
}

function cautions(all: readonly { readonly because: string; readonly evidence: readonly Evidence[] }[]): string {
  return all.map(({ because, evidence }) => `; ${because}${evidence.length === 0 ? '' : ` (${evidence.map(({ label }) => label).join(', ')})`}`).join('');
}

function outcome({ scenario, category }: WouldChange['ifPresent'], nameOf: (id: string) => string, tell: Tell): string {
  return `${tell(`rating.${category ?? 'none'}`)} (${nameOf(scenario)})`;
}

function scenarioName(topic: Topic, id: string): string {
  const definition = topic.scenarios.get(id);
  if (definition === undefined) return id;
  return definition.number === undefined ? definition.title : `variant ${definition.number}: ${definition.title}`;
}

/** The guideline, then what the findings rest on. */
function sourcesOf(topic: Topic, findings: readonly Finding[]): readonly string[] {
  const cited = findings.flatMap(({ code }) => topic.findings.find((each) => each.code === code)?.source ?? []);
  return [...new Set([topic.source, ...cited].map(({ label, url }) => (url === undefined ? label : `${label} ${url}`)))];
}
