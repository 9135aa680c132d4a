/** The measure as a FHIR R4 MeasureReport (summary). */
import type { Statistics } from './statistics.ts';

export interface MeasureReportOptions {
  /** Canonical name of what was measured; nothing needs to answer there. */
  readonly measure: string;
  readonly date: string;
}

const POPULATION = 'http://terminology.hl7.org/CodeSystem/measure-population';
const NOTATION = 'http://terminology.hl7.org/CodeSystem/measure-improvement-notation';

/** FHIR R4 MeasureReport of a proportion: the numerator counts eligible orders that were withdrawn, the score is numerator / (denominator − exclusions), and higher is better. */
export function measureReport({ selection: { from, to, client }, measure: { states, withdrawn } }: Statistics, { measure, date }: MeasureReportOptions): Readonly<Record<string, unknown>> {
  const population = (code: string, count: number): object => ({ code: { coding: [{ system: POPULATION, code }] }, count });
  // FHIR has no code for what could not be told, and none for what belongs to an episode that counts already.
  const other = (text: string, count: number): object => ({ code: { text }, count });
  const all = states.eligible + states.excluded;
  return {
    resourceType: 'MeasureReport',
    status: 'complete', type: 'summary', measure, date,
    ...(client !== undefined && { subject: { type: 'Group', display: `Orders of the client ${client}` } }),
    reporter: { display: 'Backstop: orders seen by this service, not all visits; not for reporting' },
    period: { start: from, end: to },
    improvementNotation: { coding: [{ system: NOTATION, code: 'increase' }] },
    group: [{
      population: [
        population('initial-population', all), population('denominator', all), population('denominator-exclusion', states.excluded), population('numerator', withdrawn.count),
        other('Not known: data missing', states.unknown), other('Eligible again in the same episode, not counted twice', states.again),
      ],
      ...(withdrawn.share !== undefined && { measureScore: { value: Math.round(withdrawn.share * 10_000) / 100, unit: '%', system: 'http://unitsofmeasure.org', code: '%' } }),
    }],
  };
}
