/** What is left of a call in the store, and what is not. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topic } from '../../src/decision/topic.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { CARDS } from '../support/app.ts';
import { registered } from '../support/client.ts';
import { describePostgres, query, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { bundle, emptyChart, hookBody, order, post, serve, tumour, withPrefetch } from './call-service.ts';
import { smallTopic } from './small-topic.ts';

const JUNE = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-07-01T00:00:00Z'), limit: 10 };
const YEAR = { from: '2026-01', to: '2026-12' };
const MARKER = 'Zaphod';
const DAY = '1951-03-07';

describe('a decision', () => {
  test('is kept with codes, cards and the time it took', async () => {
    const { app, store } = serve();
    const { body } = await post(withPrefetch({ ...emptyChart, conditions: bundle(tumour()) }, [order({ requester: { reference: 'Practitioner/d1' } })]), undefined, app);
    const [kept] = await store.findCard(body.cards[0].uuid);
    expect(kept).toMatchObject({
      at: '2026-06-15T12:00:00.000Z', client: 'anonymous', service: 'imaging-advice', hook: 'order-select', mode: 'live', topic: 'small', version: '1.0.0', study: 'MR', variant: 'FLAGGED', variantRow: 'by-tumour', rating: 'UA', adviceRow: 'tell',
      findings: expect.arrayContaining([expect.objectContaining({ code: expect.any(String), grade: 'A' })]), outcome: 'ignored', cards: [{ uuid: body.cards[0].uuid }], latencyMs: expect.any(Number),
      patientHash: expect.stringMatching(/^[\w-]{32}$/), orderHash: expect.stringMatching(/^[\w-]{32}$/), requester: expect.stringMatching(/^[\w-]{32}$/),
    });
    expect(JSON.stringify(kept!.explanation)).not.toMatch(/Condition\/|Practitioner\//);
  });

  test('is one for each order, and each card knows its own', async () => {
    const { app, store } = serve();
    const { body } = await post(withPrefetch(emptyChart, [order(), order({ id: 'o2' })]), undefined, app);
    expect((await store.findCard(body.cards[0].uuid)).map(({ orderHash }) => orderHash)).toHaveLength(2);
    expect((await store.listDecisions(JUNE)).decisions).toHaveLength(2);
  });

  test('of a client in shadow mode has no card', async () => {
    const { app, store } = serve({ clients: [registered({ id: 'quiet', mode: 'shadow', openFhirServers: ['https://quiet.example.org/fhir'] })] });
    const { body } = await post({ ...withPrefetch({ ...emptyChart, conditions: bundle(tumour()) }), fhirServer: 'https://quiet.example.org/fhir' }, undefined, app);
    expect(body).toEqual({ cards: [] });
    await store.addFeedback([]);
    expect((await store.listDecisions(JUNE)).decisions).toMatchObject([{ client: 'quiet', mode: 'shadow', outcome: 'none', cards: [], advice: expect.any(String) }]);
  });

  test('with EXPLAIN=references names the resources it rests on', async () => {
    const { app, store } = serve({ environment: { EXPLAIN: 'references' } });
    const { body } = await post(withPrefetch({ ...emptyChart, conditions: bundle(tumour()) }), undefined, app);
    expect(JSON.stringify((await store.findCard(body.cards[0].uuid))[0]!.explanation)).toContain('Condition/c1');
  });

  test('about an order that is asked about again is of the same order; one without an id is of its own', async () => {
    const { app, store } = serve();
    for (const id of ['o1', 'o1', undefined, undefined]) await post(withPrefetch(emptyChart, [order({ id })]), undefined, app);
    expect((await store.listOrders({ ...YEAR, limit: 10 })).orders.map(({ evaluations }) => evaluations).sort()).toEqual([1, 1, 2]);
  });

  const scenario = (kind: 'route' | 'none') => new Map([...smallTopic.scenarios, ['PLAIN', { ...smallTopic.scenarios.get('PLAIN')!, kind, ratedAs: undefined }]]);
  const { conditions: _, ...unread } = emptyChart;
  test.each<[string, Partial<Topic>, object, string | undefined]>([
    ['a read that is required fell short', { requiredReads: ['conditions'] }, unread, 'unreadable'], ['the same, and other criteria apply', { requiredReads: ['conditions'], scenarios: scenario('route') }, unread, 'unreadable'],
    ['other criteria apply', { scenarios: scenario('route') }, emptyChart, 'route'], ['no criteria apply', { scenarios: scenario('none') }, emptyChart, 'no-criteria'],
    ['the ratings are not for such a patient', { notRatedWhen: [{ finding: 'tumour', answers: ['no'] }] }, emptyChart, 'outside'], ['nothing: it has one', {}, emptyChart, undefined],
  ])('says why there is no rating: %s', async (_name, changes, chart, expected) => {
    const { app, store } = serve({ topics: [{ ...smallTopic, ...changes }] });
    await post(withPrefetch(chart as typeof emptyChart), undefined, app);
    await store.addFeedback([]);
    const { decisions: [kept] } = await store.listDecisions(JUNE);
    expect([kept!.rating, kept!.unrated]).toEqual(expected === undefined ? ['UNA', undefined] : [undefined, expected]);
  });

  test('that cannot be recorded changes no answer', async () => {
    const { store } = serve();
    const { app, lines } = serve({ store: { ...store, addDecisions: () => { throw new TypeError('x'); } } });
    const answer = await post(withPrefetch(emptyChart), undefined, app);
    expect(answer.status).toBe(200);
    expect(answer.body.cards).toHaveLength(1);
    expect(lines.map(({ msg }) => msg)).toContain('decisions are not recorded');
  });

  test('of the low back pain topic says what each suggestion does', async () => {
    const { app, store } = serve({ topics: loadTopics(CARDS) });
    const answer = await post(JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8')), undefined, app);
    const [kept] = await store.findCard(answer.body.cards[0].uuid);
    expect(kept!.cards.map(({ template }) => template)).toHaveLength(answer.body.cards.length);
    expect(kept!.cards.flatMap(({ suggestions }) => suggestions.map(({ kind }) => kind))).toContain('orderSet');
  });
});

/** A chart with marker words wherever text, ids, codes and dates may be. */
const chart = () => {
  const words = { text: `${MARKER} pain`, coding: [{ system: `urn:${MARKER}`, code: `${MARKER}-code`, display: MARKER }] };
  const subject = { reference: 'Patient/Zaphod-1', display: MARKER };
  return {
    patient: { resourceType: 'Patient', id: 'Zaphod-1', birthDate: DAY, name: [{ family: MARKER, given: [MARKER] }], identifier: [{ value: MARKER }] },
    conditions: bundle(tumour({ id: 'Zaphod-2', subject, onsetDateTime: DAY, recordedDate: DAY, note: [{ text: MARKER }], code: { text: MARKER, coding: [{ system: 'http://snomed.info/sct', code: '363346000', display: MARKER }, ...words.coding] } })),
    medications: bundle({ resourceType: 'MedicationRequest', id: 'Zaphod-3', status: 'active', intent: 'order', subject, medicationCodeableConcept: words, authoredOn: DAY, dosageInstruction: [{ text: MARKER }] }),
    observations: bundle({ resourceType: 'Observation', id: 'Zaphod-4', status: 'final', subject, code: words, effectiveDateTime: DAY, valueString: MARKER }),
  };
};
const marked = () => hookBody(
  [order({ id: 'Zaphod-5', subject: { reference: 'Patient/Zaphod-1', display: MARKER }, requester: { reference: 'Practitioner/Zaphod-6', display: MARKER }, reasonCode: [{ text: `${MARKER} low back pain for 3 days` }], note: [{ text: MARKER }], authoredOn: DAY })],
  { hookInstance: MARKER, context: { patientId: 'Zaphod-1', userId: 'Practitioner/Zaphod-6', encounterId: MARKER }, prefetch: chart(), fhirServer: 'https://zaphod.example.org/fhir', fhirAuthorization: { access_token: MARKER, token_type: 'Bearer', expires_in: 300, scope: MARKER, subject: MARKER } },
);
const pour = async (store: Parameters<typeof serve>[0] & object) => {
  for (const topics of [loadTopics(CARDS), undefined]) {
    const { app } = serve({ ...store, ...(topics !== undefined && { topics }) });
    for (const path of ['/cds-services/imaging-advice', '/cds-services/imaging-advice-sign']) {
      const { status, body } = await post({ ...marked(), ...(path.endsWith('sign') && { hook: 'order-sign' }) }, path, app);
      expect(status).toBe(200);
      if (body.cards.length > 0) await post({ feedback: [{ card: body.cards[0].uuid, outcome: 'overridden' }] }, `${path}/feedback`, app);
    }
  }
};
const identities = createIdentities('a key for tests, long enough for it', 'hashed');
const options = { identities, report: () => undefined };
let ids = 0;
const freshId = () => `10000000-0000-4000-8000-${String(ids += 1).padStart(12, '0')}`;

describe('nothing of a chart is left', () => {
  test('in any file beside the database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'backstop-marked-'));
    const store = createSqlStore(openSqlite(join(folder, 'a.db')), options);
    await pour({ store, newId: freshId });
    expect((await store.listDecisions(JUNE)).decisions.length).toBeGreaterThanOrEqual(4);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'latin1');
      expect(text).not.toMatch(/zaphod/i);
      expect(text).not.toContain(DAY);
    }
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describePostgres('in PostgreSQL', () => {
    let server: TestPostgres;
    beforeAll(async () => { server = await startPostgres(); }, 60_000);
    afterAll(() => server.stop());

    test('in any table', async () => {
      const url = await server.schema();
      const store = createSqlStore(openPostgres(url, () => new Date(0)), options);
      await pour({ store, newId: freshId });
      await store.close();
      const tables = await query(url, 'SELECT tablename FROM pg_tables WHERE schemaname = current_schema()');
      const rows = await Promise.all(tables.map(({ tablename }) => query(url, `SELECT * FROM ${String(tablename)}`)));
      expect(rows.flat().length).toBeGreaterThan(10);
      expect(JSON.stringify(rows)).not.toMatch(/zaphod|1951-03-07/i);
    });
  });
});
