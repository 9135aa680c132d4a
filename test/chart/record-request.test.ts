/** A record judged without a hook goes the way of a call: the same charts, the same gaps. */
import { describe, expect, test } from '@jest/globals';
import { gatherCharts } from '../../src/chart/gather-charts.ts';
import { recordRequest, type PatientRecord } from '../../src/chart/record-request.ts';
import type { Resource } from '../../src/decision/chart.ts';
import { emptyChart, order, PATIENT, TODAY, tumour } from '../http/call-service.ts';
import { smallTopic } from '../http/small-topic.ts';

const entries = (...resources: readonly object[]) => resources.map((resource) => ({ resource: resource as Resource }));

async function chart(changes: Partial<PatientRecord> = {}, asOf?: string) {
  const record = { patientId: PATIENT, resources: entries(emptyChart.patient, tumour()), orders: entries(order({ authoredOn: '2026-06-14' })), ...changes };
  const { orders } = await gatherCharts(recordRequest(record, smallTopic.reads), [smallTopic], { today: TODAY, ...(asOf !== undefined && { asOf }) });
  expect(orders).toHaveLength(1);
  return orders[0]!.chart;
}

const statesOf = async (changes: Partial<PatientRecord>) => (await chart(changes)).reads.map(({ state }) => state);

describe('what a record says of itself', () => {
  test('types it holds are sent, others are not', async () => {
    const { patient, resources, reads } = await chart();
    expect([patient?.id, resources.map(({ id }) => id)]).toEqual([PATIENT, ['c1']]);
    expect(reads).toEqual([{ id: 'patient', state: 'complete' }, { id: 'conditions', state: 'complete' }, { id: 'medications', state: 'absent', reason: 'not sent by the client' }]);
  });

  test.each([
    ['all types are known to be complete', { complete: 'all' }, ['complete', 'complete', 'complete']],
    ['one type is', { complete: ['MedicationRequest'] }, ['complete', 'complete', 'complete']],
    ['another is', { complete: ['Observation'] }, ['complete', 'complete', 'absent']],
    ['a patient is never taken to be known without one', { complete: 'all', resources: entries(tumour()) }, ['absent', 'complete', 'complete']],
    ['there are further pages', { isPartial: true }, ['incomplete', 'incomplete', 'absent']],
    ['there are further pages of a whole record', { isPartial: true, complete: 'all' }, ['incomplete', 'incomplete', 'incomplete']],
  ] as const)('%s', async (_, changes, states) => {
    expect(await statesOf(changes)).toEqual(states);
  });

  test('types have their R4 names', async () => {
    const drug = { resourceType: 'MedicationOrder', id: 'm1', patient: { reference: `Patient/${PATIENT}` }, medicationCodeableConcept: { text: 'x' } };
    const { resources, reads } = await chart({ resources: entries(emptyChart.patient, drug) });
    expect([resources.map(({ resourceType }) => resourceType), reads[2]]).toEqual([['MedicationRequest'], { id: 'medications', state: 'complete' }]);
  });

  test('references lead to what no read asks for, also by the names a Bundle gives', async () => {
    const fullUrl = 'urn:uuid:0b3c9d6e-6a5e-4a0e-9d0f-2f8f5a5a5a5a';
    const resources = [{ resource: emptyChart.patient as Resource }, { fullUrl, resource: { resourceType: 'Medication', id: 'm', code: { text: 'a drug' } } },
      { resource: { resourceType: 'MedicationRequest', id: 'r', medicationReference: { reference: fullUrl } } }];
    expect((await chart({ resources })).resources.find(({ id }) => id === 'r')).toMatchObject({ medicationCodeableConcept: { text: 'a drug' } });
  });
});

test('the day is that of the order next to today, unless another is asked for', async () => {
  expect([(await chart()).asOf, (await chart({}, '2024-02-29')).asOf]).toEqual(['2026-06-14', '2024-02-29']);
});
