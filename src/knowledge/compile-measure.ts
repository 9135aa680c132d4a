/** A measure's file as the core counts by it: own facts with own codes, look-backs as alternatives. */
import type { Lexicon } from '../decision/phrases.ts';
import type { LookBack, Measure, MeasureExclusion } from '../decision/topic.ts';
import { compileFact } from './compile-fact.ts';
import { indexCodes } from './index-codes.ts';
import type { MeasureExclusionFile, MeasureFile, TopicFiles } from './topic-files.ts';

/** Compiles a measure that passed the gates of shape and names. Its facts have codes alone: no words, no criteria. */
export function compileMeasure(file: MeasureFile, files: TopicFiles, lexicon: Lexicon): Measure {
  const sets = file.facts.flatMap(({ coded, notCoded }) => [...coded, ...(notCoded ?? [])]);
  return {
    id: file.id, title: file.title, edition: file.edition, source: file.source, needs: file.needs,
    atLeast: file.age.atLeast, atMost: file.age.atMost,
    sought: {
      facts: file.facts.map((fact) => compileFact(fact, () => { throw new Error('facts of measures have no criteria'); })),
      codes: indexCodes(files, files.valueSets.filter(({ id }) => sets.includes(id))),
      lexicon,
      encounterDiagnosisDays: files.topic.encounterDiagnosisDays,
    },
    event: file.event.fact, intake: [file.event.from, file.event.to], clearDays: file.clearDays, windowDays: file.windowDays,
    exclusions: file.exclusions.map(compileExclusion),
  };
}

function compileExclusion({ id, title, needs, facts, topicFacts, exposure, ...lookBack }: MeasureExclusionFile): MeasureExclusion {
  const common = { id, title, needs: needs ?? [] };
  if (exposure !== undefined) return { ...common, kind: 'exposure', ...exposure };
  return { ...common, kind: 'facts', facts: facts ?? [], topicFacts: topicFacts ?? [], lookBack: lookBackOf(lookBack), countsWhileActive: lookBack.whileActive ?? false };
}

function lookBackOf({ days, year }: Pick<MeasureExclusionFile, 'days' | 'year'>): LookBack {
  if (days !== undefined) return { kind: 'days', days };
  return year === true ? { kind: 'year' } : { kind: 'ever' };
}
