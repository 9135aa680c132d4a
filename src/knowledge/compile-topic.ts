/** Turns a topic's files into the Topic the core uses: expressions compiled, codes indexed, words made into patterns. */
import type { RatingCategory } from '../decision/decision.ts';
import { compileExpression, type Expression, type Parse } from '../decision/expression.ts';
import type { OrderSetItem, Study, Topic, TopicRead } from '../decision/topic.ts';
import { SOURCE_LANGUAGE } from './check-words.ts';
import { compileFact } from './compile-fact.ts';
import { compileFinding } from './compile-finding.ts';
import { compileItem } from './compile-item.ts';
import { compileLexicon } from './compile-lexicon.ts';
import { compileMeasure } from './compile-measure.ts';
import { adviceTable, scenarioTable } from './compile-tables.ts';
import { findDependents } from './find-dependents.ts';
import { indexCodes } from './index-codes.ts';
import { readByTopic } from './read-by-topic.ts';
import type { FactFile, OrderSetItemFile, TopicFiles } from './topic-files.ts';

/** Compiles files that passed the gates of shape, names and language. */
export function compileTopic(files: TopicFiles, parse?: Parse): Topic {
  const { name, topic } = files;
  const codes = indexCodes(files, readByTopic(files));
  const compile = (text: string, where: string): Expression => compileExpression(text, where, codes, parse);
  const findings = files.findings.map((finding) => compileFinding(finding, (text, where) => compile(text, `${finding.at}/${where}`)));
  const ratings = new Map<string, Map<string, RatingCategory>>();
  for (const [study, row] of Object.entries(files.variants.ratings)) {
    for (const [variant, category] of Object.entries(row)) {
      if (!ratings.has(variant)) ratings.set(variant, new Map());
      ratings.get(variant)!.set(study, category);
    }
  }
  const item = (each: OrderSetItemFile): OrderSetItem => compileItem(each, (text, where) => compile(text, `${name}/${where}`));
  const lexicon = compileLexicon(files.lexicon);
  const base = {
    id: topic.id, version: topic.version, title: topic.title, source: topic.source, cardTopic: topic.cardTopic,
    usageRequirements: topic.usageRequirements, encounterDiagnosisDays: topic.encounterDiagnosisDays, requiredReads: topic.requiredReads,
    reads: readsOf(files),
    codes,
    lexicon,
    studies: files.procedures.studies.map(compileStudy),
    studyWords: compileStudyWords(files),
    studySets: { ownSites: files.procedures.bodySites.here, otherSites: files.procedures.bodySites.elsewhere, notStudies: files.procedures.notStudies },
    facts: files.facts.map((fact) => compileFact(fact, (text) => compile(text, `${fact.at}/where`))),
    findings,
    dependents: findDependents(files.findings),
    measures: files.measures.map((measure) => compileMeasure(measure, files, lexicon)),
    scenarios: new Map(files.variants.scenarios.map((scenario) => [scenario.id, scenario])),
    ratings,
    notRatedWhen: files.variants.notRatedWhen,
    unavailable: files.variants.unavailable,
    ...(files.numbers !== undefined && { prevalence: files.numbers.prevalence }),
    openQuestions: files.variants.openQuestions,
    cards: new Map(files.cards.map((card) => [card.id, { ...card, suggestions: card.suggestions ?? [], overrideReasons: card.overrideReasons ?? [], links: card.links ?? [] }])),
    orderSets: new Map(files.orderSets.map((set) => [set.id, { id: set.id, title: set.title, items: set.items.map(item) }])),
    drafts: new Map(files.drafts.map((draft) => [draft.id, item(draft)])),
    overrideReasons: new Map(files.overrideReasons.map((reason) => [reason.id, reason])),
    links: new Map(files.links.map((link) => [link.id, link])),
    words: files.words.find(({ language }) => language === SOURCE_LANGUAGE)!,
    pages: files.pages.find(({ language }) => language === SOURCE_LANGUAGE)!,
    messages: {},
    languageNames: new Map(files.words.map(({ language, names = [] }) => [language, names])),
    translations: new Map<string, Topic>(),
    leaflets: new Map(files.leaflets.map((leaflet) => [leaflet.language, leaflet])),
  };
  return { ...base, scenarioTable: scenarioTable(files, findings), adviceTable: adviceTable(files, findings) };
}

/** A read is asked for when a fact uses its resource type; red flags hide in it when a red flag's fact does. */
function readsOf(files: TopicFiles): readonly TopicRead[] {
  const flagFacts = new Set(files.findings.filter((finding) => finding.leadsTo !== undefined).flatMap((finding) => (finding.evidence ?? []).map(({ fact }) => fact)));
  // The answers of a questionnaire are read as observations.
  const uses = (type: string, facts: readonly FactFile[]): boolean => facts.some((fact) => fact.in.includes(type === 'QuestionnaireResponse' ? 'Observation' : type));
  return files.topic.reads.filter(({ type }) => type === 'Patient' || uses(type, files.facts)).map((read) => ({
    id: read.id,
    resourceType: read.type,
    query: read.query ?? (read.type === 'Patient' ? 'Patient/{{context.patientId}}' : `${read.type}?patient={{context.patientId}}`),
    title: read.title,
    isOptional: read.optional ?? false,
    isNecessary: read.necessary ?? false,
    hidesRedFlags: read.type === 'Patient' || (read.optional !== true && uses(read.type, files.facts.filter((fact) => flagFacts.has(fact.name)))),
    ...(read.orElse !== undefined && { orElse: read.orElse }),
  }));
}

function compileStudy(study: TopicFiles['procedures']['studies'][number]): Study {
  const { id, title, modality, radiation, dose, coding, contrast, codes, beside, typicalDose, comparison } = study;
  return {
    id, title, modality, radiation, dose, coding, ratedAs: study.ratedAs ?? id, codedIn: codes.here, approximatelyCodedIn: codes.wide ?? [], unplacedCodedIn: codes.unplaced ?? [],
    ...(contrast !== undefined && { contrast }),
    ...(beside !== undefined && { beside }),
    ...(typicalDose !== undefined && { typicalDose }),
    ...(comparison !== undefined && { comparison }),
  };
}

function compileStudyWords({ procedures: { words } }: TopicFiles): Topic['studyWords'] {
  return {
    modalities: words.modalities.map(({ modality, phrase }) => ({ modality, phrase: pattern(phrase) })),
    region: pattern(words.region),
    wideRegion: pattern(words.wideRegion),
    otherRegion: pattern(words.otherRegion),
    notStudy: pattern(words.notStudy),
    contrast: words.contrast.map(({ contrast, phrase }) => ({ contrast, phrase: pattern(phrase) })),
  };
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'i');
}
