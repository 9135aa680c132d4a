/** When a resource speaks of, and how far its status lets it count: the same few answers for every resource type. */
import type { Resource } from './chart.ts';
import { dayRange, type DayRange } from './calendar.ts';
import { list, member, relativeReference, statusCode } from './concept.ts';
import { courseOf } from './course.ts';
import { readOnset, type Onset } from './onset.ts';

/** How far a resource counts: in full, as a suspicion only, or not at all. */
export type Standing = 'confirmed' | 'suspected' | 'void';

/** The dates and status of one resource. */
export interface Dated {
  readonly standing: Standing;
  /** Going on now; `undefined` when the resource does not say. */
  readonly isActive: boolean | undefined;
  readonly onset: Onset;
  readonly recorded?: DayRange;
  /** The last day it is known of. */
  readonly seen?: DayRange;
  readonly ended?: DayRange;
}

/** What dates are read against. */
export interface Calendar {
  readonly asOf: number;
  readonly birth?: DayRange;
  /** Days an encounter diagnosis without a status is taken to last. */
  readonly encounterDiagnosisDays: number;
  readonly encounterDay: (reference: string) => DayRange | undefined;
}

const NEVER = { standing: 'void', isActive: undefined, onset: { isDropped: false } } as const;
const VOID_DIAGNOSIS = ['refuted', 'entered-in-error'];
const SUSPECTED_DIAGNOSIS = ['provisional', 'differential', 'unconfirmed', 'suspected'];
const ACTIVE_PROBLEM = ['active', 'recurrence', 'relapse'];
/** FHIR R4 observation-status and diagnostic-report-status of what is final. */
export const FINAL_OBSERVATION: readonly string[] = ['final', 'amended', 'corrected', 'appended'];
const EARLY_OBSERVATION = ['preliminary', 'registered'];
const VOID_ORDER = ['revoked', 'entered-in-error', 'cancelled', 'not-taken', 'draft', 'intended', 'declined', 'not-done'];
/** FHIR R4 encounter-status of visits that did not take place. */
export const VOID_VISIT: readonly string[] = ['cancelled', 'entered-in-error', 'planned', 'noshow'];

/** Dates and status of a resource of any type a fact may be looked for in. */
export function dateResource(resource: Resource, calendar: Calendar): Dated {
  switch (resource.resourceType) {
    case 'Condition': return dateCondition(resource, calendar);
    case 'AllergyIntolerance': return dateAllergy(resource, calendar);
    case 'Observation':
    case 'DiagnosticReport': return dateObservation(resource);
    case 'Procedure': return dateProcedure(resource);
    case 'MedicationRequest':
    case 'MedicationStatement':
    case 'MedicationDispense':
    case 'MedicationAdministration': return dateCourse(resource, calendar);
    case 'Encounter': return dateEvent(resource, VOID_VISIT, member(resource['period'], 'end') ?? member(resource['period'], 'start'));
    case 'ServiceRequest': return resource['doNotPerform'] === true ? NEVER
      : dateEvent(resource, VOID_ORDER.filter((status) => status !== 'draft'), resource['occurrenceDateTime'] ?? member(resource['occurrencePeriod'], 'start') ?? resource['authoredOn']);
    default: return dateEvent(resource, ['entered-in-error', 'cancelled'], resource['started'] ?? resource['recordedDate']);
  }
}

function dateCondition(condition: Resource, calendar: Calendar): Dated {
  const verification = statusCode(condition['verificationStatus']);
  if (verification !== undefined && VOID_DIAGNOSIS.includes(verification)) return NEVER;
  const recorded = dayRange(condition['recordedDate']) ?? assertedDate(condition);
  const abated = abatement(condition);
  const ended = abated !== undefined && abated.earliest <= calendar.asOf ? abated : undefined;
  const onset = readOnset(condition, { asOf: calendar.asOf, ...(calendar.birth && { birth: calendar.birth }), ...(recorded && { recorded }), ...(ended && { ended }) });
  const visit = relativeReference(condition['encounter']);
  const seen = latest([recorded, dayRange(member(condition['onsetPeriod'], 'end')), onset.range, visit === undefined ? undefined : calendar.encounterDay(visit)]);
  return {
    standing: verification !== undefined && SUSPECTED_DIAGNOSIS.includes(verification) ? 'suspected' : 'confirmed',
    isActive: ended !== undefined ? false : isActiveCondition(condition, recorded, calendar),
    onset,
    ...(recorded && { recorded }),
    ...(seen && { seen }),
    ...(ended && { ended }),
  };
}

/** clinicalStatus; where it is absent, an encounter diagnosis lasts its days and anything else is not known. */
function isActiveCondition(condition: Resource, recorded: DayRange | undefined, calendar: Calendar): boolean | undefined {
  const status = statusCode(condition['clinicalStatus']);
  if (status !== undefined && status !== 'unknown') return ACTIVE_PROBLEM.includes(status);
  const isVisitDiagnosis = list(condition['category']).some((category) => statusCode(category) === 'encounter-diagnosis');
  if (!isVisitDiagnosis || recorded === undefined) return undefined;
  return calendar.asOf - recorded.latest <= calendar.encounterDiagnosisDays;
}

/** An end that lies in the future is no end. */
function abatement(condition: Resource): DayRange | undefined {
  const period = condition['abatementPeriod'];
  return dayRange(condition['abatementDateTime']) ?? dayRange(member(period, 'end')) ?? dayRange(member(period, 'start')) ?? dayRange(condition['abatementString']);
}

/** US Core keeps the day a problem was asserted in an extension. */
function assertedDate(condition: Resource): DayRange | undefined {
  const extension = list(condition['extension']).find((each) => String(member(each, 'url')).endsWith('condition-assertedDate'));
  return dayRange(member(extension, 'valueDateTime'));
}

function dateAllergy(allergy: Resource, calendar: Calendar): Dated {
  const verification = statusCode(allergy['verificationStatus']);
  if (verification !== undefined && VOID_DIAGNOSIS.includes(verification)) return NEVER;
  if (statusCode(allergy['clinicalStatus']) === 'resolved') return NEVER;
  const recorded = dayRange(allergy['recordedDate']);
  return { standing: 'confirmed', isActive: true, onset: { isDropped: false }, ...(recorded && { recorded, seen: latest([recorded, { earliest: calendar.asOf, latest: calendar.asOf }])! }) };
}

/** Preliminary vital signs count as final: they are what the nurse has just measured. */
function dateObservation(observation: Resource): Dated {
  const status = statusCode(observation['status']) ?? 'final';
  const isVitalSign = list(observation['category']).some((category) => statusCode(category) === 'vital-signs');
  const isEarly = EARLY_OBSERVATION.includes(status);
  if (!isEarly && !FINAL_OBSERVATION.includes(status)) return NEVER;
  const period = observation['effectivePeriod'];
  const seen = dayRange(observation['effectiveDateTime']) ?? dayRange(observation['effectiveInstant']) ?? dayRange(member(period, 'end')) ?? dayRange(member(period, 'start')) ?? dayRange(observation['issued']);
  return { standing: isEarly && !isVitalSign ? 'suspected' : 'confirmed', isActive: true, onset: seen ? { range: seen, source: 'date', isDropped: false } : { isDropped: false }, ...(seen && { seen }) };
}

function dateProcedure(procedure: Resource): Dated {
  const status = statusCode(procedure['status']) ?? 'completed';
  const standing: Standing = status === 'completed' || status === 'in-progress' || status === 'unknown' ? 'confirmed' : status === 'stopped' || status === 'aborted' ? 'suspected' : 'void';
  if (standing === 'void') return NEVER;
  const period = procedure['performedPeriod'];
  const seen = dayRange(procedure['performedDateTime']) ?? dayRange(member(period, 'end')) ?? dayRange(member(period, 'start')) ?? dayRange(procedure['performedString']);
  if (status === 'in-progress') return { standing, isActive: true, onset: { isDropped: false }, ...(seen && { recorded: seen, seen }) };
  return { standing, isActive: false, onset: seen ? { range: seen, source: 'date', isDropped: false } : { isDropped: false }, ...(seen && { seen, ended: seen }) };
}

function dateCourse(medication: Resource, calendar: Calendar): Dated {
  const course = courseOf(medication, calendar.asOf);
  if (course === undefined) return NEVER;
  const { isActive, start, end } = course;
  const begun = start === undefined ? undefined : { earliest: start, latest: start };
  const last = end === undefined ? undefined : { earliest: end, latest: end };
  const seen = isActive ? { earliest: calendar.asOf, latest: calendar.asOf } : last ?? begun;
  return {
    standing: 'confirmed',
    isActive,
    onset: begun ? { range: begun, source: 'date', isDropped: false } : { isDropped: false },
    ...(begun && { recorded: begun }),
    ...(seen && { seen }),
    ...(!isActive && last && { ended: last }),
  };
}

function dateEvent(resource: Resource, voidStatuses: readonly string[], date: unknown): Dated {
  const status = statusCode(resource['status']);
  if (status !== undefined && voidStatuses.includes(status)) return NEVER;
  const seen = dayRange(date);
  return { standing: 'confirmed', isActive: undefined, onset: seen ? { range: seen, source: 'date', isDropped: false } : { isDropped: false }, ...(seen && { seen }) };
}

function latest(ranges: readonly (DayRange | undefined)[]): DayRange | undefined {
  return ranges.reduce<DayRange | undefined>((best, range) => (range !== undefined && (best === undefined || range.latest > best.latest) ? range : best), undefined);
}
