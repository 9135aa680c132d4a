import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { profiles } from '../../src/response/profile.ts';
import { parseHookRequest } from '../../src/chart/parse-hook-request.ts';
import { bundle, detailOf, emptyChart, expectOutcome, hookBody, order, PATIENT, post, serve, withPrefetch } from './call-service.ts';

const EPIC_LENGTH_ID = 'e'.repeat(200);

/** Body with the member at a path set, or removed with `undefined`. */
function having(path: string, value: unknown, body: Record<string, unknown> = hookBody()): Record<string, unknown> {
  const [parent, child] = path.split('.') as [string, string?];
  const copy = structuredClone(body);
  const target = child === undefined ? copy : (copy[parent] as Record<string, unknown>);
  const name = child ?? parent;
  if (value === undefined) delete target[name];
  else target[name] = value;
  return copy;
}

describe('required members', () => {
  test.each([
    ['hook', '/hook'], ['hookInstance', '/hookInstance'], ['context', '/context'],
    ['context.userId', '/context/userId'], ['context.patientId', '/context/patientId'], ['context.draftOrders', '/context/draftOrders'], ['context.selections', '/context/selections'],
  ])('REQ-2 CTX-1 without %s: 400 that points at %s', async (path, pointer) => {
    const response = await post(having(path, undefined));
    expect(response.status).toBe(400);
    expectOutcome(response.body);
    expect(response.body.issue.map(({ diagnostics }: { diagnostics: string }) => diagnostics)).toContain(pointer);
  });

  test.each([
    ['hook', ''], ['hook', 7], ['hook', 'patient-view'], ['hook', ['order-select']], ['hookInstance', ''], ['hookInstance', 12], ['hookInstance', null],
    ['context', null], ['context', []], ['context', 'x'], ['context.patientId', ''], ['context.patientId', 4], ['context.patientId', {}], ['context.userId', null],
    ['context.selections', 'ServiceRequest/o1'], ['context.selections', null], ['context.selections', {}],
    ['context.draftOrders', null], ['context.draftOrders', []], ['context.draftOrders', 'x'], ['context.draftOrders', {}], ['context.draftOrders', { resourceType: 'Parameters' }],
  ])('REQ-2 REQ-3 CTX-8 %s of %j is answered with 400', async (path, value) => {
    const response = await post(having(path, value));
    expect(response.status).toBe(400);
    expectOutcome(response.body);
  });

  test('REQ-2 lists all problems at once', async () => {
    const { body } = await post({ hook: 'patient-view', context: { patientId: 4, selections: 'x' } });
    expect(body.issue.map(({ diagnostics, expression }: { diagnostics: string; expression: string[] }) => [diagnostics, ...expression])).toEqual([
      ['/hook', 'hook'], ['/hookInstance', 'hookInstance'], ['/context/patientId', 'context.patientId'], ['/context/userId', 'context.userId'], ['/context/draftOrders', 'context.draftOrders'],
    ]);
  });

  test.each(['null', '7', '"text"', '[]', 'true'])('REQ-2 a body of %s is answered with 400', async (body) => {
    const response = await request(serve().app).post('/cds-services/imaging-advice').set('Content-Type', 'application/json').send(body);
    expect(response.status).toBe(400);
    expectOutcome(response.body);
  });

  test('§6.1 a missing draftOrders is explained: an EHR sends it only to those registered for it', async () => {
    const { body } = await post(having('context.draftOrders', undefined));
    expect(body.issue[0].details.text).toMatch(/registered/);
    expect(body.issue[0].details.text).toMatch(/Unsigned Order/);
  });
});

describe('what is let pass', () => {
  test.each([
    ['hookInstance', 'not-a-uuid'], ['context.userId', 'Patient/1'], ['context.userId', 'RelatedPerson/1'], ['context.userId', 'nobody'], ['context.userId', 7], ['context.userId', {}],
    ['context.userId', `PractitionerRole/${EPIC_LENGTH_ID}`], ['context.encounterId', 5], ['context.encounterId', 'e1'], ['context.patientId', `Patient/${PATIENT}`],
    ['prefetch', null], ['prefetch', []], ['prefetch', 'none'], ['fhirServer', 7], ['fhirAuthorization', {}], ['fhirAuthorization', { access_token: 'x' }],
    ['extension', { 'com.epic.cdshooks.request.epic-version': '11.1' }], ['extension', []],
  ])('REQ-4 REQ-5 REQ-6 REQ-9 CTX-3 JSON-4 %s of %j is no reason to refuse', async (path, value) => {
    const response = await post(having(path, value));
    expect(response.status).toBe(200);
    expect(response.body.cards).toHaveLength(1);
  });

  test('JSON-4 members nobody knows change nothing', async () => {
    const plain = await post(withPrefetch(emptyChart));
    const body = withPrefetch(emptyChart) as { context: { draftOrders: { entry: object[] } } };
    Object.assign(body, { vendor: { a: 1 } });
    Object.assign(body.context, { units: [] });
    Object.assign(body.context.draftOrders, { vendor: true });
    Object.assign(body.context.draftOrders.entry[0]!, { vendor: null });
    expect((await post(body)).body).toEqual(plain.body);
  });

  test('JSON-7 CTX-2 takes Unicode and 200 characters in ids, and gives them back whole', async () => {
    for (const id of [EPIC_LENGTH_ID, 'smart\u20111288992', 'número-1']) {
      const response = await post(hookBody([order({ id })]));
      expect(response.status).toBe(200);
      expect(response.body.cards[0].suggestions[0].actions[0].resourceId).toBe(`ServiceRequest/${id}`);
    }
  });

  test('§1.3 a request as CDS Hooks 1.0 sends it is enough: no fhirServer, no prefetch, no Bundle type', async () => {
    const { type: _, ...untyped } = bundle(order());
    const response = await post(hookBody([order()], { context: { draftOrders: untyped } }));
    expect(response.body.cards).toHaveLength(1);
  });
});

test('JSON-2 an order with a number that is too large to be kept is refused: it could not be handed back as it came', async () => {
  const { app } = serve();
  const ask = (written: string) => request(app).post('/cds-services/imaging-advice').set('Content-Type', 'application/json').send(JSON.stringify(hookBody([order(), order({ id: 'o2', quantityQuantity: { value: '@' } })])).replace('"@"', written));
  expect((await ask('1e300')).status).toBe(200);
  expect((await request(app).post('/cds-services/imaging-advice').set('Content-Type', 'application/json').send(JSON.stringify(hookBody([order(), { resourceType: 'MedicationRequest', id: 'm', status: 'draft', dose: '@' }])).replace('"@"', '1e400'))).status).toBe(200);
  const { status, body } = await ask('1e400');
  expect([status, body.issue[0].diagnostics ?? body.issue[0].expression]).toEqual([400, '/context/draftOrders/entry/1']);
});

describe('the Bundle of draft orders', () => {
  const ask = (draftOrders: unknown) => post(hookBody([order()], { context: { draftOrders } }));

  test.each([
    ['no entry', { resourceType: 'Bundle' }], ['an empty entry', { resourceType: 'Bundle', entry: [] }], ['a null entry', { resourceType: 'Bundle', entry: null }],
    ['an entry that is text', { resourceType: 'Bundle', entry: 'x' }], ['entries that are none', { resourceType: 'Bundle', entry: [null, 7, 'x', [], {}] }],
    ['entries without a resource', { resourceType: 'Bundle', entry: [{ fullUrl: 'urn:uuid:1' }, { resource: null }] }], ['a resource without a type', bundle({ id: 'o1' })],
  ])('CTX-8 with %s there is nothing to say', async (_, draftOrders) => {
    const response = await ask(draftOrders);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ cards: [] });
  });

  test.each([
    ['a type of its own', { ...bundle(order()), type: 'collection' }], ['one entry that is no list', { resourceType: 'Bundle', entry: { resource: order() } }],
    ['other entries before it', bundle(null, { resourceType: 'Medication', id: 'm1' }, { resourceType: 'OperationOutcome' }, order())],
  ])('CTX-8 with %s the order is found', async (_, draftOrders) => {
    expect((await ask(draftOrders)).body.cards).toHaveLength(1);
  });
});

describe('both services and both hooks', () => {
  test.each([['imaging-advice', 'order-select'], ['imaging-advice', 'order-sign'], ['imaging-advice-sign', 'order-select'], ['imaging-advice-sign', 'order-sign']])('DISC-13 %s answers %s', async (id, hook) => {
    const response = await post(hookBody(undefined, { hook }), `/cds-services/${id}`);
    expect(response.status).toBe(200);
    expect(response.body.cards).toHaveLength(1);
  });

  test('CTX-1 order-sign needs no selections', async () => {
    const response = await post(having('context.selections', undefined, hookBody(undefined, { hook: 'order-sign' })));
    expect(response.body.cards).toHaveLength(1);
  });

  test.each(['order-dispatch', 'encounter-start', 'medication-prescribe', 'ORDER-SELECT'])('REQ-3 %s is answered with 400', async (hook) => {
    expect((await post(hookBody(undefined, { hook }))).status).toBe(400);
  });

  test('CACHE-2 two calls are independent: the same request twice gives the same advice', async () => {
    const { app } = serve();
    const first = await post(withPrefetch(emptyChart), '/cds-services/imaging-advice', app);
    const again = await post(withPrefetch(emptyChart), '/cds-services/imaging-advice', app);
    expect(detailOf(again)).toBe(detailOf(first));
  });
});

describe('a tab of the sandbox that is clicked again', () => {
  const clicked = { hook: 'order-select', hookInstance: '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01', context: { patientId: PATIENT, userId: 'Practitioner/COREPRACTITIONER1' } };

  test.each(['order-select', 'order-sign'])('§8.5 %s without orders and selections has nothing to say to an anonymous caller', async (hook) => {
    const response = await post({ ...clicked, hook });
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ cards: [] });
  });

  test('§8.5 every other profile learns what is missing', () => {
    expect(Object.keys(profiles)).toContain('epic');
    expect(() => parseHookRequest(clicked, { allowsNoOrders: false })).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });

  test('§8.5 with one of the two the other is missed', async () => {
    expect((await post(having('context.selections', ['ServiceRequest/o1'], clicked))).status).toBe(400);
    expect((await post(having('context.draftOrders', bundle(order()), clicked))).status).toBe(400);
  });

  test('CTX-7 an order without a code is no error: the sandbox sends one first', async () => {
    const response = await post(hookBody([order({ code: { coding: [{}] }, reasonCode: [] })]));
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ cards: [] });
  });
});
