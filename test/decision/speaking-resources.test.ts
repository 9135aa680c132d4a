/** Which resources of a chart a topic listens to: what is remembered of one must not silence another. */
import { expect, test } from '@jest/globals';
import type { Chart, Resource } from '../../src/decision/chart.ts';
import { keepSpeaking } from '../../src/decision/speaking-resources.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';

const topic = loadTopics(CARDS).find(({ id }) => id === 'low-back-pain')!;
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
const chart: Chart = { asOf: '2026-06-15', order: { resourceType: 'ServiceRequest', id: 'o' }, otherOrders: [], resources: [], reads: [] };

function isHeard(resource: Resource): boolean {
  return keepSpeaking(topic, { ...chart, resources: [resource] }).resources.length === 1;
}

const condition = (code: unknown): Resource => ({ resourceType: 'Condition', id: 'c', code });
const problem = (system: string, code: string, display: string): Resource => condition({ coding: [{ system, code, display }], text: display });

test('a code that nothing asks for says something under a name that is asked for, and nothing again under its own', () => {
  expect(isHeard(problem(ICD, 'J06.9', 'Acute upper respiratory infection'))).toBe(false);
  expect(isHeard(problem(ICD, 'J06.9', 'Cauda equina syndrome'))).toBe(true);
  expect(isHeard(problem(ICD, 'J06.9', 'Acute upper respiratory infection'))).toBe(false);
  expect(isHeard(condition({ coding: [{ system: ICD, code: 'J06.9', display: 'Acute upper respiratory infection' }], text: 'Cauda equina syndrome' }))).toBe(true);
});

test('a code that nothing asks for in one system is asked for in another', () => {
  expect(isHeard(problem('urn:local', 'G83.4', 'Local words'))).toBe(false);
  expect(isHeard(problem(ICD, 'G83.4', 'Local words'))).toBe(true);
  expect(isHeard(problem('urn:local', 'G83.4', 'Local words'))).toBe(false);
});

test('a code of many systems is judged in each of them', () => {
  for (let index = 0; index < 30; index += 1) expect(isHeard(problem(`urn:local:${index}`, 'C61', 'Local words'))).toBe(false);
  expect(isHeard(problem(ICD, 'C61', 'Local words'))).toBe(true);
  for (let index = 0; index < 30; index += 1) expect(isHeard(problem(`urn:local:${index}`, 'C61', 'Local words'))).toBe(false);
});

test('a name that says nothing among problems may be a drug that is asked for', () => {
  const concept = { coding: [{ system: 'urn:local', code: 'D1', display: 'Prednisone 20 MG Oral Tablet' }], text: 'Prednisone 20 MG Oral Tablet' };
  expect(isHeard(condition(concept))).toBe(false);
  expect(isHeard({ resourceType: 'MedicationRequest', id: 'm', medicationCodeableConcept: concept })).toBe(true);
});

test.each([[5], [null], ['words'], [[]], [{ coding: {} }], [{ coding: [null] }], [{ coding: [{ code: 5 }] }], [{ text: 5 }], [{ text: null, coding: [{ display: null }] }]])('a concept of an odd shape is for whoever reads it whole: %j', (code) => {
  expect(isHeard(condition(code))).toBe(true);
});
