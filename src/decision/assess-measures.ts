/** How a decision counts in the quality measures of its topic. Pure, and after everything else: nothing is decided by it. */
import { addYears, dayInYearOf, dayOf, type DayRange } from './calendar.ts';
import type { Chart } from './chart.ts';
import type { Gap, MeasureResult, MeasureTest } from './decision.ts';
import { findEpisode } from './find-episode.ts';
import { findExclusions } from './find-exclusions.ts';
import { recallFacts, type Facts } from './recall-facts.ts';
import type { Measure, Topic } from './topic.ts';

/** One result a measure; a measure that is not about the patient's age costs nothing more. */
export function assessMeasures(topic: Topic, chart: Chart, facts: Facts, gaps: readonly Gap[]): readonly MeasureResult[] {
  const missing = gaps.map(({ read }) => read);
  return topic.measures.map((measure) => assess(measure, topic, chart, facts, missing));
}

function assess(measure: Measure, topic: Topic, chart: Chart, facts: Facts, missing: readonly string[]): MeasureResult {
  const age = isOfAge(measure, facts.birth, facts.asOf);
  if (age === false) return { id: measure.id, status: 'outside', outsideBy: ['age'], excludedBy: [], unknown: [] };
  const own = recallFacts(measure.sought, { ...chart, resources: resourcesFor(measure, chart), otherOrders: [] });
  const { start, isDiagnosed, isNew, isWithinWindow } = findEpisode(measure, own, !measure.needs.some((read) => missing.includes(read)));
  const tests: Readonly<Record<MeasureTest, boolean | undefined>> = { age, diagnosis: isDiagnosed, newEpisode: isNew, window: isWithinWindow };
  const names = Object.keys(tests) as MeasureTest[];
  const outsideBy = names.filter((name) => tests[name] === false);
  const untold = names.filter((name) => tests[name] === undefined);
  const known = {
    ...(start !== undefined && { start: dayOf(start), until: dayOf(start + measure.windowDays) }),
    ...(isWithinWindow !== undefined && { isWithinWindow }),
  };
  if (outsideBy.length > 0) return { id: measure.id, status: 'outside', outsideBy, excludedBy: [], unknown: [], ...known };
  if (untold.length > 0 || start === undefined) return { id: measure.id, status: 'unknown', outsideBy: [], excludedBy: [], unknown: untold, ...known };
  const { excludedBy, unknown } = findExclusions(measure, topic, own, facts, start, missing);
  return { id: measure.id, status: excludedBy.length > 0 ? 'excluded' : unknown.length > 0 ? 'unknown' : 'eligible', outsideBy: [], excludedBy, unknown, ...known };
}

/** Completed years by the reference days of the year; a partial birth date, or none, may leave it open. */
function isOfAge({ atLeast, atMost }: Measure, birth: DayRange | undefined, asOf: number): boolean | undefined {
  if (birth === undefined) return undefined;
  const isOldEnough = hasReached(birth, atLeast.years, dayInYearOf(asOf, atLeast.on));
  const isTooOld = hasReached(birth, atMost.years + 1, dayInYearOf(asOf, atMost.on));
  if (isOldEnough === false || isTooOld === true) return false;
  return isOldEnough === undefined || isTooOld === undefined ? undefined : true;
}

function hasReached(birth: DayRange, years: number, day: number): boolean | undefined {
  if (addYears(birth.latest, years) <= day) return true;
  return addYears(birth.earliest, years) > day ? false : undefined;
}

/** What its facts are looked for in, and the visits that date problems and name them. */
function resourcesFor({ sought }: Measure, { resources }: Chart): Chart['resources'] {
  return resources.filter(({ resourceType }) => resourceType === 'Encounter' || sought.facts.some((fact) => fact.resources.includes(resourceType)));
}
