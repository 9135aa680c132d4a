import { describe, expect, test } from '@jest/globals';
import { gatherCharts } from '../../src/chart/gather-charts.ts';
import type { HookRequest } from '../../src/chart/hook-request.ts';
import type { Resource } from '../../src/decision/chart.ts';
import { bundle, emptyChart, order, TODAY, tumour } from '../http/call-service.ts';
import { smallTopic } from '../http/small-topic.ts';

function hookRequest(changes: Partial<HookRequest> = {}, orders: readonly object[] = [order()]): HookRequest {
  return {
    hook: 'order-sign', hookInstance: 'x', patientId: 'p1', selections: [], draftOrders: orders.map((resource) => ({ resource: resource as Resource })), prefetch: emptyChart, tokens: {}, oddities: [], ...changes,
  };
}

function gather(changes: Partial<HookRequest> = {}, orders?: readonly object[]) {
  return gatherCharts(hookRequest(changes, orders), [smallTopic], { today: TODAY });
}

/** Charts are about one order each; most tests look at the only one. */
async function chart(changes: Partial<HookRequest> = {}, orders?: readonly object[]) {
  const gathered = await gather(changes, orders);
  expect(gathered.orders.length).toBeGreaterThan(0);
  return gathered.orders[0]!.chart;
}

describe('an order of no interest', () => {
  test.each([
    ['of another study', [order({ code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '70450' }] } })]], ['taken back', [order({ status: 'revoked' })]],
    ['of another patient', [order({ subject: { reference: 'Patient/p2' } })]], ['that is a drug', [{ resourceType: 'MedicationRequest', id: 'm' }]], ['that is not there', []],
  ])('costs nothing %s: no prefetch value is looked at', async (_, orders) => {
    const prefetch = new Proxy({}, { ownKeys: () => { throw new Error('prefetch was opened'); }, get: () => { throw new Error('prefetch was read'); } });
    expect((await gather({ prefetch }, orders)).orders).toEqual([]);
  });
});

describe('reads', () => {
  test('PF-1 one for every read of the topic, in its order', async () => {
    expect((await chart({ prefetch: {} })).reads).toEqual([
      { id: 'patient', state: 'absent', reason: 'not sent by the client' }, { id: 'conditions', state: 'absent', reason: 'not sent by the client' }, { id: 'medications', state: 'absent', reason: 'not sent by the client' },
    ]);
  });

  const error = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', diagnostics: 'Jane' }] };
  test.each([
    ['nothing', null, { state: 'complete' }],
    ['a Bundle', bundle(tumour()), { state: 'complete' }],
    ['an error', error, { state: 'failed', reason: 'the client could not read it' }],
    ['a Bundle with an error', bundle(tumour(), error), { state: 'incomplete', reason: 'an error is reported in this search' }],
    ['a first page', { ...bundle(tumour()), link: [{ relation: 'next' }] }, { state: 'incomplete', reason: 'only the first page was sent' }],
    ['too few', { ...bundle(tumour()), total: 4 }, { state: 'incomplete', reason: '1 of 4 were sent' }],
    ['another type', { resourceType: 'Observation' }, { state: 'absent', reason: 'what was sent holds no Condition' }],
    ['no resource', 'x', { state: 'absent', reason: 'what was sent is not a FHIR resource' }],
    ['ours and another\'s', bundle(tumour(), tumour({ id: 'c2', subject: { reference: 'Patient/p2' } })), { state: 'complete', reason: '1 of another patient left out' }],
    ['a first page with another\'s', { ...bundle(tumour(), tumour({ id: 'c2', subject: { reference: 'Patient/p2' } })), link: { relation: 'next' } }, { state: 'incomplete', reason: 'only the first page was sent; 1 of another patient left out' }],
    ['only another\'s', bundle(tumour({ subject: { reference: 'Patient/p2' } })), { state: 'absent', reason: '1 of another patient left out' }],
  ])('PF-1 PF-2 %s under its key', async (_, conditions, expected) => {
    expect((await chart({ prefetch: { ...emptyChart, conditions } })).reads[1]).toEqual({ id: 'conditions', ...expected });
  });

  test('PF-1 a reason holds no patient data', async () => {
    expect(JSON.stringify((await chart({ prefetch: { conditions: error, patient: { resourceType: 'Patient', id: 'Jane' } } })).reads)).not.toContain('Jane');
  });
});

describe('resources', () => {
  test('each is there once, and two of one name that differ are both there, from whatever keys', async () => {
    const first = tumour({ note: [{ text: 'first' }] });
    const { resources } = (await chart({ prefetch: { a: first, conditions: bundle(tumour(), tumour({ id: 'c2' })), b: { resourceType: 'Condition' }, c: { resourceType: 'Condition' } } }));
    expect(resources.map(({ id }) => id)).toEqual(['c1', 'c1', 'c2', undefined, undefined]);
    expect(resources.slice(0, 2)).toEqual([first, tumour()]);
  });

  test('CTX-8 what is no order in the draft Bundle is knowledge', async () => {
    expect((await chart({}, [order(), tumour()])).resources).toEqual([tumour()]);
  });

  test('the patient is found in prefetch or in the draft Bundle, and is no resource among others', async () => {
    expect((await chart()).patient).toEqual(emptyChart.patient);
    const drafted = (await chart({ prefetch: {} }, [order(), emptyChart.patient]));
    expect(drafted.patient).toEqual(emptyChart.patient);
    expect(drafted.resources).toEqual([]);
  });

  test('contained evidence has a name of its own, so that equal local ids do not meet', async () => {
    const contained = [{ resourceType: 'Condition', id: 'x', code: { text: 'a' } }, { resourceType: 'Organization', id: 'o' }];
    const { resources } = (await chart({ prefetch: { a: { resourceType: 'Procedure', id: 'q1', contained }, b: { resourceType: 'Procedure', id: 'q2', contained } } }));
    expect(resources.map(({ resourceType, id }) => `${resourceType}/${id}`)).toEqual(['Procedure/q1', 'Condition/q1#x', 'Procedure/q2', 'Condition/q2#x']);
  });

  test('a relative\'s problem is not the patient\'s', async () => {
    const family = { resourceType: 'FamilyMemberHistory', id: 'f', contained: [{ resourceType: 'Condition', id: 'x' }] };
    expect((await chart({ prefetch: { family } })).resources.map(({ resourceType }) => resourceType)).toEqual(['FamilyMemberHistory']);
  });

  test('nothing that was sent is written to', async () => {
    const request = hookRequest({ prefetch: { ...emptyChart, conditions: bundle(tumour({ clinicalStatus: 'active', patient: { reference: 'Patient/p1' }, contained: [{ resourceType: 'Condition', id: 'x' }] })) } },
      [order({ resourceType: 'ProcedureRequest', reasonReference: [{ reference: '#r' }], contained: [{ resourceType: 'Condition', id: 'r' }] })]);
    const before = structuredClone(request);
    await gatherCharts(request, [smallTopic], { today: TODAY });
    expect(request).toEqual(before);
  });
});

describe('orders', () => {
  test('each has its own chart, with the others beside it', async () => {
    const { orders } = (await gather({}, [order(), order({ id: 'o2' }), { resourceType: 'MedicationRequest', id: 'm1' }]));
    expect(orders.map(({ chart: { order: { id }, otherOrders } }) => [id, otherOrders.map((other) => other.id)])).toEqual([['o1', ['o2', 'm1']], ['o2', ['o1', 'm1']]]);
  });

  test('an order taken back is not judged, but seen beside the others: the core knows its status', async () => {
    const { orders } = (await gather({}, [order(), order({ id: 'o2', status: 'revoked' })]));
    expect(orders).toHaveLength(1);
    expect(orders[0]!.chart.otherOrders.map(({ id }) => id)).toEqual(['o2']);
  });

  test('the same order twice is not beside itself; two without an id are two', async () => {
    expect((await gather({}, [order(), order()])).orders[0]!.chart.otherOrders).toEqual([]);
    expect((await gather({}, [order({ id: undefined }), order({ id: undefined })])).orders).toHaveLength(2);
  });

  test('CTX-11 another patient\'s order is counted and beside nobody', async () => {
    const gathered = (await gather({}, [order(), order({ id: 'o2', subject: { reference: 'Patient/p2' } })]));
    expect(gathered.foreign).toBe(1);
    expect(gathered.orders[0]!.chart.otherOrders).toEqual([]);
  });

  test('CTX-9 ACT-4 an STU3 order is judged in R4 form and goes back as it came', async () => {
    const sent = order({ resourceType: 'ProcedureRequest', status: 'suspended' });
    const { chart: judged, drafted } = (await gather({}, [sent])).orders[0]!;
    expect(judged.order).toMatchObject({ resourceType: 'ServiceRequest', status: 'on-hold' });
    expect(drafted).toEqual(sent);
  });

  test('CTX-13 the judged order points at its contained reason by the name it has in the chart', async () => {
    const { chart: judged, drafted } = (await gather({}, [order({ reasonReference: { reference: '#r' }, contained: { resourceType: 'Condition', id: '#r' } })])).orders[0]!;
    expect(judged.order['reasonReference']).toEqual([{ reference: 'Condition/o1#r' }]);
    expect(judged.resources.at(-1)).toMatchObject({ resourceType: 'Condition', id: 'o1#r' });
    expect(drafted['reasonReference']).toEqual({ reference: '#r' });
  });

  test('two topics that cover an order give two charts', async () => {
    expect((await gatherCharts(hookRequest(), [smallTopic, { ...smallTopic, id: 'other' }], { today: TODAY })).orders.map(({ topic }) => topic.id)).toEqual(['small', 'other']);
  });
});

describe('the day of the decision', () => {
  test.each([
    ['no date', undefined, TODAY], ['today', TODAY, TODAY], ['yesterday', '2026-06-14', '2026-06-14'], ['tomorrow', '2026-06-16', '2026-06-16'],
    ['tomorrow, where it is still today here', '2026-06-16T03:00:00+14:00', '2026-06-16'], ['yesterday, late at night', '2026-06-14T23:59:59-11:00', '2026-06-14'],
    ['two days ago', '2026-06-13', TODAY], ['in two days', '2026-06-17T00:00:00Z', TODAY], ['last year', '2025-06-15', TODAY], ['this month', '2026-06', TODAY], ['this year', '2026', TODAY],
    ['no day at all', 'soon', TODAY], ['a day that does not exist', '2026-06-31', TODAY], ['a number', 20_260_615, TODAY], ['null', null, TODAY],
  ])('is right for an order written %s', async (_, authoredOn, expected) => {
    expect((await chart({}, [order({ authoredOn })])).asOf).toBe(expected);
  });

  test('is read from DSTU2\'s orderedOn as well', async () => {
    expect((await chart({}, [order({ resourceType: 'ProcedureRequest', orderedOn: '2026-06-14' })])).asOf).toBe('2026-06-14');
  });
});
