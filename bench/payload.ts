/**
 * Bodies that speed is measured with: `order-select` with one imaging order and a chart. The same arguments give the same bytes. A body is kept in two
 * parts, as a load run sends it a thousand times: a small head that is new in every call (the order, the call) and the chart.
 */
import { ACTS, DRUGS, EVERYDAY, GRAVE, MEASUREMENTS } from './codes.ts';
import { randomFrom } from './random-from.ts';
import { createScribe, type Scribe } from './resources.ts';

/**
 * `typical`: a lumbar MRI after ten days of back pain, four resources and the order that bear on it. `worst`: a lumbar MRI, a hundred such resources of every family.
 * `no-interest`: the typical chart and a chest radiograph.
 */
export type Kind = 'typical' | 'worst' | 'no-interest';

export interface PayloadOptions {
  readonly kind: Kind;
  /** Conditions in the chart. */
  readonly conditions: number;
  /** YYYY-MM-DD: the day the order is drafted. */
  readonly today: string;
  readonly seed: number;
}

export interface Payload {
  /** The call with that number: the first part of the body, another order each time. */
  readonly head: (number: number) => Buffer;
  /** The rest. */
  readonly chart: Buffer;
}

/** The study of the order: CPT. */
const LUMBAR_MRI = ['72148', 'MRI lumbar spine without contrast'] as const;
const CHEST_FILM = ['71046', 'Radiologic examination, chest, 2 views'] as const;
const BACK_PAIN = ['M54.50', '279039007', 'Low back pain, unspecified'] as const;
/** As often as it takes for a hundred. */
const GRAVE_TIMES = 2;

/** A payload with that many Conditions. */
export function makePayload({ kind, conditions, today, seed }: PayloadOptions): Payload {
  const patientId = `patient-${String(seed).padStart(6, '0')}`;
  const random = randomFrom(seed);
  const scribe = createScribe(patientId, today, random);
  const prefetch = JSON.stringify(kind === 'worst' ? worstChart(patientId, scribe, conditions, random) : typicalChart(patientId, scribe, conditions, random));
  return { head: (number) => Buffer.from(headOf({ kind, patientId, today, number })), chart: Buffer.from(`"prefetch":${prefetch}}`) };
}

/** The whole body of one call. */
export function bodyOf({ head, chart }: Payload, number = 1): Buffer {
  return Buffer.concat([head(number), chart]);
}

function headOf({ kind, patientId, today, number }: { readonly kind: Kind; readonly patientId: string; readonly today: string; readonly number: number }): string {
  const [code, display] = kind === 'no-interest' ? CHEST_FILM : LUMBAR_MRI;
  const order = {
    resourceType: 'ServiceRequest', id: `order-${String(number).padStart(8, '0')}`, status: 'draft', intent: 'order', subject: { reference: `Patient/${patientId}` },
    code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code, display }], text: display }, authoredOn: `${today}T10:00:00Z`,
    reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: BACK_PAIN[0], display: BACK_PAIN[2] }], text: 'Low back pain' }],
  };
  const call = {
    hook: 'order-select', hookInstance: `5eed0000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
    context: { userId: 'Practitioner/example', patientId, selections: [`ServiceRequest/${order.id}`], draftOrders: { resourceType: 'Bundle', type: 'collection', entry: [{ resource: order }] } },
  };
  return `${JSON.stringify(call).slice(0, -1)},`;
}

type Prefetch = Readonly<Record<string, unknown>>;

/** What bears on the order: the pain, high blood pressure, a weight, a drug for the pain; the rest of the list is everyday. */
function typicalChart(patientId: string, scribe: Scribe, conditions: number, random: () => number): Prefetch {
  const problems = [scribe.condition(BACK_PAIN, 10), scribe.condition(['I10', '59621000', 'Essential hypertension'], 2100), ...everyday(scribe, conditions - 2, random)];
  return prefetchOf(patientId, scribe, {
    conditions: problems,
    observations: [scribe.observation(['29463-7', 'Body weight', 82, 'kg'], 10)],
    medications: [scribe.medication(['5640', 'Ibuprofen 400 MG Oral Tablet', 1200], 9)],
  });
}

/** A hundred: the list of grave problems, measurements, drugs and acts, each more than once. */
function worstChart(patientId: string, scribe: Scribe, conditions: number, random: () => number): Prefetch {
  const times = <Each, Made>(list: readonly Each[], make: (each: Each, daysAgo: number) => Made): readonly Made[] => Array.from({ length: GRAVE_TIMES }, (_, time) => list.map((each, index) => make(each, 3 + index * 5 + time * 170))).flat();
  const grave = times(GRAVE, scribe.condition);
  return prefetchOf(patientId, scribe, {
    conditions: [...grave, ...everyday(scribe, conditions - grave.length, random)],
    observations: times(MEASUREMENTS, scribe.observation), medications: times(DRUGS, scribe.medication), procedures: times(ACTS, scribe.procedure), encounters: [scribe.encounter(3)],
  });
}

function everyday(scribe: Scribe, count: number, random: () => number): readonly object[] {
  return Array.from({ length: Math.max(0, count) }, () => scribe.condition(EVERYDAY[Math.floor(random() * EVERYDAY.length)]!, 400 + Math.floor(random() * 5000)));
}

const READS = ['conditions', 'observations', 'procedures', 'medications', 'allergies', 'serviceRequests', 'encounters'] as const;

function prefetchOf(patientId: string, scribe: Scribe, sent: Readonly<Partial<Record<(typeof READS)[number], readonly object[]>>>): Prefetch {
  const bundles = READS.map((read) => {
    const resources = sent[read] ?? [];
    return [read, { resourceType: 'Bundle', type: 'searchset', total: resources.length, entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })) }] as const;
  });
  return { patient: { resourceType: 'Patient', id: patientId, gender: 'male', birthDate: scribe.day(41 * 365) }, ...Object.fromEntries(bundles) };
}
