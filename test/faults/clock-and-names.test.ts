/** Clocks that jump, names that cannot be resolved, and a server of keys that goes away: the real application. */
import { afterEach, expect, test } from '@jest/globals';
import request from 'supertest';
import { fetchedKeys } from '../../src/clients/key-set.ts';
import { createGetter } from '../../src/outbound/create-getter.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { registered } from '../support/client.ts';
import { closeFhirServers, startFhirServer } from '../support/fhir-server.ts';
import { claimsAt, newKey, signToken } from '../support/tokens.ts';
import { detailOf, emptyChart, expectOutcome, hookBody, post, serve, TODAY, withPrefetch } from '../http/call-service.ts';

const SERVICE = '/cds-services/imaging-advice';
const BASE = 'https://cds.example.org';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const key = newKey('one');
const required = { AUTH: 'required', CLIENTS: 'clients.json', PUBLIC_URL: BASE };
const noon = (): Date => new Date(`${TODAY}T12:00:00Z`);
afterEach(closeFhirServers);

/** As the token of a client whose clock is right at that time. */
const tokenAt = (time: Date, changes: Readonly<Record<string, unknown>> = {}): string => signToken(key, claimsAt(time, { aud: `${BASE}${SERVICE}`, ...changes }));
const callWith = (app: ReturnType<typeof serve>['app'], token: string) => request(app).post(SERVICE).set('Authorization', `Bearer ${token}`).send(withPrefetch(emptyChart));

function withKeysFrom(url: string) {
  const get = createGetter({ networks: [], allowsLoopback: true, allowsHttp: true });
  const time = { ms: 0 };
  const client = registered({ id: 'st-mary', jku: url, get, keys: fetchedKeys({ url, get, now: () => time.ms, isProduction: true }) });
  return { time, ...serve({ clients: [client], environment: required, now: noon() }) };
}

test('a clock that jumps an hour back, or a day ahead, changes no answer, and reports and records are kept', async () => {
  const now = noon();
  const store = createMemoryStore();
  const { app } = serve({ now, store });
  const cards: string[] = [];
  for (const jump of [0, -HOUR, DAY, -DAY]) {
    now.setTime(now.getTime() + jump);
    const answer = await post(withPrefetch(emptyChart), undefined, app);
    expect([answer.status, answer.body.cards.length]).toEqual([200, 1]);
    expect((await post({ feedback: [{ card: answer.body.cards[0].uuid, outcome: 'accepted', outcomeTimestamp: now.toISOString() }] }, `${SERVICE}/feedback`, app)).status).toBe(200);
    cards.push(answer.body.cards[0].uuid);
  }
  expect((await store.listFeedback()).map(({ card, isMatched }) => [card, isMatched]).sort()).toEqual(cards.map((card) => [card, true]).sort());
  expect((await Promise.all(cards.map((card) => store.findCard(card)))).map(({ length }) => length)).toEqual([1, 1, 1, 1]);
});

test('JWT-10 JWT-11 a clock that is wrong believes no token it should not: what was used stays used, what is out of its time is refused, and both end with the clock', async () => {
  const now = noon();
  const get = createGetter({ networks: [], allowsLoopback: true, allowsHttp: true });
  const ehr = await startFhirServer({ 'jwks.json': { keys: [key.jwk] } });
  const url = `${ehr.base}/jwks.json`;
  const { app, lines } = serve({ now, environment: required, clients: [registered({ jku: url, get, keys: fetchedKeys({ url, get, now: () => performance.now(), isProduction: true }) })] });
  const used = tokenAt(noon());
  expect((await callWith(app, used)).status).toBe(200);
  now.setTime(now.getTime() - 30_000);
  expect((await callWith(app, used)).status).toBe(401);
  now.setTime(noon().getTime() - HOUR);
  expect((await callWith(app, tokenAt(noon()))).status).toBe(401);
  now.setTime(noon().getTime() + HOUR);
  expect((await callWith(app, tokenAt(noon()))).status).toBe(401);
  now.setTime(noon().getTime());
  expect((await callWith(app, used)).status).toBe(401);
  expect((await callWith(app, tokenAt(noon()))).status).toBe(200);
  expect(lines.map(({ refused }) => refused)).toEqual([undefined, ['replayed'], ['time'], ['time'], ['replayed'], undefined]);
});

test('FHIR-4 a FHIR server whose name cannot be resolved is a gap the card names, within the deadline', async () => {
  const get = createGetter({ networks: [], allowsLoopback: false, allowsHttp: false });
  const { app, lines } = serve({ clients: [registered({ fhirServers: ['https://fhir.invalid/r4'], get })] });
  const start = performance.now();
  const body = hookBody(undefined, { fhirServer: 'https://fhir.invalid/r4', fhirAuthorization: { access_token: 't', token_type: 'Bearer', expires_in: 300, scope: 'patient/*.read', subject: 'x' }, prefetch: { patient: emptyChart.patient, conditions: emptyChart.conditions } });
  const answer = await post(body, undefined, app);
  expect(answer.status).toBe(200);
  expect(performance.now() - start).toBeLessThan(3000);
  expect(lines[0]).toMatchObject({ fetched: { short: 1 } });
  expect(detailOf(answer)).toContain('Not read: medications.');
});

test('JWT-9 keys whose server has a name that cannot be resolved, and that were never had, make nobody believed: 401, and the log says key', async () => {
  const { app, lines } = withKeysFrom('https://keys.invalid/jwks.json');
  const answer = await callWith(app, tokenAt(noon()));
  expect(answer.status).toBe(401);
  expectOutcome(answer.body);
  expect(lines[0]).toMatchObject({ refused: ['key'] });
});

test('JWT-9 a server of keys that goes away is not missed for hours, then nobody is believed until it is back', async () => {
  const ehr = await startFhirServer({ 'jwks.json': { keys: [key.jwk] } });
  const { app, time } = withKeysFrom(`${ehr.base}/jwks.json`);
  const status = async (): Promise<number> => (await callWith(app, tokenAt(noon()))).status;
  expect(await status()).toBe(200);
  ehr.answers.set('jwks.json', (_, response) => response.destroy());
  time.ms += 11 * HOUR;
  expect([await status(), await status()]).toEqual([200, 200]);
  time.ms += 2 * HOUR;
  expect(await status()).toBe(401);
  ehr.answers.set('jwks.json', { keys: [key.jwk] });
  time.ms += 11_000;
  expect(await status()).toBe(200);
});

test('a PostgreSQL whose name cannot be resolved: advice is given, feedback and readiness are refused', async () => {
  const store = createSqlStore(openPostgres('postgres://backstop@db.invalid/backstop', noon), { identities: createIdentities('a key for tests, long enough for it', 'hashed'), report: () => undefined });
  const { app } = serve({ store });
  expect((await post(withPrefetch(emptyChart), undefined, app)).body.cards).toHaveLength(1);
  const refused = [await post({ feedback: [{ card: 'c', outcome: 'accepted', outcomeTimestamp: noon().toISOString() }] }, `${SERVICE}/feedback`, app), await request(app).get('/readyz')];
  expect(refused.map(({ status }) => status)).toEqual([503, 503]);
  expect((await request(app).get('/healthz')).status).toBe(200);
  await store.close().catch(() => undefined);
});
