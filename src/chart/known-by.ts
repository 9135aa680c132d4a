/** Whether a resource was known at a moment, by the dates it bears. */
import type { Resource } from '../decision/chart.ts';
import { list, member, statusCode } from '../decision/concept.ts';
import { placeInTime, type Moment, type Place } from './moment.ts';

/**
 * `known`: surely. `same-day`: it is of that day, and no clock tells whether it came before. `undated`: it bears no date at all. `doubtful`: what
 * it bears may lie before or after. `later`: it came after.
 */
export type Knowledge = 'known' | 'same-day' | 'undated' | 'doubtful' | 'later';

/** When something was put on record (FHIR R4; earlier and later versions are brought into that shape before). */
const TOLD = ['recordedDate', 'authoredOn', 'issued', 'dateAsserted', 'authored'];
/** When it happened. */
const HAPPENED = ['onsetDateTime', 'effectiveDateTime', 'effectiveInstant', 'performedDateTime', 'occurrenceDateTime', 'started', 'whenHandedOver', 'whenPrepared'];
const PERIODS = ['onsetPeriod', 'effectivePeriod', 'performedPeriod', 'occurrencePeriod', 'period'];
/** Elements that date without naming a day. */
const ODD = ['onsetAge', 'onsetRange', 'onsetString', 'performedAge', 'performedRange', 'performedString', 'effectiveTiming', 'occurrenceTiming'];
/** What is found out over a time is known at its end. */
const RESULTS = ['Observation', 'DiagnosticReport'];

/** FHIR R4 observation-status and diagnostic-report-status of what was issued more than once. */
const REISSUED = ['amended', 'corrected', 'appended'];

/** Every element that dates a resource: what is doubtful is shown without them. */
export const DATES: readonly string[] = [...TOLD, ...HAPPENED, ...PERIODS, ...ODD];

/** `visitStart` is the start of a visit by its reference, as written. The resource is in R4 shape. */
export function knownBy(resource: Resource, moment: Moment, visitStart: (reference: unknown) => unknown): Knowledge {
  const told = [...TOLD.map((name) => resource[name]), assertedOn(resource)].filter(isThere);
  const toldAt = told.map((date) => placeInTime(date, moment));
  const isCondition = resource.resourceType === 'Condition';
  // A problem that a visit brought up was put on record at that visit.
  const visit = placeInTime(visitStart(resource['encounter']), moment);
  const recorded = toldAt.every((place) => place === undefined) && isCondition && visit !== undefined ? [visit] : toldAt;
  const happenedAt = [...HAPPENED.map((name) => resource[name]).filter(isThere).map((date) => placeInTime(date, moment)), ...PERIODS.map((name) => placeOfPeriod(resource, resource[name], moment)), doseStart(resource, moment)];
  const happened = happenedAt.filter((place) => place !== undefined);
  if (recorded.some((place) => place !== undefined)) {
    const knowledge = isCondition ? best(recorded) : worst(recorded);
    return knowledge === 'later' && isReissued(resource) && happened.length > 0 && worst(happened) !== 'later' ? 'doubtful' : knowledge;
  }
  if (happened.length > 0) return worst(happened);
  if (visit !== undefined) return worst([visit]);
  const isOdd = [...ODD, ...HAPPENED, ...PERIODS].some((name) => isThere(resource[name])) || told.length > 0;
  return isOdd ? 'doubtful' : 'undated';
}

/** The least certain of several dates decides; one that lies after lets nothing through. */
function worst(places: readonly (Place | undefined)[]): Knowledge {
  if (places.includes('after')) return 'later';
  if (places.includes('open') || places.includes(undefined)) return 'doubtful';
  return places.includes('same-day') ? 'same-day' : 'known';
}

/** A problem is known from the first time it was put on record: what was written of it later takes nothing back. */
function best(places: readonly (Place | undefined)[]): Knowledge {
  if (places.includes('before')) return 'known';
  if (places.includes('same-day')) return 'same-day';
  return places.every((place) => place === 'after') ? 'later' : 'doubtful';
}

/** The date of a result that was issued again is that of the last time: whether the first was before cannot be told. */
function isReissued({ resourceType, status }: Resource): boolean {
  return RESULTS.includes(resourceType) && REISSUED.includes(statusCode(status) ?? '');
}

/** A period that only ends may have begun, and been known, at any time: it places nothing. */
function placeOfPeriod({ resourceType }: Resource, period: unknown, moment: Moment): Place | undefined {
  const start = placeInTime(member(period, 'start'), moment);
  if (start === undefined || start === 'after' || !RESULTS.includes(resourceType)) return start;
  const end = placeInTime(member(period, 'end'), moment);
  return end === 'after' ? 'open' : end ?? start;
}

/** A drug whose order bears no date, by its dosage (FHIR R4 Timing.repeat.boundsPeriod). */
function doseStart(resource: Resource, moment: Moment): Place | undefined {
  const [dosage] = list(resource['dosageInstruction'] ?? resource['dosage']);
  return placeInTime(member(member(member(member(dosage, 'timing'), 'repeat'), 'boundsPeriod'), 'start'), moment);
}

/** US Core keeps the day a problem was asserted in an extension. */
function assertedOn({ resourceType, extension }: Resource): unknown {
  if (resourceType !== 'Condition') return undefined;
  return member(list(extension).find((each) => String(member(each, 'url')).endsWith('condition-assertedDate')), 'valueDateTime');
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
