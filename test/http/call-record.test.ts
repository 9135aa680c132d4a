import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { bundle, emptyChart, hookBody, order, post, serve, tumour, withPrefetch } from './call-service.ts';

const SERVICE = '/cds-services/imaging-advice';
/** Words that stand for everything a log must not hold. */
const SECRET = 'Zaphod';

describe('the log', () => {
  test('OPS-1 has one line for a call: who, which hook, how long, and which rows spoke', async () => {
    const { app, lines } = serve();
    await post(withPrefetch({ ...emptyChart, conditions: bundle(tumour()) }), SERVICE, app);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'info', time: expect.any(String), method: 'POST', service: 'imaging-advice', client: 'anonymous', hook: 'order-select', hookInstance: '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01',
      status: 200, ms: expect.any(Number), cards: 1,
      orders: [{ topic: 'small@1.0.0', study: 'MR', scenario: 'FLAGGED', row: 'by-tumour', rating: 'UA', advice: 'tell' }],
    });
  });

  test.each([
    ['an answer', 200, () => hookBody([order({ id: SECRET, code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148', display: SECRET }], text: SECRET }, note: [{ text: SECRET }], subject: { reference: 'Patient/p1', display: SECRET } })],
      { prefetch: { ...emptyChart, conditions: bundle(tumour({ code: { text: SECRET } })), [SECRET]: { resourceType: 'OperationOutcome', issue: [{ diagnostics: SECRET }] } }, fhirAuthorization: { access_token: SECRET } })],
    ['a hookInstance of any text', 200, () => hookBody(undefined, { hookInstance: SECRET })],
    ['a refused request', 400, () => ({ hook: SECRET, hookInstance: SECRET, context: { patientId: [SECRET], userId: SECRET, selections: SECRET, draftOrders: SECRET } })],
    ['odd members', 200, () => hookBody(undefined, { context: { userId: SECRET }, prefetch: SECRET })],
  ])('OPS-1 of %s holds no FHIR content, names or tokens', async (_, status, body) => {
    const { app, lines } = serve();
    const response = await request(app).post(`${SERVICE}?name=${SECRET}`).set('Authorization', `Bearer ${SECRET}`).set('Origin', `https://${SECRET}.example.org`).send(body());
    expect(response.status).toBe(status);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
  });

  test('OPS-1 of JSON that cannot be read, and of a path that is not there, holds neither', async () => {
    const { app, lines } = serve();
    await request(app).post(SERVICE).set('Content-Type', 'application/json').send(`{"name": ${SECRET}`);
    await request(app).get(`/${SECRET}`);
    await request(app).post(`/cds-services/${SECRET}`).send({});
    expect(lines.map(({ status }) => status)).toEqual([400, 404, 404]);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
  });

  test('REQ-4 CTX-3 CTX-11 says what was odd and how much was left out, without saying what', async () => {
    const { app, lines } = serve();
    await post(hookBody([order(), order({ id: 'o2', subject: { reference: 'Patient/p2' } })], { hookInstance: 'x', context: { userId: 'Device/1' }, prefetch: { ...emptyChart, conditions: bundle(tumour({ subject: { reference: 'Patient/p2' } })) } }), SERVICE, app);
    expect(lines[0]).toMatchObject({ oddities: ['hookInstance is no UUID', 'userId is no Practitioner or PractitionerRole'], foreign: 2 });
    expect(lines[0]).not.toHaveProperty('hookInstance');
  });

  test('REQ-2 says where a refused request was wrong', async () => {
    const { app, lines } = serve();
    await post({ hook: 'order-select', hookInstance: 'x', context: { patientId: 'p1', userId: 'Practitioner/1', selections: [] } }, SERVICE, app);
    expect(lines[0]).toMatchObject({ level: 'warn', status: 400, service: 'imaging-advice', refused: ['/context/draftOrders'] });
  });
});
