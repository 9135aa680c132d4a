/** How much work one decision is, counted and not timed: exact figures, so that whoever makes it more sees it. */
import { jest } from '@jest/globals';
import fhirpath from 'fhirpath';
import type { Chart, Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import type { Expression } from '../../src/decision/expression.ts';
import type { Topic } from '../../src/decision/topic.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';

const counts = { criteria: 0, fhirpath: 0, memberships: 0 };

// fhirpath.js compiles a criterion when it is first put to it; what it gives back is counted from then on.
const compile = fhirpath.compile.bind(fhirpath) as (...args: unknown[]) => (...args: unknown[]) => unknown;
jest.spyOn(fhirpath, 'compile').mockImplementation(((...args: unknown[]) => {
  const evaluate = compile(...args);
  return (...data: unknown[]) => {
    counts.fhirpath += 1;
    return evaluate(...data);
  };
}) as never);

/** The same knowledge; its criteria and its index of codes count how often they are asked. */
function counting(topic: Topic): Topic {
  const walk = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
    if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, walk(each)]));
    if ('holds' in value) return countingHolds(value as Expression);
    return Array.isArray(value) ? value.map(walk) : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]));
  };
  const { facts, findings, orderSets, codes } = topic;
  return {
    ...topic, facts: walk(facts) as Topic['facts'], findings: walk(findings) as Topic['findings'], orderSets: walk(orderSets) as Topic['orderSets'],
    codes: { ...codes, membership: (coding) => { counts.memberships += 1; return codes.membership(coding); } },
  };
}

function countingHolds(expression: Expression): Expression {
  return { text: expression.text, holds: (subject, variables) => { counts.criteria += 1; return expression.holds(subject, variables); } };
}

const topic = counting(loadTopics(CARDS)[0]!);
const concept = (system: string, code: string, text: string): object => ({ coding: [{ system, code, display: text }], text });
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
const condition = (id: string, code: string, text: string, day: string): Resource => ({ resourceType: 'Condition', id, clinicalStatus: { coding: [{ code: 'active' }] }, code: concept(ICD, code, text), onsetDateTime: day, recordedDate: day });
const RELEVANT: readonly Resource[] = [
  condition('back', 'M54.50', 'Low back pain', '2026-06-01'), condition('pressure', 'I10', 'Essential hypertension', '2020-01-01'),
  { resourceType: 'MedicationRequest', id: 'drug', status: 'active', intent: 'order', medicationCodeableConcept: concept('http://www.nlm.nih.gov/research/umls/rxnorm', '5640', 'Ibuprofen 400 MG'), authoredOn: '2026-06-02' },
  { resourceType: 'Observation', id: 'weight', status: 'final', code: concept('http://loinc.org', '29463-7', 'Body weight'), effectiveDateTime: '2026-06-02', valueQuantity: { value: 80, unit: 'kg' } },
];

/** The relevant ones, and so many colds; `reads` counts how often what a cold is called was looked at. */
function chartWith(colds: number, study: string): { readonly chart: Chart; readonly reads: () => number } {
  let reads = 0;
  const everyday = Array.from({ length: colds }, (_, index): Resource => {
    const { code, ...cold } = condition(`cold${index}`, 'J06.9', 'Acute upper respiratory infection', '2025-01-01');
    return Object.defineProperty(cold, 'code', { enumerable: true, get: () => { reads += 1; return code; } }) as Resource;
  });
  const order: Resource = { resourceType: 'ServiceRequest', id: 'o', status: 'draft', intent: 'order', code: concept('http://www.ama-assn.org/go/cpt', study, 'a study'), reasonCode: [concept(ICD, 'M54.50', 'Low back pain')] };
  const chart = { asOf: '2026-06-15', order, otherOrders: [], patient: { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1980-01-01' }, resources: [...everyday, ...structuredClone(RELEVANT)], reads: topic.reads.map(({ id }) => ({ id, state: 'complete' as const })) };
  return { chart, reads: () => reads };
}

/** What the second of two decisions takes: what is worked out once for all charts is not counted. */
function work(colds: number, study = '72148'): typeof counts & { readonly reads: number; readonly scenario: string | undefined } {
  decide(topic, chartWith(colds, study).chart);
  Object.assign(counts, { criteria: 0, fhirpath: 0, memberships: 0 });
  const { chart, reads } = chartWith(colds, study);
  const decision = decide(topic, chart);
  return { ...counts, reads: reads(), scenario: decision?.scenario.id };
}

test('a decision about a usual chart asks so many criteria, and none of them of FHIRPath', () => {
  expect(work(10)).toEqual({ criteria: 46, fhirpath: 0, memberships: 7, reads: 10, scenario: 'V1' });
});

test('a thousand other problems are looked at once each, and make no other work', () => {
  expect(work(1000)).toEqual({ ...work(10), reads: 1000 });
});

test('what comes again by its code is compared with what it was called, and no name is looked up', () => {
  work(10);
  const { chart } = chartWith(1000, '72148');
  const named = jest.spyOn(Map.prototype, 'get');
  decide(topic, chart);
  const lookUps = named.mock.calls.filter(([key]) => key === 'Acute upper respiratory infection').length;
  named.mockRestore();
  expect(lookUps).toBe(0);
});

test('an order of no interest costs no look at the chart', () => {
  const { chart } = chartWith(10, '71045');
  const closed = Object.defineProperties({ ...chart }, Object.fromEntries(['resources', 'otherOrders', 'patient', 'reads'].map((name) => [name, { get: () => { throw new Error(`${name} was looked at`); } }])));
  Object.assign(counts, { criteria: 0, fhirpath: 0 });
  expect(decide(topic, closed)).toBeUndefined();
  expect(counts).toMatchObject({ criteria: 0, fhirpath: 0 });
});

test('an order without a code of the topic costs no look at its studies', () => {
  const { chart } = chartWith(0, '71045');
  const closed = Object.defineProperty({ ...topic }, 'studies', { get: () => { throw new Error('studies were looked at'); } });
  expect(decide(closed, chart)).toBeUndefined();
});

test('what is left to FHIRPath is counted here', () => {
  const { chart } = chartWith(0, '72148');
  const resources = chart.resources.map((resource) => (resource.id === 'weight' ? { ...resource, _valueQuantity: { id: 'x' } } : resource));
  Object.assign(counts, { fhirpath: 0 });
  decide(topic, { ...chart, resources });
  expect(counts.fhirpath).toBeGreaterThan(0);
});
