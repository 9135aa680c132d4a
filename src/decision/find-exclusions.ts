/** What leaves a patient out of a quality measure, seen from the day the episode started. */
import { answerExposure } from './answer-exposure.ts';
import { dayInYearOf } from './calendar.ts';
import { countedDays } from './counted-days.ts';
import type { Facts, Sighting } from './recall-facts.ts';
import type { LookBack, Measure, MeasureExclusion, Topic } from './topic.ts';

export interface FoundExclusions {
  /** Ids of those that hold. */
  readonly excludedBy: readonly string[];
  /** Ids of those that cannot be told. */
  readonly unknown: readonly string[];
}

/** `own` are the facts of the measure, `facts` those of the topic; `missing` the reads that fell short. */
export function findExclusions(measure: Measure, topic: Topic, own: Facts, facts: Facts, start: number, missing: readonly string[]): FoundExclusions {
  const judged = measure.exclusions.map((exclusion) => {
    const holds = exclusion.kind === 'facts' ? isSeen(exclusion, own, facts, start) : isExposed(exclusion, topic, facts, start);
    return [exclusion.id, holds === false && exclusion.needs.some((read) => missing.includes(read)) ? undefined : holds] as const;
  });
  return {
    excludedBy: judged.flatMap(([id, holds]) => (holds === true ? [id] : [])),
    unknown: judged.flatMap(([id, holds]) => (holds === undefined ? [id] : [])),
  };
}

function isSeen({ facts, topicFacts, lookBack, countsWhileActive }: Extract<MeasureExclusion, { kind: 'facts' }>, own: Facts, ofTopic: Facts, start: number): boolean | undefined {
  const from = firstDay(lookBack, start);
  const sightings = [...facts.flatMap((fact) => own.sightings.get(fact) ?? []), ...topicFacts.flatMap((fact) => ofTopic.sightings.get(fact) ?? [])];
  const answers = sightings.filter(({ dated }) => dated.standing === 'confirmed').map((sighting) => isSince(sighting, from, countsWhileActive, own.asOf));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function firstDay(lookBack: LookBack, start: number): number {
  switch (lookBack.kind) {
    case 'ever': return -Infinity;
    case 'days': return start - lookBack.days;
    case 'year': return dayInYearOf(start, '01-01');
  }
}

/** Something without a date counts where any time does; elsewhere it cannot be told. */
function isSince(sighting: Sighting, from: number, countsWhileActive: boolean, asOf: number): boolean | undefined {
  const { isActive, ended } = sighting.dated;
  if (from === -Infinity || sighting.isReason || (countsWhileActive && isActive === true)) return true;
  const days = (countsWhileActive ? ended : undefined) ?? countedDays(sighting, asOf);
  if (days === undefined) return undefined;
  if (days.earliest >= from) return true;
  // A problem that does not say whether it goes on may still have done so.
  return days.latest >= from || (countsWhileActive && isActive === undefined) ? undefined : false;
}

/** Days in a row, without a gap; a course of unknown length leaves it open. */
function isExposed({ finding, windowDays, runDays }: Extract<MeasureExclusion, { kind: 'exposure' }>, topic: Topic, facts: Facts, start: number): boolean | undefined {
  const definition = topic.findings.find((each) => each.code === finding);
  if (definition?.kind !== 'exposure' || (facts.sightings.get(definition.fact) ?? []).length === 0) return false;
  const values = answerExposure({ ...definition, windowDays, gapDays: 0, levels: [] }, topic, { ...facts, asOf: start })?.values ?? {};
  if (Number(values['runDays'] ?? 0) >= runDays) return true;
  return Number(values['undated'] ?? 0) > 0 ? undefined : false;
}
