/** The measure as a FHIR R4 MeasureReport (summary). */
import type { Statistics } from './statistics.ts';

export interface MeasureReportOptions {
  /** Canonical address of what was measured. */
  readonly measure: string;
  readonly date: string;
}

const POPULATION = 'http://terminology.hl7.org/CodeSystem/measure-population';
const NOTATION = 'http://terminology.hl7.org/CodeSystem/measure-improvement-notation';

/** FHIR R4 MeasureReport: the numerator counts eligible orders whose imaging was not withdrawn, so the score is 1 − numerator / (denominator − exclusions), and higher is better. */
export function measureReport({ selection, measure: { states, withdrawn } }: Statistics, { measure, date }: MeasureReportOptions): Readonly<Record<string, unknown>> {
  const population = (code: string, count: number): object => ({ code: { coding: [{ system: POPULATION, code }] }, count });
  const all = states.eligible + states.excluded;
  return {
    resourceType: 'MeasureReport',
    status: 'complete', type: 'summary', measure, date,
    period: { start: selection.from, end: selection.to },
    improvementNotation: { coding: [{ system: NOTATION, code: 'increase' }] },
    group: [{
      population: [
        population('initial-population', all), population('denominator', all), population('denominator-exclusion', states.excluded), population('numerator', states.eligible - withdrawn.count),
      ],
      ...(withdrawn.share !== undefined && { measureScore: { value: Math.round(withdrawn.share * 10_000) / 100, unit: '%', system: 'http://unitsofmeasure.org', code: '%' } }),
    }],
  };
}
