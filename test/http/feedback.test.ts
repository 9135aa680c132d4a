import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { expectOutcome, post, serve } from './call-service.ts';

const PATH = '/cds-services/imaging-advice/feedback';
const CARD = '4e0a3a1e-3121-4189-a8f6-6a1c4ffd3d11';
const accepted = { card: CARD, outcome: 'accepted', acceptedSuggestions: [{ id: 'e56e1945-20b3-4393-8503-a1a20fd73152' }], outcomeTimestamp: '2026-06-15T10:00:00Z' };
const overridden = { card: CARD, outcome: 'overridden', outcomeTimestamp: '2026-06-15T10:00:00Z', overrideReason: { reason: { code: 'patient-refuses', system: 'urn:x', display: 'Refused' }, userComment: 'Jane said no' } };
const send = (feedback: unknown, app = serve().app) => post({ feedback }, PATH, app);

describe('feedback', () => {
  test.each(['imaging-advice', 'imaging-advice-sign'])('FB-1 %s takes feedback', async (id) => {
    const response = await post({ feedback: [accepted] }, `/cds-services/${id}/feedback`);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({});
  });

  test.each([
    ['an accepted card', [accepted]], ['an overridden card', [overridden]], ['many at once', [accepted, overridden, accepted]], ['nothing', []],
    ['overridden without a reason', [{ card: CARD, outcome: 'overridden' }]], ['accepted without suggestions', [{ card: CARD, outcome: 'accepted' }]],
    ['a reason without display (sandbox)', [{ ...overridden, overrideReason: { reason: { code: 'x', system: 'y' } } }]], ['a flat reason', [{ ...overridden, overrideReason: { code: 'x' } }]],
    ['overrideReasons, plural (Epic)', [{ card: CARD, outcome: 'overridden', overrideReasons: { reason: { code: 'x' }, userComment: 'y' } }]],
    ['an extension in place of a reason (Epic)', [{ ...overridden, overrideReason: { extension: { 'com.epic.cdshooks.feedback.overrideReason.reasonCategory': 1 } } }]],
    ['a card that is no UUID (Epic)', [{ ...accepted, card: 'card-1' }]], ['a timestamp that is none', [{ ...accepted, outcomeTimestamp: 'now' }]],
    ['some entries that cannot be used', [accepted, null, 'x', {}, { card: CARD, outcome: 'ignored' }]],
  ])('FB-2 FB-3 FB-4 FB-5 takes %s', async (_, feedback) => {
    expect((await send(feedback)).status).toBe(200);
  });

  test.each([
    ['no body', undefined], ['a list', []], ['no feedback', {}], ['feedback that is no list', { feedback: accepted }], ['null', { feedback: null }],
    ['entries without a card', { feedback: [{ outcome: 'accepted' }, { card: '', outcome: 'accepted' }] }], ['outcomes that nobody knows', { feedback: [{ card: CARD, outcome: 'ignored' }] }],
  ])('FB-5 refuses %s with 400', async (_, body) => {
    const response = await post(body, PATH);
    expect(response.status).toBe(400);
    expectOutcome(response.body);
    expect(response.body.issue[0].diagnostics).toMatch(/^\/feedback/);
  });

  test('FB-5 404 for a service that is not there, 415 for what is no JSON', async () => {
    expect((await post({ feedback: [] }, '/cds-services/other/feedback')).status).toBe(404);
    expect((await request(serve().app).post(PATH).set('Content-Type', 'text/plain').send('x')).status).toBe(415);
  });

  test('FB-7 OPS-1 counts in the log, without comments and reasons', async () => {
    const { app, lines } = serve();
    await send([accepted, overridden, {}], app);
    expect(lines.at(-1)).toMatchObject({ service: 'imaging-advice', status: 200, feedback: { accepted: 1, overridden: 1, unusable: 1 } });
    expect(JSON.stringify(lines)).not.toMatch(/Jane|refuses/);
  });

  test('FB-1 DISC-15 tolerates slashes', async () => {
    expect((await post({ feedback: [] }, '/cds-services//imaging-advice/feedback/')).status).toBe(200);
  });
});
