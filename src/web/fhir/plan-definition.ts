/** A topic as a FHIR R4 PlanDefinition: which criteria apply, how each study is rated in them, and what is offered instead. */
import { ratingWords } from '../../stewardship/rating-words.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { criterionWords } from '../knowledge/criterion-words.ts';
import { ratedStudies } from '../knowledge/rated-studies.ts';
import { rowWords } from '../knowledge/row-words.ts';
import { citedSource } from '../knowledge/sources.ts';
import { canonicalOf } from './canonical.ts';

type Json = Readonly<Record<string, unknown>>;

/** Conditions are words: what decides is the topic's own table, not an engine that reads this. */
export function planDefinition(readable: ReadableTopic, base: string): Json {
  const { topic, files } = readable;
  const source = citedSource(files.topic.source)!;
  return {
    resourceType: 'PlanDefinition', id: topic.id, url: canonicalOf(readable, base)('PlanDefinition', topic.id), version: topic.version, name: topic.id.split('-').map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`).join(''), title: topic.title,
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'clinical-protocol' }] },
    status: 'draft', experimental: false, publisher: 'Backstop',
    description: `Which criteria of ${source.label} a patient fits, how each study is rated there, and what is offered instead. Conditions are given in words.`,
    purpose: files.topic.reviewed, usage: topic.usageRequirements,
    relatedArtifact: artifacts(readable),
    action: [criteria(readable), ratings(readable), ...offers(readable, base)],
  };
}

/** Every source a rule rests on, once. */
function artifacts({ topic, files }: ReadableTopic): readonly Json[] {
  const sources = [files.topic.source, ...files.findings.map(({ source }) => source), ...files.orderSets.map(({ source }) => source), files.numbers?.prevalence.source, ...[...topic.cards.values()].map(({ source }) => source)];
  const cited = sources.flatMap((source) => citedSource(source) ?? []);
  // The first of a label stays: it is the topic's own, which has the DOI.
  return [...new Map(cited.toReversed().map(({ label, url }) => [label, { type: 'citation', label, ...(url !== undefined && { url }) }])).values()].toReversed();
}

/** The rows of the table in order: the first whose condition holds. */
function criteria({ topic }: ReadableTopic): Json {
  return {
    id: 'criteria', title: 'Which criteria apply', description: 'The first of these whose condition holds.', groupingBehavior: 'logical-group', selectionBehavior: 'exactly-one',
    action: topic.scenarioTable.rows.map(({ cells, result }) => {
      const scenario = topic.scenarios.get(result.scenario)!;
      const words = rowWords(topic, cells).map((part) => part.words).join('; ');
      return {
        id: `row.${result.id}`, title: scenario.number === undefined ? scenario.title : `Variant ${scenario.number}: ${scenario.title}`, ...(scenario.advice !== undefined && { description: scenario.advice }),
        ...(words !== '' && { condition: [condition(words)] }),
        ...(scenario.ratedAs !== undefined && { relatedAction: [{ actionId: `ratings.${scenario.ratedAs}`, relationship: 'before' }] }),
      };
    }),
  };
}

function ratings(readable: ReadableTopic): Json {
  const { topic, files } = readable;
  const variants = [...topic.scenarios.values()].filter(({ id, ratedAs }) => ratedAs === id);
  return {
    id: 'ratings', title: 'How studies are rated', groupingBehavior: 'logical-group',
    documentation: [files.topic.source].map((source) => citedSource(source)!).map(({ label, url }) => ({ type: 'citation', label, ...(url !== undefined && { url }) })),
    action: variants.map(({ id, number, title }) => ({
      id: `ratings.${id}`, title: `Variant ${number}: ${title}`,
      action: ratedStudies(readable, id).map((study) => ({
        title: `${study.title}: ${ratingWords[study.category]}`, description: `Relative radiation level ${study.radiation} (${study.dose}).`,
        code: [{ coding: [topic.studies.find((each) => each.id === study.id)!.coding], text: study.title }],
      })),
    })),
  };
}

function offers(readable: ReadableTopic, base: string): readonly Json[] {
  const { topic, files } = readable;
  const canonical = canonicalOf(readable, base);
  return files.orderSets.map((set) => ({
    id: set.id, title: set.title, groupingBehavior: 'logical-group', selectionBehavior: 'any',
    action: set.items.map(({ id, title, isTicked, exclude = [], offer }) => {
      const unless = exclude.map(({ because }) => because).filter((each) => each !== undefined);
      const words = [...(offer === undefined ? [] : [criterionWords(topic, offer) ?? offer]), ...(unless.length > 0 ? [`None of: ${unless.join('; ')}`] : [])].join('. ');
      return { id: `${set.id}.${id}`, title, precheckBehavior: isTicked === true ? 'yes' : 'no', ...(words !== '' && { condition: [condition(words)] }), definitionCanonical: canonical('ActivityDefinition', `${set.id}.${id}`) };
    }),
  }));
}

/** FHIR R4 exp-1: an expression has a language; words are plain text. */
function condition(words: string): Json {
  return { kind: 'applicability', expression: { description: words, language: 'text/plain', expression: words } };
}
