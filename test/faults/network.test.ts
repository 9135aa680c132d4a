/** Networks that trickle, stall and break in the middle, between the service and a FHIR server, and between it and PostgreSQL. */
import { afterEach, beforeAll, afterAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import request from 'supertest';
import { createGetter } from '../../src/outbound/create-getter.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { registered } from '../support/client.ts';
import { startDetour } from '../support/detour.ts';
import { closeFhirServers, startFhirServer } from '../support/fhir-server.ts';
import { describePostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { bundle, detailOf, emptyChart, hookBody, order, post, PATIENT, serve } from '../http/call-service.ts';

const FEEDBACK = '/cds-services/imaging-advice/feedback';
const DEADLINE_MS = 1000;
/** The deadline, and this machine's own slowness. */
const LATEST_MS = 2 * DEADLINE_MS;
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
  await closeFhirServers();
});

const run = promisify(execFile);
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

describe('a network to a FHIR server', () => {
  /** Some 60 kB of drugs, so that an answer can be interrupted. */
  const drugs = bundle(...Array.from({ length: 300 }, (_, index) => ({ resourceType: 'MedicationRequest', id: `m${index}`, status: 'active', intent: 'order', subject: { reference: `Patient/${PATIENT}` }, medicationCodeableConcept: { text: `a drug, number ${index}` } })));

  async function behindDetour() {
    const server = await startFhirServer({ default: drugs });
    const detour = await startDetour(server.base);
    ending.push(detour.cut);
    const get = createGetter({ networks: [], allowsLoopback: true, allowsHttp: true });
    const { app, lines } = serve({ clients: [registered({ openFhirServers: [detour.url], get })], environment: { DEADLINE_MS: String(DEADLINE_MS) } });
    const call = async () => {
      const start = performance.now();
      const answer = await post(hookBody(undefined, { fhirServer: detour.url, prefetch: { patient: emptyChart.patient, conditions: emptyChart.conditions } }), undefined, app);
      return { status: answer.status, cards: answer.body.cards.length, detail: detailOf(answer), ms: performance.now() - start, fetched: lines.at(-1)!['fetched'] };
    };
    return { server, detour, call };
  }

  test('that is well is read whole', async () => {
    const { call } = await behindDetour();
    expect(await call()).toMatchObject({ status: 200, cards: 1, detail: expect.not.stringContaining('Not read'), fetched: { asked: 1, short: 0 } });
  });

  test('FHIR-4 HTTP-6 that trickles gives a gap the card names, within the deadline: what came of an answer is not taken for all of it', async () => {
    const { detour, call } = await behindDetour();
    detour.trickle(500, 40);
    const { ms, ...told } = await call();
    expect(told).toMatchObject({ status: 200, cards: 1, detail: expect.stringContaining('Not read: medications.'), fetched: { asked: 1, short: 1 } });
    expect(ms).toBeLessThan(LATEST_MS);
  });

  test('FHIR-4 HTTP-6 that stalls in the middle of an answer does the same, and when it goes on in time the answer is whole', async () => {
    const { detour, call } = await behindDetour();
    detour.freeze();
    const stalled = await call();
    expect(stalled).toMatchObject({ status: 200, cards: 1, detail: expect.stringContaining('Not read: medications.') });
    expect(stalled.ms).toBeLessThan(LATEST_MS);
    const asked = call();
    await pause(200);
    detour.thaw();
    expect(await asked).toMatchObject({ status: 200, detail: expect.not.stringContaining('Not read') });
  });

  test('FHIR-4 that breaks in the middle of every answer gives a gap the card names', async () => {
    const { detour, call } = await behindDetour();
    detour.breakAfter(20_000, 1000);
    expect(await call()).toMatchObject({ status: 200, cards: 1, detail: expect.stringContaining('Not read: medications.'), fetched: { asked: 1, short: 1 } });
  });

  test('FHIR-3 that breaks in the middle of an answer is tried once more, and no more', async () => {
    const server = await startFhirServer({ default: 'x'.repeat(900) });
    const detour = await startDetour(server.base);
    ending.push(detour.cut);
    // In a process of its own: `fetch` behaves otherwise inside the test runner.
    const get = async (): Promise<unknown> => JSON.parse((await run(process.execPath, [join(__dirname, '../support/get.ts'), JSON.stringify({ networks: [], allowsLoopback: true, allowsHttp: true }), `${detour.url}/a`])).stdout);
    detour.breakAfter(100, 1);
    expect(await get()).toEqual({ status: 200, bytes: 900 });
    expect(server.asked).toHaveLength(2);
    detour.breakAfter(100, 1000);
    expect(await get()).toMatchObject({ refused: 'unreachable' });
    expect(server.asked).toHaveLength(4);
  });
});

describePostgres('a network to a PostgreSQL', () => {
  const identities = createIdentities('a key for tests, long enough for it', 'hashed');
  const report = (card: string) => ({ feedback: [{ card, outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00Z' }] });
  let server: TestPostgres;
  beforeAll(async () => { server = await startPostgres(); }, 60_000);
  afterAll(() => server.stop());

  async function behindDetour() {
    const detour = await startDetour(await server.schema());
    const store = createSqlStore(openPostgres(detour.url, () => new Date(0)), { identities, report: () => undefined });
    ending.push(detour.cut, () => store.close());
    await store.checkWritable();
    const { app } = serve({ store, environment: { DEADLINE_MS: String(DEADLINE_MS) } });
    const place = async (index: number) => {
      const start = performance.now();
      const answer = await post(hookBody([order({ id: `o${index}` })], { prefetch: emptyChart }), undefined, app);
      expect([answer.status, answer.body.cards.length]).toEqual([200, 1]);
      return { card: answer.body.cards[0].uuid as string, ms: performance.now() - start };
    };
    const ready = async (): Promise<boolean> => (await request(app).get('/readyz')).status === 200;
    const tell = async (card: string) => (await post(report(card), FEEDBACK, app)).status;
    const keptOnce = async (cards: readonly string[]) => {
      const kept = (await store.listFeedback()).map(({ card }) => card);
      expect(new Set(kept).size).toBe(kept.length);
      expect(cards.filter((card) => !kept.includes(card))).toEqual([]);
    };
    return { detour, place, ready, tell, keptOnce };
  }

  test('FB-3 that breaks again and again in the middle of an answer costs no card, and nothing that was acknowledged', async () => {
    const { detour, place, ready, tell, keptOnce } = await behindDetour();
    detour.breakAfter(5000, 12);
    const acknowledged: string[] = [];
    const codes = new Set<number>();
    for (let index = 0; index < 30; index += 1) {
      const { card } = await place(index);
      const code = await tell(card);
      codes.add(code);
      if (code === 200) acknowledged.push(card);
    }
    expect([...codes].sort()).toEqual([200, 503]);
    detour.breakAfter(0, 0);
    while (!(await ready())) await pause(50);
    const { card } = await place(100);
    expect(await tell(card)).toBe(200);
    await keptOnce([...acknowledged, card]);
  }, 60_000);

  test('HTTP-6 that trickles costs a card a tenth of a second, refuses what it cannot keep in time, and is well again by itself', async () => {
    const { detour, place, ready, tell, keptOnce } = await behindDetour();
    const { card: before } = await place(0);
    expect(await tell(before)).toBe(200);
    detour.trickle(20, 60);
    const { card, ms } = await place(1);
    expect(ms).toBeLessThan(LATEST_MS);
    const start = performance.now();
    const refused = await Promise.all([tell(card), ready()]);
    expect(refused).toEqual([503, false]);
    expect(performance.now() - start).toBeLessThan(LATEST_MS);
    detour.trickle(65_536, 0);
    while (!(await ready())) await pause(50);
    expect(await tell(card)).toBe(200);
    await keptOnce([before, card]);
  }, 60_000);
});
