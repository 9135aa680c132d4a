import { describe, expect, test } from '@jest/globals';
import { bundle, detailOf, emptyChart, hookBody, order, PATIENT, post, tumour, withPrefetch } from './call-service.ts';

const FHIR = 'https://fhir.example.org/r4';
const URN = 'urn:uuid:0b0f6c0e-3f57-4a39-9c1c-6a2f7b2f9a11';

/** Orders the answer is about. */
function ordersIn(response: { readonly body: { readonly cards?: readonly { readonly extension: Record<string, { readonly orders: readonly string[] }> }[] } }): readonly string[] {
  return (response.body.cards ?? []).flatMap((card) => card.extension['org.backstop.decision']!.orders).sort();
}

describe('selections', () => {
  const entries = [
    { fullUrl: `${FHIR}/ServiceRequest/o1`, resource: order() },
    { fullUrl: URN, resource: order({ id: 'o2' }) },
    { resource: { resourceType: 'MedicationRequest', id: 'o3' } },
    { resource: order({ id: 'o3' }) },
  ];
  const select = (selections: readonly unknown[], hook = 'order-select') => post(hookBody([], { hook, context: { selections, draftOrders: { resourceType: 'Bundle', entry: entries } } }));

  test.each([
    ['a relative reference', ['ServiceRequest/o1'], ['ServiceRequest/o1']],
    ['an absolute URL', [`${FHIR}/ServiceRequest/o1`], ['ServiceRequest/o1']],
    ['an absolute URL of another base', ['https://other.example.org/api/FHIR/R4/ServiceRequest/o1'], ['ServiceRequest/o1']],
    ['a version of it', ['ServiceRequest/o1/_history/3'], ['ServiceRequest/o1']],
    ['the URN of its entry', [URN], ['ServiceRequest/o2']],
    ['the URN in capitals', [URN.toUpperCase().replace('URN:UUID', 'urn:uuid')], ['ServiceRequest/o2']],
    ['a bare id', ['o1'], ['ServiceRequest/o1']],
    ['a bare id that two entries have', ['o3'], []],
    ['a reference with blanks around it', [' ServiceRequest/o1 '], ['ServiceRequest/o1']],
    ['two references', ['ServiceRequest/o1', 'ServiceRequest/o3'], ['ServiceRequest/o1', 'ServiceRequest/o3']],
    ['the same twice', ['ServiceRequest/o1', `${FHIR}/ServiceRequest/o1`], ['ServiceRequest/o1']],
    ['one that matches and one that does not', ['ServiceRequest/o1', 'ServiceRequest/other'], ['ServiceRequest/o1']],
    ['one of another type', ['MedicationRequest/o1'], []],
    ['nothing that is there', ['ServiceRequest/other'], []],
    ['nothing', [], []],
    ['an empty text', [''], []],
    ['what is no text', [null, 7, { reference: 'ServiceRequest/o1' }], []],
  ])('CTX-5 CTX-4 %s', async (_, selections, expected) => {
    const response = await select(selections);
    expect(response.status).toBe(200);
    expect(ordersIn(response)).toEqual(expected);
  });

  test('CTX-6 order-sign looks at every order, whatever is selected', async () => {
    expect(ordersIn(await select(['ServiceRequest/o1'], 'order-sign'))).toEqual(['ServiceRequest/o1', 'ServiceRequest/o2', 'ServiceRequest/o3']);
  });

  test('CARD-12 an order that is in the Bundle twice is one order', async () => {
    expect(ordersIn(await post(hookBody([order(), order()])))).toEqual(['ServiceRequest/o1']);
  });
});

describe('order status', () => {
  const evaluated = ['draft', 'active', 'on-hold', undefined, 'unknown', 'proposed', 'whatever', 'suspended', 7, null];
  const skipped = ['revoked', 'completed', 'entered-in-error', 'Revoked', 'cancelled'];

  test.each(['order-select', 'order-sign'].flatMap((hook) => [...evaluated.map((status) => [hook, status, 1] as const), ...skipped.map((status) => [hook, status, 0] as const)]))(
    'CTX-6 A33 %s with status %s gives %i cards', async (hook, status, cards) => {
      expect((await post(hookBody([order({ status })], { hook }))).body.cards).toHaveLength(cards);
    });

  test.each([[true, 0], [false, 1], [null, 1], ['true', 1]])('A33 doNotPerform %s gives %i cards', async (doNotPerform, cards) => {
    expect((await post(hookBody([order({ doNotPerform })]))).body.cards).toHaveLength(cards);
  });
});

describe('order types', () => {
  const { code } = order() as { code: { coding: object[] } };

  test.each([
    ['MedicationRequest', { resourceType: 'MedicationRequest', id: 'x', medicationCodeableConcept: code }], ['a DSTU2 MedicationOrder', { resourceType: 'MedicationOrder', id: 'x', medicationCodeableConcept: code }],
    ['DeviceRequest', { resourceType: 'DeviceRequest', id: 'x', code }], ['NutritionOrder', { resourceType: 'NutritionOrder', id: 'x' }], ['a Procedure', { resourceType: 'Procedure', id: 'x', code }],
    ['a type nobody knows', { resourceType: 'Whatever', id: 'x', code }],
  ])('CTX-9 %s is nothing to advise on', async (_, resource) => {
    for (const hook of ['order-select', 'order-sign']) {
      const response = await post(hookBody([resource], { hook }));
      expect(response.status).toBe(200);
      expect(response.body).toEqual({ cards: [] });
    }
  });

  test('CTX-9 ACT-5 an STU3 ProcedureRequest is judged, and named as what it is', async () => {
    const response = await post(hookBody([order({ resourceType: 'ProcedureRequest', context: { reference: 'Encounter/e1' }, requester: { agent: { reference: 'Practitioner/d1' } } })], { prefetch: emptyChart }));
    expect(response.body.cards).toHaveLength(1);
    expect(response.body.cards[0].suggestions[0].actions[0]).toMatchObject({ type: 'delete', resourceId: 'ProcedureRequest/o1' });
    expect(response.body.systemActions[0].resource).toMatchObject({ resourceType: 'ProcedureRequest', id: 'o1', context: { reference: 'Encounter/e1' }, requester: { agent: { reference: 'Practitioner/d1' } } });
  });

  test('FHIR-6 ACT-4 an R5 ServiceRequest is judged, and goes back in R5 form', async () => {
    const response = await post(hookBody([order({ code: { concept: code }, reason: [{ concept: { text: 'back pain' } }] })], { prefetch: emptyChart }));
    expect(response.body.cards).toHaveLength(1);
    expect(response.body.systemActions[0].resource).toMatchObject({ code: { concept: code }, reason: [{ concept: { text: 'back pain' } }] });
  });

  test.each([
    ['one coding that is no list', { coding: code.coding[0] }], ['null among the codings', { coding: [null, 'x', ...code.coding] }], ['a Coding in place of a concept', code.coding[0]],
    ['an OID for the system', { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.12', code: '72148' }] }], ['the code among others', { coding: [{ system: 'urn:local', code: '1' }, ...code.coding] }], ['a list of concepts', [code]],
  ])('CTX-10 CTX-12 recognises the study with %s', async (_, written) => {
    expect((await post(hookBody([order({ code: written })]))).body.cards).toHaveLength(1);
  });

  test.each([undefined, null, {}, [], 'MRI', { text: null }, { coding: null }, { coding: [] }, { coding: [{}] }, { coding: 'x' }, { coding: [[]] }, { concept: null }, 7])('CTX-7 a code of %j is nothing to advise on and no error', async (code_) => {
    const response = await post(hookBody([order({ code: code_ })]));
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ cards: [] });
  });

  test('CTX-10 resources of several FHIR versions in one request do no harm', async () => {
    const orders = [order(), order({ resourceType: 'ProcedureRequest', id: 'o2', subject: undefined, patient: { reference: `Patient/${PATIENT}` } }), { resourceType: 'MedicationOrder', id: 'o3', note: 'x' }, order({ id: 'o4', code: { concept: code } })];
    const response = await post(hookBody(orders));
    expect(ordersIn(response)).toEqual(['ServiceRequest/o1', 'ServiceRequest/o2', 'ServiceRequest/o4']);
  });
});

describe('patient safety', () => {
  test.each([
    ['a relative reference', { reference: `Patient/${PATIENT}` }, 1], ['an absolute reference', { reference: `${FHIR}/Patient/${PATIENT}` }, 1], ['a version', { reference: `Patient/${PATIENT}/_history/1` }, 1],
    ['no reference', { display: 'Jane' }, 1], ['an identifier', { identifier: { value: '1' } }, 1], ['no subject', undefined, 1], ['a contained patient', { reference: '#p' }, 1],
    ['somebody else', { reference: 'Patient/p2' }, 0], ['somebody else, absolutely', { reference: `${FHIR}/Patient/p2` }, 0], ['a longer id', { reference: `Patient/${PATIENT}1` }, 0],
    ['an id in capitals', { reference: 'Patient/P1' }, 0], ['a group', { reference: 'Group/p1' }, 0], ['a reference that is text', 'Patient/p2', 0],
  ])('CTX-11 an order whose subject is %s', async (_, subject, cards) => {
    expect((await post(hookBody([order({ subject })]))).body.cards).toHaveLength(cards);
  });

  test('CTX-11 an order is left out when its URN leads to somebody else in the Bundle', async () => {
    const draftOrders = { resourceType: 'Bundle', entry: [{ fullUrl: URN, resource: { resourceType: 'Patient', id: 'p2' } }, { resource: order({ subject: { reference: URN } }) }] };
    expect((await post(hookBody([order()], { context: { draftOrders } }))).body.cards).toHaveLength(0);
  });

  test.each([
    ['subject', { subject: { reference: 'Patient/p2' } }], ['subject, absolutely', { subject: { reference: `${FHIR}/Patient/p2` } }], ['patient (DSTU2)', { subject: undefined, patient: { reference: 'Patient/p2' } }],
    ['either of two', { patient: { reference: 'Patient/p2' } }],
  ])('CTX-11 a problem of somebody else, by its %s, has no effect', async (_, changes) => {
    const other = { resourceType: 'Condition', id: 'c9', subject: { reference: `Patient/${PATIENT}` } };
    const without = await post(withPrefetch({ ...emptyChart, conditions: bundle(other) }));
    const foreign = await post(withPrefetch({ ...emptyChart, conditions: bundle(other, tumour(changes)) }));
    expect(detailOf(foreign)).toBe(detailOf(without));
    expect(detailOf(foreign)).not.toContain('Tumour');
  });

  test('CTX-11 an absolute reference to this patient counts', async () => {
    const response = await post(withPrefetch({ ...emptyChart, conditions: bundle(tumour({ subject: { reference: `${FHIR}/Patient/${PATIENT}` } })) }));
    expect(detailOf(response)).toContain('Tumour');
  });

  test('CTX-11 another patient in place of ours counts as not sent', async () => {
    const response = await post(withPrefetch({ ...emptyChart, patient: { resourceType: 'Patient', id: 'p2', birthDate: '1930-01-01' } }));
    expect(detailOf(response)).toContain('Not read: patient record');
  });
});

describe('indications', () => {
  const reason = (reference: string, contained?: object) => order({ reasonReference: [{ reference }], ...(contained !== undefined && { contained: [contained] }) });
  const { id: _, subject: __, ...unnamed } = tumour();

  test.each([
    ['reasonCode', [order({ reasonCode: [tumour()['code']] })], {}],
    ['reasonReference into prefetch', [reason('Condition/c1')], { conditions: bundle(tumour()) }],
    ['an absolute reasonReference into prefetch', [reason(`${FHIR}/Condition/c1`)], { conditions: bundle(tumour()) }],
    ['reasonReference into the draft Bundle', [reason('Condition/c1'), tumour()], {}],
    ['reasonReference to a contained problem', [reason('#c', { ...unnamed, id: 'c' })], {}],
    ['the problem list alone', [order()], { conditions: bundle(tumour()) }],
  ])('CTX-13 is found by %s', async (_, orders, prefetch) => {
    const response = await post(hookBody(orders, { prefetch: { ...emptyChart, ...prefetch } }));
    expect(detailOf(response)).toContain('Flag tumour');
  });

  test('CTX-13 is found by the URN of an entry of the draft Bundle', async () => {
    const draftOrders = { resourceType: 'Bundle', entry: [{ resource: reason(URN) }, { fullUrl: URN, resource: unnamed }] };
    expect(detailOf(await post(hookBody([order()], { context: { draftOrders }, prefetch: emptyChart })))).toContain('Flag tumour');
  });

  test('ACT-4 the order keeps its own references and its contained resources', async () => {
    const drafted = reason('#c', { ...unnamed, id: 'c' });
    const { resource } = (await post(hookBody([drafted]))).body.systemActions[0];
    expect(resource).toMatchObject({ reasonReference: [{ reference: '#c' }], contained: [{ ...unnamed, id: 'c' }] });
  });
});
