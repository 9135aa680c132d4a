/** Gate "names", second part: answers, grades, columns, reads, types and code systems that are named without being defined, and placeholders in what is no draft. */
import type { Problem } from '../errors.ts';
import { resourceTypes } from './fhir-names.ts';
import { gradesOf } from './grades-of.ts';
import { nearestName } from './nearest-name.ts';
import type { FindingFile, TopicFiles } from './topic-files.ts';

/** Places of a fact that are no resource type: the reasons and the words of the order that is judged. */
const OF_THE_ORDER = ['reason', 'order'];
/** They come along with an order, where a client sends them, and are no part of a patient's chart. */
const ALONG = ['Practitioner', 'PractitionerRole', 'Organization', 'Location'];
/** Brought by another read: the answers of a questionnaire are read as observations. */
const READ_AS: Readonly<Record<string, string>> = { Observation: 'QuestionnaireResponse' };
const GRADES = ['A', 'B', 'C'];
const CARE = ['complete', 'progressive', 'partial', 'none', 'unknown'];
const PLACEHOLDER = /PLACEHOLDER|:\/\/example\.org\//;

/** Names that lead nowhere. */
export function checkReferences(files: TopicFiles): readonly Problem[] {
  const { name, topic, facts, findings, procedures, variants, codeSystems } = files;
  const types = [...OF_THE_ORDER, ...resourceTypes()];
  const reads = topic.reads.map(({ id }) => id);
  const brought = new Set([...OF_THE_ORDER, ...ALONG, 'Patient', ...topic.reads.map(({ type }) => type)]);
  const modalities = [...new Set([...procedures.studies.map(({ modality }) => modality), ...procedures.words.modalities.map(({ modality }) => modality)])];
  const rated = [...new Set(variants.scenarios.flatMap(({ ratedAs }) => ratedAs ?? []))];
  const systems = codeSystems.systems.map(({ uri }) => uri);
  const at = `${name}/variants.yaml#`;
  return [
    ...facts.flatMap((fact) => unknown(`${fact.at}/in`, 'resource type', fact.in, types)),
    ...facts.flatMap((fact) => fact.in.filter((type) => types.includes(type) && !brought.has(type) && !brought.has(READ_AS[type] ?? type)).map((type) => ({ pointer: `${fact.at}/in`, message: `no read of ${name}/topic.yaml brings a ${type}: the fact could never be seen there` }))),
    ...topic.reads.flatMap(({ id, type, orElse }) => [...unknown(`${name}/topic.yaml#/reads/${id}/type`, 'resource type', [type], types), ...unknown(`${name}/topic.yaml#/reads/${id}/orElse`, 'read', orElse === undefined ? [] : [orElse], reads)]),
    ...findings.flatMap((finding, index) => [
      ...gradesOf(finding).filter(([, grade]) => !(GRADES as readonly unknown[]).includes(grade)).map(([pointer, grade]) => ({ pointer: `${finding.at}/${pointer}`, message: `there is no grade ${String(grade)}${nearestName(String(grade), GRADES)}` })),
      ...unknown(`${finding.at}/care/reads`, 'read', finding.care?.reads.flat() ?? [], reads),
      ...unknown(`${finding.at}/imaging/repeatDays`, 'modality', Object.keys(finding.imaging?.repeatDays ?? {}), modalities),
      ...(finding.evidence ?? []).flatMap(({ leads }, each) => unknown(`${finding.at}/evidence/${each}/leads/episode`, 'earlier finding', leads === undefined ? [] : [leads.episode], findings.slice(0, index).map(({ code }) => code))),
    ]),
    ...procedures.studies.flatMap(({ beside }, index) => unknown(`${name}/procedures.yaml#/studies/${index}/beside`, 'modality', beside === undefined ? [] : [beside], modalities)),
    ...Object.entries(variants.ratings).flatMap(([study, row]) => unknown(`${at}/ratings/${study}`, 'variant that scenarios are rated as', Object.keys(row), rated)),
    ...variants.notRatedWhen.flatMap(({ finding, answers }, index) => answersKnown(`${at}/notRatedWhen/${index}`, files, finding, answers)),
    ...variants.unavailable.flatMap(({ finding, grades, studies }, index) => [...answersKnown(`${at}/unavailable/${index}/grades`, files, finding, grades), ...unknown(`${at}/unavailable/${index}/studies`, 'study', studies, procedures.studies.map(({ id }) => id))]),
    ...variants.openQuestions.flatMap(({ finding, open, present, absent }, index) => answersKnown(`${at}/openQuestions/${index}`, files, finding, [...open, present, absent])),
    ...variants.table.flatMap(({ certainty }, index) => [
      ...unknown(`${at}/table/${index}/certainty/from`, 'column', certainty?.from === undefined ? [] : [certainty.from], flagColumns(files)),
      ...unknown(`${at}/table/${index}/certainty/by`, 'finding', certainty?.by === undefined ? [] : [certainty.by], findings.map(({ code }) => code)),
      ...(certainty?.by === undefined ? [] : answersKnown(`${at}/table/${index}/certainty/values`, files, certainty.by, Object.keys(certainty.values ?? {}))),
    ]),
    ...files.valueSets.flatMap(({ id, compose }) => {
      const place = `${files.sharedValueSets.has(id) ? 'common' : name}/value-sets/${id}.json#/compose`;
      return [...new Set([...compose.include, ...compose.exclude ?? []].map(({ system }) => system))].filter((system) => !systems.includes(system))
        .map((system) => ({ pointer: place, message: `common/code-systems.yaml does not know the system ${system}: none of its codes could match${nearestName(system, systems)}` }));
    }),
    ...(topic.draft === true ? [] : placeholders(files)),
  ];
}

function flagColumns({ findings }: TopicFiles): readonly string[] {
  return findings.flatMap(({ leadsTo }) => (leadsTo === undefined ? [] : [`flags.${leadsTo}`]));
}

/** Of a finding that is not defined nothing can be told; that is said elsewhere. */
function answersKnown(pointer: string, { findings }: TopicFiles, code: string, used: readonly string[]): readonly Problem[] {
  const finding = findings.find((each) => each.code === code);
  return finding === undefined ? [] : unknown(pointer, `answer of ${code}`, used, answersOf(finding));
}

function answersOf({ answers, duration, care }: FindingFile): readonly string[] {
  if (answers !== undefined) return answers.map(({ answer }) => answer);
  if (duration !== undefined) return [...duration.classes.map(({ answer }) => answer), duration.unknown];
  return care !== undefined ? CARE : GRADES;
}

function unknown(pointer: string, kind: string, used: readonly string[], defined: readonly string[]): readonly Problem[] {
  return used.filter((each) => !defined.includes(each)).map((each) => ({ pointer, message: `there is no ${kind} ${each}${nearestName(each, defined)}` }));
}

/** By file, the first text of it that is to be replaced. */
function placeholders({ name, topic, facts, findings, procedures, variants, advice, cards, orderSets, drafts, overrideReasons, links, leaflets, questions, numbers, valueSets, sharedValueSets }: TopicFiles): readonly Problem[] {
  const own = valueSets.filter(({ id }) => !sharedValueSets.has(id));
  const parts: readonly (readonly [string, unknown])[] = [
    ['topic.yaml', topic], ['facts', facts], ['findings', findings], ['procedures.yaml', procedures], ['variants.yaml', variants], ['advice.yaml', advice], ...cards.map((card) => [`cards/${card.id}.yaml`, card] as const),
    ...orderSets.map((set) => [`order-sets/${set.id}.yaml`, set] as const), ['order-sets/drafts.yaml', drafts], ['override-reasons.yaml', overrideReasons], ['links.yaml', links], ...leaflets.map((leaflet) => [`leaflet/${leaflet.language}.yaml`, leaflet] as const),
    ['questions.yaml', questions], ['numbers.yaml', numbers], ...own.map((set) => [`value-sets/${set.id}.json`, set] as const),
  ];
  return parts.filter(([, content]) => PLACEHOLDER.test(JSON.stringify(content) ?? '')).map(([file]) => ({ pointer: `${name}/${file}#`, message: 'holds a placeholder: replace it, or say "draft: true" in topic.yaml' }));
}
