/** Changes to a chart that must not, or must in one direction only, change what is decided. */
import { dayNumber, dayOf } from '../../src/decision/calendar.ts';
import type { Chart, Resource } from '../../src/decision/chart.ts';

const DATE = /^\d{4}-\d{2}-\d{2}(?=$|T)/;
const PARTIAL = /^\d{4}(-\d{2})?$/;
const MONTH_NAMES = /\b(?:since|in)\s+(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d{4})/i;

/** The chart with every date moved by so many days. */
export function shiftChart(chart: Chart, days: number): Chart {
  return shift(chart, days) as Chart;
}

function shift(value: unknown, days: number): unknown {
  if (typeof value === 'string') return DATE.test(value) ? dayOf(dayNumber(value) + days) + value.slice(10) : value;
  if (Array.isArray(value)) return value.map((each) => shift(each, days));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shift(each, days)]));
}

/** Whether days alone carry its time: a month, a year or a date in words means other days elsewhere in the calendar; so does an age. */
export function isShiftable(chart: Chart): boolean {
  return !JSON.stringify(chart, (_, value: unknown) => (typeof value === 'string' && (PARTIAL.test(value) || MONTH_NAMES.test(value)) ? '\u0000' : value)).includes('\\u0000')
    && !/onsetAge|onsetRange|months?|years?/.test(JSON.stringify(chart.resources) + JSON.stringify(chart.order));
}

/** A decision without the days it names. */
export function withoutDays(decision: unknown): unknown {
  return decision === undefined ? undefined : JSON.parse(JSON.stringify(decision, (name, value: unknown) => (['date', 'asOf', 'start', 'until'].includes(name) ? undefined : value)));
}

/** Resources that have nothing to do with the back. */
export const unrelated: readonly Resource[] = [
  { resourceType: 'Condition', code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'J30.9' }], text: 'Allergic rhinitis' }, clinicalStatus: { coding: [{ code: 'active' }] }, recordedDate: '2024-04-01' },
  { resourceType: 'Condition', code: { coding: [{ system: 'http://snomed.info/sct', code: '367498001' }], text: 'Seasonal allergic rhinitis' }, onsetDateTime: '2019' },
  { resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8302-2' }], text: 'Body height' }, effectiveDateTime: '2026-05-02', valueQuantity: { value: 171, unit: 'cm' } },
  { resourceType: 'Immunization', status: 'completed', vaccineCode: { text: 'Influenza vaccine' }, occurrenceDateTime: '2025-10-01' },
  { resourceType: 'Procedure', status: 'completed', code: { text: 'Cataract extraction' }, performedDateTime: '2023-03-03' },
  { resourceType: 'MedicationRequest', status: 'active', intent: 'order', medicationCodeableConcept: { text: 'cetirizine 10 MG Oral Tablet' }, authoredOn: '2026-04-01' },
  { resourceType: 'FamilyMemberHistory', status: 'completed', relationship: { text: 'mother' }, condition: [{ code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'C50.911' }], text: 'Breast cancer' } }] },
  { resourceType: 'CarePlan', status: 'active', intent: 'plan', title: 'Asthma action plan' },
];

const problem = (code: string, text: string, recordedDate: string): Resource => ({
  resourceType: 'Condition', code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }], text }, recordedDate, onsetDateTime: recordedDate,
  clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] },
});

/** Definite red flags as of a day. */
export function definiteFlags(asOf: string): readonly Resource[] {
  const ago = (days: number): string => dayOf(dayNumber(asOf) - days);
  const words = (text: string, days: number): Resource => ({ ...problem('R20.0', text, ago(days)), code: { text } });
  return [
    problem('G83.4', 'Cauda equina syndrome', ago(0)), words('Saddle anesthesia', 1), words('Urinary retention', 2), words('Fecal incontinence', 2), words('Progressive bilateral leg weakness', 3),
    problem('M21.371', 'Foot drop, right foot', ago(2)), problem('C50.911', 'Malignant neoplasm of breast', ago(900)), problem('C79.51', 'Secondary malignant neoplasm of bone', ago(30)),
    problem('M46.46', 'Discitis, lumbar region', ago(4)), problem('A41.9', 'Sepsis', ago(10)), problem('B20', 'HIV disease', ago(2000)), problem('Z94.0', 'Kidney transplant status', ago(1000)),
    problem('M81.0', 'Age-related osteoporosis', ago(700)), problem('M48.56XA', 'Collapsed vertebra, lumbar region', ago(3)), problem('W01.0XXA', 'Fall on same level', ago(5)),
    { ...problem('Z91.89', 'Injection drug use', ago(20)), code: { coding: [{ system: 'http://snomed.info/sct', code: '226034001' }], text: 'Injecting drug user' } },
    { resourceType: 'Procedure', status: 'completed', code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '63030' }], text: 'Lumbar discectomy' }, performedDateTime: ago(1500) },
    { resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '38267-1' }], text: 'T-score lumbar spine' }, effectiveDateTime: ago(200), valueQuantity: { value: -3 } },
    { resourceType: 'MedicationRequest', status: 'active', intent: 'order', medicationCodeableConcept: { text: 'tacrolimus 1 MG Oral Capsule' }, authoredOn: ago(300) },
    { resourceType: 'MedicationStatement', status: 'active', medicationCodeableConcept: { text: 'prednisone 10 MG Oral Tablet' }, effectivePeriod: { start: ago(200) }, dosage: [{ text: '10 mg once daily' }] },
  ];
}
