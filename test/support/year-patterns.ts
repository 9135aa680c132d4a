/** Patients of the simulated year, each with what is to be said of them, written by hand from the variants and the rating table of ACR 2021. */
import type { RatingCategory } from '../../src/decision/decision.ts';

export type Study = 'XR' | 'MR_WO' | 'MR_WWO' | 'CT_WO';

export interface Pattern {
  readonly id: string;
  readonly weight: number;
  /** Imaging seldom helps them. */
  readonly isLowValue?: true;
  readonly variant: string;
  readonly ratings?: Readonly<Record<Study, RatingCategory>>;
  readonly unrated?: string;
  /** Findings that, settled, would change the rating of the study. */
  readonly missing?: Readonly<Partial<Record<Study, readonly string[]>>>;
  readonly short?: readonly string[];
  /** Its place in the HEDIS measure while the start lies between 1 January and 3 December, and the start in days before the order. */
  readonly measure: 'eligible' | 'excluded' | 'outside' | 'unknown';
  readonly startedBefore?: number;
}

const all = <Value>(value: Value): Readonly<Record<Study, Value>> => ({ XR: value, MR_WO: value, MR_WWO: value, CT_WO: value });

export const STUDIES: readonly { readonly id: Study; readonly cpt: string; readonly weight: number }[] = [
  { id: 'MR_WO', cpt: '72148', weight: 5 }, { id: 'XR', cpt: '72100', weight: 3 }, { id: 'CT_WO', cpt: '72131', weight: 1 }, { id: 'MR_WWO', cpt: '72158', weight: 1 },
];

export const PATTERNS: readonly Pattern[] = [
  { id: 'acute', measure: 'eligible', startedBefore: 5, weight: 30, isLowValue: true, variant: 'V1', ratings: all('UNA') },
  { id: 'chronic', measure: 'eligible', weight: 14, isLowValue: true, variant: 'V2', ratings: all('UNA') },
  { id: 'observations-unread', measure: 'eligible', weight: 5, isLowValue: true, variant: 'V1', ratings: all('UNA'), short: ['observations'] },
  { id: 'cancer', measure: 'excluded', startedBefore: 5, weight: 16, variant: 'V7', ratings: { XR: 'MBA-D', MR_WO: 'UA', MR_WWO: 'UA', CT_WO: 'MBA' } },
  { id: 'infection-possible', measure: 'eligible', weight: 12, variant: 'V7', ratings: { XR: 'MBA-D', MR_WO: 'UA', MR_WWO: 'UA', CT_WO: 'MBA' }, missing: all(['recentInfection']) },
  { id: 'surgery', measure: 'excluded', weight: 12, variant: 'V5', ratings: { XR: 'UA', MR_WO: 'UA', MR_WWO: 'UA', CT_WO: 'MBA' } },
  { id: 'cauda-equina', measure: 'excluded', weight: 3, variant: 'V4', ratings: { XR: 'UNA', MR_WO: 'UA', MR_WWO: 'UA', CT_WO: 'MBA' } },
  { id: 'child', measure: 'outside', weight: 4, variant: 'ROUTE_CHILD', unrated: 'route' },
  { id: 'knee', measure: 'outside', weight: 3, variant: 'NONE', unrated: 'no-criteria' },
  { id: 'problems-unread', measure: 'unknown', weight: 3, variant: 'V1', unrated: 'unreadable', short: ['conditions'] },
];

interface Drafted {
  readonly client: string;
  readonly patient: string;
  readonly order: string;
  readonly requester: string | undefined;
  readonly pattern: Pattern;
  readonly study: Study;
}

const bundle = (...resources: readonly object[]): object => ({ resourceType: 'Bundle', type: 'searchset', total: resources.length, entry: resources.map((resource) => ({ resource })) });
const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
const REASONS: Readonly<Record<string, readonly [string, string]>> = { chronic: ['M54.50', 'Low back pain for 8 months'], knee: ['M25.561', 'Pain in right knee'], 'cauda-equina': ['M54.50', 'Low back pain for 3 days'] };

/** What an EHR would send for such drafts of one patient. */
export function bodyOf(drafts: readonly Drafted[], hook: string, now: Date): object {
  const [{ client, patient, pattern }] = drafts as readonly [Drafted];
  const subject = { reference: `Patient/${patient}` };
  const [code, text] = REASONS[pattern.id] ?? ['M54.50', 'Low back pain for 5 days'];
  const condition = (icd10: string, display: string, recorded: number): object => ({
    resourceType: 'Condition', id: 'c1', subject, clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: icd10, display }] }, recordedDate: daysBefore(now, recorded), onsetDateTime: daysBefore(now, recorded),
  });
  const backPain = { ...condition('M54.50', 'Low back pain', 5), id: 'c2' };
  const conditions: Readonly<Record<string, readonly object[]>> = {
    acute: [backPain], cancer: [condition('C50.911', 'Breast cancer', 300), backPain], 'infection-possible': [condition('N10', 'Acute pyelonephritis', 21)], 'cauda-equina': [condition('G83.4', 'Cauda equina syndrome', 1)],
    surgery: [condition('M96.1', 'Postlaminectomy syndrome', 100)],
  };
  const orders = drafts.map(({ order, requester, study }) => ({
    resourceType: 'ServiceRequest', id: order, status: 'draft', intent: 'order', subject, ...(requester !== undefined && { requester: { reference: requester } }),
    code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: STUDIES.find(({ id }) => id === study)!.cpt }] }, reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }], text }], authoredOn: daysBefore(now, 0),
  }));
  const failed = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] };
  return {
    hook, hookInstance: '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01', fhirServer: `https://${client}.example.org/fhir`,
    context: { userId: 'Practitioner/u', patientId: patient, ...(hook === 'order-select' && { selections: orders.map(({ id }) => `ServiceRequest/${id}`) }), draftOrders: { resourceType: 'Bundle', type: 'collection', entry: orders.map((resource) => ({ resource })) } },
    prefetch: {
      patient: { resourceType: 'Patient', id: patient, gender: 'female', birthDate: pattern.id === 'child' ? daysBefore(now, 12 * 365) : daysBefore(now, 45 * 365) },
      conditions: pattern.id === 'problems-unread' ? failed : bundle(...(conditions[pattern.id] ?? [])),
      observations: pattern.id === 'observations-unread' ? failed : bundle(),
      ...Object.fromEntries(['procedures', 'medications', 'medicationStatements', 'medicationDispenses', 'medicationAdministrations', 'allergies', 'serviceRequests', 'encounters', 'devices', 'imagingStudies', 'diagnosticReports', 'questionnaireResponses'].map((id) => [id, bundle()])),
    },
  };
}
