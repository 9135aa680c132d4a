/** GET /metrics: what happened is counted, by codes of ours, and nobody is in it. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import supertest from 'supertest';
import { StoreError } from '../../src/errors.ts';
import { createMetrics } from '../../src/http/create-metrics.ts';
import { gaugeWaiting } from '../../src/http/gauge-waiting.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { openInMemory } from '../../src/store/open-sqlite.ts';
import { bundle, hookBody, order, serve, tumour } from './call-service.ts';
import { smallTopic } from './small-topic.ts';

const SERVICE = '/cds-services/imaging-advice';
const create = () => createMetrics({ topics: [smallTopic] });
type Calls = ReturnType<typeof serve>;
const post = ({ app }: Calls, body: unknown, path = SERVICE) => supertest(app).post(path).send(body as object);

/** Each line that counts something, as `name{labels}` → value. */
async function countsOf({ app }: Calls): Promise<Readonly<Record<string, number>>> {
  const { text } = await supertest(app).get('/metrics').expect(200).expect('Content-Type', /text\/plain/);
  return Object.fromEntries(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]));
}

describe('metrics', () => {
  test('count calls by status, orders by rating and advice, cards, gaps and feedback', async () => {
    const service = serve({ metrics: create() });
    const first = await post(service, hookBody([order()], { prefetch: { patient: { resourceType: 'Patient', id: 'p1', birthDate: '1980-01-01' }, conditions: bundle() } }));
    await post(service, hookBody([order()], { prefetch: { conditions: bundle(tumour()) } }));
    await post(service, hookBody([order({ code: { text: 'chest film' } })]));
    await post(service, { hook: 'order-select' }).expect(400);
    await supertest(service.app).get('/nowhere').expect(404);
    await post(service, { feedback: [{ card: first.body.cards[0].uuid, outcome: 'overridden' }] }, `${SERVICE}/feedback`).expect(200);
    const counts = await countsOf(service);
    expect(counts).toMatchObject({
      'backstop_calls_total{service="imaging-advice",status="200"}': 4,
      'backstop_calls_total{service="imaging-advice",status="400"}': 1,
      'backstop_calls_total{service="none",status="404"}': 1,
      'backstop_refusals_total{because="invalid-request"}': 1,
      'backstop_feedback_total{outcome="overridden"}': 1,
      'backstop_call_seconds_count{service="imaging-advice"}': 5,
      'backstop_stage_seconds_count{stage="understand"}': 3,
      'backstop_stage_seconds_count{stage="write"}': 3,
      'backstop_records_dropped_total{what="decisions"}': 0,
      [`backstop_knowledge{topic="${smallTopic.id}",version="${smallTopic.version}"}`]: 1,
    });
    const sumOf = (name: string): number => Object.entries(counts).filter(([line]) => line.startsWith(`${name}{`)).reduce((sum, [, value]) => sum + value, 0);
    expect(sumOf('backstop_orders_total')).toBe(2);
    expect(sumOf('backstop_cards_total')).toBeGreaterThanOrEqual(1);
    expect(sumOf('backstop_gaps_total')).toBeGreaterThanOrEqual(1);
  });

  test('what alerts ask for begins at 0: of nothing there is no sum, and a first count is no rate', async () => {
    const counts = await countsOf(serve({ metrics: create() }));
    const alerts = readFileSync(join(__dirname, '../../deploy/prometheus/alerts.yaml'), 'utf8');
    const asked = new Set([...alerts.matchAll(/(?:rate|increase)\((backstop_\w+?_total)/g)].map(([, name]) => name!));
    expect(asked.size).toBeGreaterThan(5);
    // Of the process that supervises.
    asked.delete('backstop_process_deaths_total');
    for (const name of asked) expect([name, Object.keys(counts).some((line) => line.startsWith(`${name}{`))]).toEqual([name, true]);
    for (const status of [200, 401, 500]) expect(counts[`backstop_calls_total{service="imaging-advice",status="${status}"}`]).toBe(0);
  });

  test('hold nothing a caller wrote, however odd', async () => {
    const service = serve({ metrics: create() });
    await post(service, hookBody([order({ id: 'secret-order' })], { hookInstance: 'secret-instance', context: { patientId: 'secret-patient' } }));
    await post(service, { 'secret-member': 1 }, '/cds-services/secret-service');
    await post(service, { hook: 'secret-hook' });
    await post(service, { feedback: [{ card: 'secret-card', outcome: 'secret-outcome' }] }, `${SERVICE}/feedback`);
    const { text } = await supertest(service.app).get('/metrics');
    expect(text).not.toMatch(/secret/);
    expect(text.split('\n').length).toBeLessThan(250);
  });

  test('a client in shadow is shown nothing, and no card is counted', async () => {
    const service = serve({ metrics: create(), environment: { AUTH: 'off' }, clients: [{ id: 'shadow', iss: 'https://shadow.example.org', mode: 'shadow', profile: 'default', algorithms: [], audiences: [], tenants: [], fhirServers: [], networks: [] } as never] });
    const token = `e30.${Buffer.from(JSON.stringify({ iss: 'https://shadow.example.org' })).toString('base64url')}.x`;
    const answer = await supertest(service.app).post(SERVICE).set('Authorization', `Bearer ${token}`).send(hookBody());
    expect(answer.body).toEqual({ cards: [] });
    const counts = await countsOf(service);
    expect(Object.keys(counts).filter((line) => line.startsWith('backstop_cards_total'))).toEqual([]);
    expect(Object.entries(counts).filter(([line, count]) => line.startsWith('backstop_orders_total') && count > 0)).toHaveLength(1);
  });

  test('tell what a store that is away could not keep', async () => {
    const metrics = create();
    const database = { ...openInMemory(), work: async () => { throw new StoreError('unavailable', 'away'); } };
    const store = createSqlStore(database, { identities: createIdentities('k'.repeat(32), 'hashed'), report: (gap) => metrics.noteGap('decisions', gap), limits: { waiting: 3, batch: 1, flushMs: 1, retryMs: 10_000 } });
    gaugeWaiting(metrics.registry, store);
    const service = serve({ metrics, store });
    const place = (id: string) => post(service, hookBody([order({ id })]));
    await place('o0');
    const waiting = async () => (await countsOf(service))['backstop_records_waiting{what="decisions"}'];
    while ((await waiting()) !== 1) await new Promise((resolve) => { setTimeout(resolve, 10); });
    // Also those that came since it was first told that the store is away.
    for (let count = 1; count < 6; count += 1) await place(`o${count}`);
    while ((await waiting()) !== 3) await new Promise((resolve) => { setTimeout(resolve, 10); });
    const counts = await countsOf(service);
    expect(counts['backstop_records_dropped_total{what="decisions"}']).toBeGreaterThanOrEqual(1);
  });

  test('are for whoever has the token, where there is one', async () => {
    const service = serve({ metrics: create(), environment: { METRICS_TOKEN: 'm'.repeat(32) } });
    await supertest(service.app).get('/metrics').expect(401).expect('WWW-Authenticate', 'Bearer');
    await supertest(service.app).get('/metrics').set('Authorization', `Bearer ${'x'.repeat(32)}`).expect(401);
    await supertest(service.app).get('/metrics').set('Authorization', `Bearer ${'m'.repeat(32)}`).expect(200);
  });

  test('are there only where they are kept, and no other page may read them', async () => {
    await supertest(serve().app).get('/metrics').expect(404);
    const service = serve({ metrics: create() });
    expect((await supertest(service.app).get('/metrics').set('Origin', 'https://elsewhere.example.org')).headers['access-control-allow-origin']).toBeUndefined();
    await supertest(service.app).post('/metrics').expect(405);
  });
});
