/** A resource as it would have looked at an earlier moment, as far as it tells: what came later is gone, and what cannot be told is never taken for certain. */
import { dayRange } from '../decision/calendar.ts';
import type { Resource } from '../decision/chart.ts';
import { list, member, statusCode } from '../decision/concept.ts';
import { courseOf } from '../decision/course.ts';
import { DATES, knownBy, type Knowledge } from './known-by.ts';
import { placeInTime, type Moment } from './moment.ts';

export interface Earlier {
  readonly resource: Resource;
  /** `state`: it was known, and what it says now may have been decided later. */
  readonly certainty: Exclude<Knowledge, 'later'> | 'state';
  /** Done or given, and not surely before: what was done before is not known whole. */
  readonly isDoubtfulCare: boolean;
}

/** What is done to a patient, or ordered to be: each counts as care that was tried. */
const CARE = ['Procedure', 'MedicationRequest', 'MedicationStatement', 'MedicationDispense', 'MedicationAdministration', 'Encounter', 'ServiceRequest', 'ImagingStudy'];
/** Problems keep their doubtful dates: they are read as the range they may lie in. */
const KEEPS_DATES = ['Condition', 'AllergyIntolerance'];
const OVER_PROBLEM = ['resolved', 'inactive', 'remission'];
const ABATEMENT = ['abatementDateTime', 'abatementPeriod', 'abatementAge', 'abatementRange', 'abatementString'];
const OVER_DRUG = ['completed', 'stopped', 'ended', 'on-hold'];
/** Beyond every course. */
const END_OF_TIME = 1e7;

/** `undefined` for what came later. The resource is in R4 shape; `visitStart` answers the start of a visit by its reference. */
export function asOf(resource: Resource, moment: Moment, visitStart: (reference: unknown) => unknown): Earlier | undefined {
  const knowledge = knownBy(resource, moment, visitStart);
  if (knowledge === 'later') return undefined;
  const { shown, isStateOpen } = rollBack(withoutLaterNotes(resource, moment), moment);
  const isDoubtful = knowledge === 'doubtful';
  return {
    resource: isDoubtful && !KEEPS_DATES.includes(resource.resourceType) ? withoutDates(shown) : shown,
    certainty: isStateOpen && (knowledge === 'known' || knowledge === 'same-day') ? 'state' : knowledge,
    isDoubtfulCare: CARE.includes(resource.resourceType) && (isDoubtful || isStateOpen),
  };
}

interface RolledBack {
  readonly shown: Resource;
  /** Whether it was in that state at the moment cannot be told. */
  readonly isStateOpen: boolean;
}

function rollBack(resource: Resource, moment: Moment): RolledBack {
  const as = (shown: Resource, isStateOpen = false): RolledBack => ({ shown, isStateOpen });
  // Nothing was changed since: the state is that of the moment.
  const isUnchanged = placeInTime(member(resource['meta'], 'lastUpdated'), moment) === 'before';
  switch (resource.resourceType) {
    case 'Condition': return isUnchanged ? as(resource) : problemAsOf(resource, moment);
    case 'MedicationRequest':
    case 'MedicationStatement':
    case 'MedicationDispense': return drugAsOf(resource, moment, isUnchanged);
    case 'Procedure': return as(endsLater(resource['performedPeriod'], moment) ? { ...resource, performedPeriod: startOf(resource['performedPeriod']), ...(resource['status'] === 'completed' && { status: 'in-progress' }) } : resource);
    case 'Encounter': return as(endsLater(resource['period'], moment) ? { ...resource, period: startOf(resource['period']), ...(resource['status'] === 'finished' && { status: 'in-progress' }) } : resource);
    case 'Patient': return as(placeInTime(resource['deceasedDateTime'], moment) === 'before' ? resource : without(resource, ['deceasedBoolean', 'deceasedDateTime']));
    default: return as(resource);
  }
}

/** An end that came later is no end; one without a day, and a refutation, may have come later. */
function problemAsOf(problem: Resource, moment: Moment): RolledBack {
  const isRefuted = statusCode(problem['verificationStatus']) === 'refuted';
  const believed: Resource = isRefuted ? { ...problem, verificationStatus: { coding: [{ code: 'unconfirmed' }] } } : problem;
  const isOver = OVER_PROBLEM.includes(statusCode(problem['clinicalStatus']) ?? '');
  const ended = endOfProblem(problem, moment);
  if (ended === 'before' || (ended === undefined && !isOver)) return { shown: believed, isStateOpen: isRefuted };
  const going = without(believed, ABATEMENT);
  if (ended === 'after') return { shown: isOver ? { ...going, clinicalStatus: { coding: [{ code: 'active' }] } } : going, isStateOpen: isRefuted };
  return { shown: isOver ? without(going, ['clinicalStatus']) : going, isStateOpen: true };
}

function endOfProblem({ abatementDateTime, abatementPeriod, abatementString }: Resource, moment: Moment): ReturnType<typeof placeInTime> {
  return placeInTime(abatementDateTime, moment) ?? placeInTime(member(abatementPeriod, 'end'), moment) ?? placeInTime(member(abatementPeriod, 'start'), moment) ?? placeInTime(abatementString, moment);
}

/** A drug that is over now was going on where its course reaches beyond the moment; where no end is told, that cannot be known. */
function drugAsOf(drug: Resource, moment: Moment, isUnchanged: boolean): RolledBack {
  const shown = endsLater(drug['effectivePeriod'], moment) ? { ...drug, effectivePeriod: startOf(drug['effectivePeriod']) } : drug;
  if (isUnchanged || !OVER_DRUG.includes(statusCode(drug['status']) ?? '')) return { shown, isStateOpen: false };
  const end = courseOf({ ...drug, status: 'active' }, END_OF_TIME)?.end;
  if (end === undefined) return { shown, isStateOpen: true };
  return { shown: end >= moment.days.earliest ? { ...shown, status: 'active' } : shown, isStateOpen: false };
}

function endsLater(period: unknown, moment: Moment): boolean {
  return placeInTime(member(period, 'end'), moment) === 'after' && dayRange(member(period, 'start')) !== undefined;
}

function startOf(period: unknown): object {
  const { end: _, ...rest } = period as Readonly<Record<string, unknown>>;
  return rest;
}

function withoutLaterNotes(resource: Resource, moment: Moment): Resource {
  const notes = list(resource['note']);
  const kept = notes.filter((note) => placeInTime(member(note, 'time'), moment) !== 'after');
  return kept.length === notes.length ? resource : { ...resource, note: kept };
}

function withoutDates(resource: Resource): Resource {
  const bare = without(resource, DATES);
  const name = bare['dosageInstruction'] === undefined ? 'dosage' : 'dosageInstruction';
  if (bare[name] === undefined) return bare;
  return { ...bare, [name]: list(bare[name]).map((dosage) => (member(dosage, 'timing') === undefined ? dosage : without(dosage as Resource, ['timing']))) };
}

function without(resource: Resource, elements: readonly string[]): Resource {
  if (!elements.some((name) => resource[name] !== undefined)) return resource;
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !elements.includes(name))) as unknown as Resource;
}
