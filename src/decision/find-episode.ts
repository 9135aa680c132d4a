/** The episode a quality measure counts: its first diagnosis in the year, whether it is a new one, whether its window is open. */
import { dayInYearOf, type DayRange } from './calendar.ts';
import { countedDays } from './counted-days.ts';
import type { Facts, Sighting } from './recall-facts.ts';
import type { Measure } from './topic.ts';

/** Each answer is `undefined` where the chart does not settle it. */
export interface MeasuredEpisode {
  /** Day number of the first diagnosis, where it is one day. */
  readonly start?: number;
  readonly isDiagnosed: boolean | undefined;
  readonly isNew: boolean | undefined;
  readonly isWithinWindow: boolean | undefined;
}

interface Diagnosis {
  readonly days: DayRange;
  /** The last day it may have been seen for again: it went on until then. */
  readonly lasts: number;
}

/** Without `isComplete` a diagnosis may be missing: then only what is there can be said. */
export function findEpisode(measure: Measure, facts: Facts, isComplete: boolean): MeasuredEpisode {
  const { asOf } = facts;
  const diagnoses = (facts.sightings.get(measure.event) ?? []).flatMap((sighting) => diagnosesOf(sighting, asOf));
  const [from, to] = measure.intake.map((day) => dayInYearOf(asOf, day)) as [number, number];
  const possible = diagnoses.filter(({ days }) => days.latest >= from && days.earliest <= to);
  const certain = possible.filter(({ days }) => days.earliest >= from && days.latest <= to);
  if (possible.length === 0) return { isDiagnosed: isComplete ? false : undefined, isNew: undefined, isWithinWindow: undefined };
  const earliest = isComplete ? possible.reduce((first, { days }) => Math.min(first, Math.max(days.earliest, from)), Infinity) : from;
  const latest = certain.reduce((first, { days }) => Math.min(first, days.latest), Infinity);
  const start = earliest === latest ? earliest : undefined;
  return {
    ...(start !== undefined && { start }),
    isDiagnosed: certain.length > 0 ? true : undefined,
    isNew: start === undefined ? undefined : isNew(diagnoses, start, measure.clearDays, isComplete),
    isWithinWindow: asOf > latest + measure.windowDays ? false : asOf <= earliest + measure.windowDays ? true : undefined,
  };
}

/** A reason of this order is a diagnosis of today too, whenever the problem it names was recorded. Suspicions are no diagnoses. */
function diagnosesOf(sighting: Sighting, asOf: number): readonly Diagnosis[] {
  const { dated, isReason } = sighting;
  if (dated.standing !== 'confirmed') return [];
  const days = countedDays(sighting, asOf);
  const lasts = dated.isActive === true ? asOf : dated.ended?.latest ?? days?.latest ?? asOf;
  const recorded = { days: days ?? { earliest: -Infinity, latest: asOf }, lasts };
  return isReason ? [{ days: { earliest: asOf, latest: asOf }, lasts: asOf }, recorded] : [recorded];
}

/** An earlier problem that went on into the clear days may have been seen for in them: then it cannot be told. */
function isNew(diagnoses: readonly Diagnosis[], start: number, clearDays: number, isComplete: boolean): boolean | undefined {
  const earlier = diagnoses.filter(({ days }) => days.earliest < start);
  const first = start - clearDays;
  if (earlier.some(({ days }) => days.earliest >= first && days.latest < start)) return false;
  const isOpen = earlier.some(({ days, lasts }) => days.latest >= first || lasts >= first);
  return isOpen || !isComplete ? undefined : true;
}
