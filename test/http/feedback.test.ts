import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { registered } from '../support/client.ts';
import { emptyChart, expectOutcome, post, serve, withPrefetch } from './call-service.ts';

const PATH = '/cds-services/imaging-advice/feedback';
const CARD = '4e0a3a1e-3121-4189-a8f6-6a1c4ffd3d11';
const accepted = { card: CARD, outcome: 'accepted', acceptedSuggestions: [{ id: 'e56e1945-20b3-4393-8503-a1a20fd73152' }], outcomeTimestamp: '2026-06-15T10:00:00Z' };
const overridden = { card: CARD, outcome: 'overridden', outcomeTimestamp: '2026-06-15T10:00:00Z', overrideReason: { reason: { code: 'patient-refuses', system: 'urn:x', display: 'Refused' }, userComment: 'Jane said no' } };
const send = (feedback: unknown, app = serve().app) => post({ feedback }, PATH, app);

describe('feedback', () => {
  test('FB-7 a report may not be of any length: suggestions are cut, and so is a call', async () => {
    const { app, store } = serve();
    await send([{ ...accepted, acceptedSuggestions: Array.from({ length: 5000 }, (_, index) => ({ id: `s${index}` })) }], app);
    expect((await store.listFeedback())[0]!.acceptedSuggestions).toHaveLength(50);
    expect((await send(Array.from({ length: 1001 }, () => accepted), app)).status).toBe(400);
  });

  test('FB-4 TEN-2 of a client that is known by its FHIR server is matched with its card, though the report names no server', async () => {
    const server = 'https://ehr.example.org/fhir';
    const { app, store } = serve({ clients: [registered({ id: 'ehr', fhirServers: [server] })] });
    const answer = await post({ ...withPrefetch(emptyChart), fhirServer: server }, '/cds-services/imaging-advice', app);
    await send([{ ...accepted, card: answer.body.cards[0].uuid }, accepted], app);
    expect((await store.listFeedback()).map(({ client, isMatched }) => [client, isMatched])).toEqual([['ehr', true], ['anonymous', false]]);
  });

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
    expect(lines.at(-1)).toMatchObject({ service: 'imaging-advice', status: 200, feedback: { accepted: 1, overridden: 1, unusable: 1, repeated: 0, unmatched: 2 } });
    expect(JSON.stringify(lines)).not.toMatch(/Jane|refuses/);
  });

  test('FB-1 DISC-15 tolerates slashes', async () => {
    expect((await post({ feedback: [] }, '/cds-services//imaging-advice/feedback/')).status).toBe(200);
  });
});

describe('what is kept', () => {
  const RECEIVED = '2026-06-15T12:00:00.000Z';
  const keep = async (entry: object) => {
    const { app, store } = serve();
    await send([entry], app);
    return (await store.listFeedback())[0];
  };
  const base = { client: 'anonymous', service: 'imaging-advice', card: CARD, receivedAt: RECEIVED, isMatched: false };

  test('FB-2 an accepted card with its suggestions', async () => {
    expect(await keep(accepted)).toEqual({ ...base, outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00.000Z', acceptedSuggestions: ['e56e1945-20b3-4393-8503-a1a20fd73152'] });
  });

  test('FB-2 an overridden card with reason and comment', async () => {
    expect(await keep(overridden)).toEqual({
      ...base, outcome: 'overridden', outcomeTimestamp: '2026-06-15T10:00:00.000Z', acceptedSuggestions: [], reason: { code: 'patient-refuses', system: 'urn:x', display: 'Refused' }, userComment: 'Jane said no',
    });
  });

  const EPIC = 'com.epic.cdshooks.feedback.overrideReason.';
  test.each([
    ['a reason without display (sandbox)', { overrideReason: { reason: { code: 'a', system: 'b' } } }, { code: 'a', system: 'b' }], ['a flat reason', { overrideReason: { code: 'a', system: 'b' } }, { code: 'a', system: 'b' }],
    ['a bare code', { overrideReason: 'a' }, { code: 'a' }], ['overrideReasons, an object (Epic)', { overrideReasons: { reason: { code: 'a' } } }, { code: 'a' }], ['overrideReasons, a list', { overrideReasons: [{ reason: { code: 'a' } }] }, { code: 'a' }],
    ['an extension (Epic)', { overrideReason: { extension: { [`${EPIC}reasonCategory`]: 7, [`${EPIC}reasonDisplay`]: 'Not relevant' } } }, { code: '7', display: 'Not relevant' }],
    ['an extension that has but a title (Epic)', { overrideReasons: { extension: { [`${EPIC}reasonTitle`]: 'Other' } } }, { display: 'Other' }],
    ['no reason', {}, undefined], ['a reason that is none', { overrideReason: { reason: {} } }, undefined], ['null', { overrideReason: null }, undefined], ['a number', { overrideReason: 7 }, undefined],
  ])('FB-4 %s', async (_, changes, reason) => {
    const { overrideReason: __, ...rest } = overridden;
    expect((await keep({ ...rest, ...changes }))?.reason).toEqual(reason);
  });

  test.each([
    ['2026-06-15T10:00:00Z', '2026-06-15T10:00:00.000Z'], ['2026-06-15T10:00:00.5+02:00', '2026-06-15T08:00:00.500Z'], ['2026-06-15t10:00:00z', '2026-06-15T10:00:00.000Z'], ['2026-06-15T10:00:00+00:00', '2026-06-15T10:00:00.000Z'], ['2026-06-15T10:00:00-00:00', '2026-06-15T10:00:00.000Z'], ['2026-06-15', undefined], ['now', undefined], ['2026-99-15T10:00:00Z', undefined], [7, undefined], [undefined, undefined],
  ])('FB-2 FB-4 the time %j', async (outcomeTimestamp, expected) => {
    expect((await keep({ ...accepted, outcomeTimestamp }))?.outcomeTimestamp).toBe(expected);
  });

  test.each([[[{ id: 'a' }, { id: 'b' }, { id: 'a' }], ['a', 'b']], [['a'], ['a']], [{ id: 'a' }, ['a']], [[null, {}, 7], []], [undefined, []]])('FB-4 the suggestions %j', async (acceptedSuggestions, expected) => {
    expect((await keep({ ...accepted, acceptedSuggestions }))?.acceptedSuggestions).toEqual(expected);
  });

  test('FB-7 a comment is cut at 4,000 characters', async () => {
    expect((await keep({ ...overridden, overrideReason: { userComment: 'x'.repeat(9000) } }))?.userComment).toHaveLength(4000);
  });

  test('FB-3 the same report twice is one', async () => {
    const { app, store, lines } = serve();
    await send([accepted], app);
    await send([accepted, overridden], app);
    expect(await store.listFeedback()).toHaveLength(2);
    expect(lines.at(-1)).toMatchObject({ feedback: { repeated: 1 } });
  });

  test('FB-4 a card we gave is known again, whichever service hears of it', async () => {
    const { app, store } = serve();
    const { body } = await post(withPrefetch(emptyChart), '/cds-services/imaging-advice', app);
    await post({ feedback: [{ ...accepted, card: body.cards[0].uuid }, accepted] }, '/cds-services/imaging-advice-sign/feedback', app);
    expect((await store.listFeedback()).map(({ isMatched }) => isMatched)).toEqual([true, false]);
  });
});

describe('what a reason is counted as', () => {
  test.each<[string, object | undefined, string | undefined]>([
    ['a code that cards offer', { code: 'expert-contradicts', system: 'urn:x' }, 'expert-contradicts'],
    ['words in place of a code', { code: 'John Smith, MRN 4711, has cancer', system: 'urn:x' }, 'other'],
    ['a code of the system\'s own', { code: 'x-17', system: 'urn:x' }, 'other'],
    ['words alone', { display: 'I know him' }, 'other'],
    ['no reason', undefined, undefined],
  ])('%s', async (_, reason, counted) => {
    const { app, store } = serve({ topics: loadTopics(CARDS) });
    const body = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8')) as object;
    const { cards } = (await post(body, undefined, app)).body;
    await post({ feedback: [{ card: cards[0].uuid, outcome: 'overridden', ...(reason !== undefined && { overrideReason: { reason } }) }] }, '/cds-services/imaging-advice/feedback', app);
    const [decision] = await store.findCard(cards[0].uuid);
    expect([decision!.outcome, decision!.reason]).toEqual(['overridden', counted]);
    const [order] = (await store.listOrders({ from: '2026-06', to: '2026-06', limit: 1 })).orders;
    expect(order!.reason).toBe(counted);
    expect((await store.tally('cards', { from: '2026-06', to: '2026-06', groupBy: ['reason'] })).map(({ by }) => by.reason)).toContain(counted);
  });
});
