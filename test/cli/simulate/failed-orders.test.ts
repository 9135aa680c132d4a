/** A chart that could not be judged: each of its imaging orders is listed by its own name. */
import { expect, test } from '@jest/globals';
import { failedOrders } from '../../../src/cli/simulate/failed-orders.ts';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { CARDS } from '../../support/app.ts';

const topics = loadTopics(CARDS);
const order = (id: string, elements: object = {}) => ({ resourceType: 'ServiceRequest', id, status: 'completed', intent: 'order', code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] }, ...elements });
const failed = (...resources: readonly object[]) => failedOrders({ patientId: 'p1', resources: resources.map((resource) => ({ body: JSON.stringify(resource) })) }, topics, 'It died.').map(({ order: of, patient, notJudged }) => [of, patient, notJudged?.reason, notJudged?.message]);

test('each order of imaging, with why it would not have been judged anyway; other requests are none', () => {
  const report = { resourceType: 'DiagnosticReport', id: 'r', basedOn: [{ type: 'ServiceRequest', reference: 'ServiceRequest/o1' }] };
  expect(failed(order('o1'), order('o1'), report, order('lab', { code: { text: 'CBC' } }), order('o2', { status: 'draft' }), { ...order('o3'), resourceType: 'ProcedureRequest' })).toEqual([
    ['ServiceRequest/o1', 'Patient/p1', 'failed', 'It died.'], ['ServiceRequest/o2', 'Patient/p1', 'draft', undefined], ['ServiceRequest/o3', 'Patient/p1', 'failed', 'It died.'],
  ]);
});

test('where none is found there is still a line', () => {
  expect(failed()).toEqual([['ServiceRequest', 'Patient/p1', 'failed', 'It died.']]);
});
