/** The days a medication resource covers (MedicationRequest, -Statement, -Dispense, -Administration). */
import type { Resource } from './chart.ts';
import { dayRange, type DayRange } from './calendar.ts';
import { list, member, statusCode } from './concept.ts';

/** One course of a drug, in day numbers; an open end runs on. */
export interface Course {
  readonly isActive: boolean;
  readonly start?: number;
  readonly end?: number;
}

/** FHIR R4 request-intent of what nobody has ordered yet (a `plan` is how some EHRs write what the patient reports to take). */
const NOT_ORDERED = ['proposal', 'option'];
const COUNTS = ['active', 'completed', 'stopped', 'on-hold', 'in-progress', 'ended', 'recorded', 'unknown'];
const DAYS_PER_UNIT: Readonly<Record<string, number>> = { d: 1, day: 1, days: 1, wk: 7, week: 7, weeks: 7, mo: 30.44, month: 30.44, months: 30.44, a: 365.25, year: 365.25, years: 365.25 };

/** The course a resource records, or `undefined` for one that was never taken (drafts, cancelled, refused). */
export function courseOf(medication: Resource, asOf: number): Course | undefined {
  const status = statusCode(medication['status']) ?? 'active';
  if (!COUNTS.includes(status) || medication['doNotPerform'] === true || NOT_ORDERED.includes(String(medication['intent']))) return undefined;
  const start = startOf(medication);
  const end = endOf(medication, start);
  const isOver = end !== undefined && end < asOf;
  const isActive = (status === 'active' || status === 'in-progress' || status === 'recorded') && !isOver && (start === undefined || start <= asOf);
  const last = end ?? (isActive || start === undefined ? undefined : start);
  return { isActive, ...(start !== undefined && { start }), ...(last !== undefined && { end: Math.min(last, Math.max(asOf, start ?? last)) }) };
}

function startOf(medication: Resource): number | undefined {
  const dates = [
    member(medication['effectivePeriod'], 'start'), medication['effectiveDateTime'], medication['occurrenceDateTime'], medication['whenHandedOver'], medication['whenPrepared'],
    member(bounds(medication), 'start'), medication['authoredOn'], medication['dateAsserted'],
  ];
  return dates.map((date) => dayRange(date)?.earliest).find((day) => day !== undefined);
}

/** In order of trust: the stated period, the days dispensed, the supply ordered with its refills, the dosage's bounds. */
function endOf(medication: Resource, start: number | undefined): number | undefined {
  const stated = dayRange(member(medication['effectivePeriod'], 'end')) ?? lastBound(medication);
  if (stated !== undefined) return stated.latest;
  if (medication.resourceType === 'MedicationAdministration') return dayRange(medication['effectiveDateTime'])?.latest;
  if (start === undefined) return undefined;
  const request = medication['dispenseRequest'];
  const refills = member(request, 'numberOfRepeatsAllowed');
  const supply = days(medication['daysSupply']) ?? days(member(request, 'expectedSupplyDuration'));
  if (supply !== undefined) return start + Math.round(supply * (1 + (typeof refills === 'number' ? refills : 0))) - 1;
  const bounded = dosagesOf(medication).map((dosage) => days(member(member(member(dosage, 'timing'), 'repeat'), 'boundsDuration')));
  return bounded.length === 0 || bounded.some((each) => each === undefined) ? undefined : start + Math.round(bounded.reduce<number>((sum, each) => sum + each!, 0)) - 1;
}

/** A taper bounds each of its dosages; the last to end ends the course. */
function lastBound(medication: Resource): DayRange | undefined {
  const ends = dosagesOf(medication).flatMap((dosage) => dayRange(member(member(member(member(dosage, 'timing'), 'repeat'), 'boundsPeriod'), 'end')) ?? []);
  return ends.sort((one, other) => other.latest - one.latest)[0];
}

function dosagesOf(medication: Resource): readonly unknown[] {
  return list(medication['dosageInstruction'] ?? medication['dosage']);
}

function repeat(medication: Resource): unknown {
  const dosage = list(medication['dosageInstruction'] ?? medication['dosage'])[0];
  return member(member(dosage, 'timing'), 'repeat');
}

function bounds(medication: Resource): unknown {
  return member(repeat(medication), 'boundsPeriod');
}

function days(quantity: unknown): number | undefined {
  const value = member(quantity, 'value');
  const unit = member(quantity, 'code') ?? member(quantity, 'unit') ?? 'd';
  const factor = DAYS_PER_UNIT[String(unit).toLowerCase()];
  return typeof value === 'number' && factor !== undefined ? value * factor : undefined;
}
