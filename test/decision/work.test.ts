/** How much work one decision is, counted and not timed: exact figures, so that whoever makes it more sees it. */
import { jest } from '@jest/globals';
import fhirpath from 'fhirpath';
import type { Chart, Resource } from '../../src/decision/chart.ts';
import type { CodeIndex } from '../../src/decision/code-index.ts';
import { decide } from '../../src/decision/decide.ts';
import type { Expression } from '../../src/decision/expression.ts';
import type { Topic } from '../../src/decision/topic.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { watch, watchAll } from '../support/count-reads.ts';

const counts = { criteria: 0, variables: 0, fhirpath: 0, memberships: 0, reads: 0 };
/** How often each member of the topic was asked for: most are for one stage alone. */
let asked: Record<string, number> = {};

function startCounting(): void {
  Object.assign(counts, { criteria: 0, variables: 0, fhirpath: 0, memberships: 0, reads: 0 });
  asked = {};
}

// fhirpath.js compiles a criterion when it is first put to it; what it gives back is counted from then on.
const compile = fhirpath.compile.bind(fhirpath) as (...args: unknown[]) => (...args: unknown[]) => unknown;
jest.spyOn(fhirpath, 'compile').mockImplementation(((...args: unknown[]) => {
  const evaluate = compile(...args);
  return (...data: unknown[]) => {
    counts.fhirpath += 1;
    return evaluate(...data);
  };
}) as never);

/** The same knowledge; its criteria and its indexes of codes count how often they are asked, and criteria how often they ask for a variable. */
function counting(topic: Topic): Topic {
  const walk = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
    if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, walk(each)]));
    if ('holds' in value) return countingHolds(value as Expression);
    if ('membership' in value) return countingMemberships(value as CodeIndex);
    return Array.isArray(value) ? value.map(walk) : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]));
  };
  const { facts, findings, orderSets, codes, measures } = topic;
  const members = walk({ facts, findings, orderSets, codes, measures }) as Partial<Topic>;
  return watch({ ...topic, ...members }, (name) => { asked[String(name)] = (asked[String(name)] ?? 0) + 1; });
}

function countingHolds(expression: Expression): Expression {
  const { text } = expression;
  return { text, holds: (subject, variables) => { counts.criteria += 1; return expression.holds(subject, watch(variables, () => { counts.variables += 1; })); } };
}

function countingMemberships(codes: CodeIndex): CodeIndex {
  return { ...codes, membership: (coding) => { counts.memberships += 1; return codes.membership(coding); } };
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

/** The relevant ones, and so many colds. */
function chartWith(colds: number, study = '72148'): Chart {
  const everyday = Array.from({ length: colds }, (_, index) => condition(`cold${index}`, 'J06.9', 'Acute upper respiratory infection', '2025-01-01'));
  const order: Resource = { resourceType: 'ServiceRequest', id: 'o', status: 'draft', intent: 'order', code: concept('http://www.ama-assn.org/go/cpt', study, 'a study'), reasonCode: [concept(ICD, 'M54.50', 'Low back pain')] };
  return { asOf: '2026-06-15', order, otherOrders: [], patient: { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1980-01-01' }, resources: [...everyday, ...structuredClone(RELEVANT)], reads: topic.reads.map(({ id }) => ({ id, state: 'complete' as const })) };
}

/** What the second of two decisions takes: what is worked out once for all charts is not counted. */
function work(colds: number): typeof counts & { readonly asked: typeof asked } {
  decide(topic, chartWith(colds));
  const chart = watchAll(chartWith(colds), () => { counts.reads += 1; });
  startCounting();
  expect(decide(topic, chart)?.scenario.id).toBe('V1');
  return { ...counts, asked: { ...asked } };
}

test('a decision about a usual chart asks so many criteria once each, none of them of FHIRPath, and reads so much of the chart', () => {
  expect(work(10)).toMatchObject({ criteria: 46, variables: 86, fhirpath: 0, memberships: 10, reads: 1598 });
});

test('each stage works once; a variant and its rating are looked up again for each answer to two open questions', () => {
  const stages = { studyWords: 1, facts: 1, adviceTable: 1, openQuestions: 1, measures: 1 };
  expect(work(10).asked).toMatchObject({ ...stages, scenarioTable: 1 + 4, ratings: 1 + 4 });
});

test('a thousand other problems are looked at once each, and make no other work', () => {
  const usual = work(10);
  // Of each: itself, its type, eight elements that would say more, its list of codes, and what its one code is and is called.
  expect(work(1000)).toEqual({ ...usual, reads: usual.reads + 990 * 21 });
});

test('what comes again by its code is compared with what it was called, and no name is looked up', () => {
  work(10);
  const chart = chartWith(1000);
  const named = jest.spyOn(Map.prototype, 'get');
  decide(topic, chart);
  const lookUps = named.mock.calls.filter(([key]) => key === 'Acute upper respiratory infection').length;
  named.mockRestore();
  expect(lookUps).toBe(0);
});

test('an order of no interest costs no look at the chart', () => {
  const chart = chartWith(10, '71045');
  const closed = Object.defineProperties({ ...chart }, Object.fromEntries(['resources', 'otherOrders', 'patient', 'reads'].map((name) => [name, { get: () => { throw new Error(`${name} was looked at`); } }])));
  startCounting();
  expect(decide(topic, closed)).toBeUndefined();
  expect(counts).toMatchObject({ criteria: 0, fhirpath: 0 });
});

test('an order without a code of the topic costs no look at its studies', () => {
  const chart = chartWith(0, '71045');
  const closed = Object.defineProperty({ ...topic }, 'studies', { get: () => { throw new Error('studies were looked at'); } });
  expect(decide(closed, chart)).toBeUndefined();
});

test('what is left to FHIRPath is counted here', () => {
  const chart = chartWith(0);
  const resources = chart.resources.map((resource) => (resource.id === 'weight' ? { ...resource, _valueQuantity: { id: 'x' } } : resource));
  startCounting();
  decide(topic, { ...chart, resources });
  expect(counts.fhirpath).toBe(1);
});
