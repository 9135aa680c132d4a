/** Small charts for the order set: a patient with acute back pain and nothing else, and the pieces to add to him or her. */
import type { Chart, ReadState, Resource } from '../../src/decision/chart.ts';
import { assessFindings } from '../../src/decision/assess-findings.ts';
import { chooseItems } from '../../src/decision/choose-items.ts';
import type { OrderSetChoice } from '../../src/decision/decision.ts';
import { answersOf } from '../../src/decision/match-scenario.ts';
import { recallFacts } from '../../src/decision/recall-facts.ts';
import type { Topic } from '../../src/decision/topic.ts';

export const TODAY = '2026-06-15';
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
export const SNOMED = 'http://snomed.info/sct';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
export const LOINC = 'http://loinc.org';

type Changes = Readonly<Record<string, unknown>>;
/** What a case says of its patient; `pain` is how many days the pain has lasted. */
export interface Patient {
  readonly age?: number;
  readonly pain?: number;
  readonly chart?: readonly Resource[];
  /** Orders drafted beside the study. */
  readonly drafts?: readonly Resource[];
  readonly reason?: string;
  readonly reads?: Readonly<Record<string, ReadState>>;
  /** Kidney function measured last month, unless it is the point of the case. */
  readonly egfr?: false;
  readonly spasm?: true;
}

/** The day so many days before today. */
export function ago(days: number): string {
  return new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);
}

/** An active problem by its words; a code as `system|code` or an ICD-10-CM code may be added. */
export function problem(text: string, changes: Changes & { readonly code?: string } = {}): Resource {
  const { code, ...rest } = changes;
  return {
    resourceType: 'Condition', clinicalStatus: status('active'), verificationStatus: status('confirmed'), recordedDate: ago(400), ...rest,
    code: { ...(code !== undefined && { coding: [codingOf(code)] }), ...(text !== '' && { text }) },
  };
}

export function drug(text: string, changes: Changes & { readonly code?: string } = {}): Resource {
  const { code, ...rest } = changes;
  return {
    resourceType: 'MedicationRequest', status: 'active', intent: 'order', authoredOn: ago(60), ...rest,
    medicationCodeableConcept: { ...(code !== undefined && { coding: [{ system: RXNORM, code }] }), ...(text !== '' && { text }) },
  };
}

export function allergy(text: string, changes: Changes & { readonly code?: string } = {}): Resource {
  const { code, ...rest } = changes;
  return {
    resourceType: 'AllergyIntolerance', clinicalStatus: status('active'), verificationStatus: status('confirmed'), ...rest,
    code: { ...(code !== undefined && { coding: [codingOf(code)] }), ...(text !== '' && { text }) },
  };
}

/** A final measurement or answer, last week unless stated. */
export function measured(text: string, value: number | string, changes: Changes & { readonly code?: string } = {}): Resource {
  const { code, ...rest } = changes;
  return {
    resourceType: 'Observation', status: 'final', effectiveDateTime: ago(7), code: { ...(code !== undefined && { coding: [codingOf(code)] }), text },
    ...(typeof value === 'number' ? { valueQuantity: { value } } : { valueString: value }), ...rest,
  };
}

export function procedure(text: string, days: number, changes: Changes = {}): Resource {
  return { resourceType: 'Procedure', status: 'completed', performedDateTime: ago(days), code: { text }, ...changes };
}

export function status(code: string): unknown {
  return { coding: [{ code }] };
}

export function egfr(value: number, days = 30): Resource {
  return measured('eGFR', value, { code: `${LOINC}|98979-8`, effectiveDateTime: ago(days) });
}

function codingOf(code: string): unknown {
  const [system, value] = code.includes('|') ? code.split('|') : [ICD, code];
  return { system, code: value };
}

/** The chart of a case: acute pain for five days, everything read. */
export function chartOf(topic: Topic, { age = 45, pain = 5, chart = [], drafts = [], reason = 'Low back pain', reads = {}, egfr: isMeasured, spasm }: Patient): Chart {
  const own = [
    problem('Low back pain', { code: 'M54.50', onsetDateTime: ago(pain), recordedDate: ago(pain) }),
    ...(isMeasured === false ? [] : [egfr(90)]),
    ...(spasm === true ? [problem('Muscle spasm of back', { code: 'M62.830', recordedDate: ago(pain) })] : []),
  ];
  return {
    asOf: TODAY,
    order: { resourceType: 'ServiceRequest', id: 'order', status: 'draft', intent: 'order', subject: { reference: 'Patient/p' }, code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] }, reasonCode: [{ text: reason }] },
    otherOrders: drafts.map((draft, index) => ({ id: `d${index}`, subject: { reference: 'Patient/p' }, ...draft, status: 'draft' })),
    patient: { resourceType: 'Patient', id: 'p', birthDate: `${2026 - age}-01-01` },
    resources: [...own, ...chart].map((resource, index) => ({ id: `r${index}`, subject: { reference: 'Patient/p' }, ...resource })),
    reads: topic.reads.map(({ id }) => ({ id, state: reads[id] ?? 'complete' })),
  };
}

/** What the order set makes of a chart, whatever the scenario. */
export function choicesFor(topic: Topic, chart: Chart): ReadonlyMap<string, OrderSetChoice> {
  const facts = recallFacts(topic, chart);
  const findings = assessFindings(topic, chart, facts);
  const choices = chooseItems(topic, chart, topic.orderSets.get('conservative-care')!, { facts, findings, answers: answersOf(topic, findings) });
  return new Map(choices.map((choice) => [choice.id, choice]));
}
