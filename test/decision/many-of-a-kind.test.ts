/** What repeats itself costs as often as it comes, and not its square: a body of a kilobyte, inflated, must hold nobody up. Reads are counted, not timed. */
import { describe, expect, jest, test } from '@jest/globals';
import type { Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';

const topic = loadTopics(CARDS)[0]!;
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const LOINC = 'http://loinc.org';
const FEW = 50;
const TIMES = 4;

type Count = () => void;
/** `value`, and a count of how often it is read. */
const counted = (holder: object, name: string, value: unknown, count: Count): object => Object.defineProperty(holder, name, { enumerable: true, get: () => { count(); return value; } });
const codings = (number: number, system: string, code: string, display: string, count: Count): readonly object[] =>
  Array.from({ length: number }, (_none, index) => counted(counted({ system }, 'code', code, count), 'display', `${display} ${index}`, count));
const problem = (rest: object): Resource => ({ resourceType: 'Condition', id: 'c', clinicalStatus: { coding: [{ code: 'active' }] }, recordedDate: '2026-06-01', ...rest });
const drug = (rest: object): Resource => ({ resourceType: 'MedicationRequest', id: 'm', status: 'active', intent: 'order', authoredOn: '2026-06-01', ...rest });

/** What a decision takes: reads, and texts that are looked through. */
function workOf(make: (count: (times?: number) => void) => readonly Resource[]): number {
  let reads = 0;
  const resources = make((times = 1) => { reads += times; });
  const looks = jest.spyOn(RegExp.prototype, 'test');
  const order: Resource = { resourceType: 'ServiceRequest', id: 'o', status: 'draft', intent: 'order', code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] }, reasonCode: [{ coding: [{ system: ICD, code: 'M54.50' }] }] };
  const decision = decide(topic, { asOf: '2026-06-15', order, otherOrders: [], patient: { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1980-01-01' }, resources, reads: topic.reads.map(({ id }) => ({ id, state: 'complete' as const })) });
  expect(decision).toBeDefined();
  reads += looks.mock.calls.length;
  looks.mockRestore();
  return reads;
}

describe('work grows with what came', () => {
  test.each<readonly [string, (number: number, count: (times?: number) => void) => readonly Resource[]]>([
    ['codings of one problem', (number, count) => [problem({ code: { coding: codings(number, ICD, 'C50.911', 'Malignant neoplasm', count) } })]],
    ['codings whose seventh character does not fit', (number, count) => [problem({ code: { text: 'sequela', coding: codings(number, ICD, 'S32.000S', 'Wedge compression fracture', count) } })]],
    ['codings of a drug whose words say that it is another thing', (number, count) => [drug({ medicationCodeableConcept: { coding: codings(number, RXNORM, '8640', 'prednisone', count) }, dosageInstruction: [{ text: 'one drop into the eye' }] })]],
    ['codings of a route', (number, count) => [drug({ medicationCodeableConcept: { coding: codings(1, RXNORM, '8640', 'prednisone', count) }, dosageInstruction: [{ route: { coding: codings(number, 'http://snomed.info/sct', '54485002', 'Ophthalmic', count) } }] })]],
    ['names of a question and of its answer', (number, count) => [{ resourceType: 'Observation', id: 'v', status: 'final', effectiveDateTime: '2026-06-01', code: { coding: codings(number, LOINC, '0-0', 'Rectal tone', count) }, valueCodeableConcept: { coding: codings(number, 'http://snomed.info/sct', '1', 'decreased', count) } }]],
    // What a long one says is as much to read as it is long.
    ['problems with the id of a long one', (number, count) => Array.from({ length: number }, (_, index) => Object.defineProperty(problem({ code: { coding: [{ system: ICD, code: 'C50.911' }] }, note: [{ text: `${index}` }] }), 'toJSON', { value() { count(index === 0 ? number : 1); return { ...this }; } }))],
  ])('%s', (_, make) => {
    const few = workOf((count) => make(FEW, count));
    const many = workOf((count) => make(TIMES * FEW, count));
    expect(few).toBeGreaterThan(0);
    expect(many).toBeLessThan(few * TIMES * 1.5);
  });
});
