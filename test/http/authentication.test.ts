/** AUTH=required over HTTP: nobody in who does not belong, one answer for all who do not, and no call to addresses that a token names. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { RegisteredClient } from '../../src/clients/client.ts';
import { fetchedKeys } from '../../src/clients/key-set.ts';
import { StoreError } from '../../src/errors.ts';
import { createGetter } from '../../src/outbound/create-getter.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import type { Store } from '../../src/store/store.ts';
import { registered } from '../support/client.ts';
import { closeFhirServers, startFhirServer, type FhirServer } from '../support/fhir-server.ts';
import { base64url, claimsAt, hmacToken, newKey, signToken } from '../support/tokens.ts';
import { emptyChart, expectOutcome, hookBody, serve, TODAY, withPrefetch } from './call-service.ts';

const NOW = new Date(`${TODAY}T12:00:00Z`);
const SERVICE = '/cds-services/imaging-advice';
const BASE = 'https://cds.example.org';
const key = newKey('key-1', 'RS384');
const stranger = newKey('key-1', 'RS384');
let ehr: FhirServer;
let canary: FhirServer;

beforeEach(async () => {
  ehr = await startFhirServer({ 'jwks.json': { keys: [key.jwk] } });
  canary = await startFhirServer({ default: { keys: [stranger.jwk] } });
});
afterEach(closeFhirServers);

function open(changes: Partial<RegisteredClient> = {}, settings: Readonly<Record<string, string>> = {}, store: Store = createMemoryStore()) {
  const jku = `${ehr.base}/jwks.json`;
  const get = createGetter({ networks: [], allowsLoopback: true, allowsHttp: true });
  const client = registered({ id: 'st-mary', jku, get, keys: fetchedKeys({ url: jku, get, now: () => performance.now(), isProduction: true }), ...changes });
  return serve({ clients: [client], store, environment: { AUTH: 'required', CLIENTS: 'clients.json', PUBLIC_URL: `${BASE},https://cds.internal.example.org/backstop`, ...settings } });
}

const claims = (changes: Readonly<Record<string, unknown>> = {}) => claimsAt(NOW, { aud: `${BASE}${SERVICE}`, ...changes });
const call = (app: ReturnType<typeof open>['app'], token?: string, path = SERVICE, body: object = withPrefetch(emptyChart)) => {
  const asked = request(app).post(path);
  return (token === undefined ? asked : asked.set('Authorization', `Bearer ${token}`)).send(body);
};

describe('a client that proves who it is', () => {
  test('JWT-2 JWT-9 is answered, and is named in the log with its token\'s id', async () => {
    const { app, lines } = open({ tenants: ['north'] });
    const response = await call(app, signToken(key, claims({ jti: 'token-7', tenant: 'north' })));
    expect(response.status).toBe(200);
    expect(response.body.cards).toHaveLength(1);
    expect(lines[0]).toMatchObject({ status: 200, client: 'st-mary', jti: 'token-7', tenant: 'north' });
    expect(ehr.asked.map(({ url }) => url)).toEqual(['/fhir/jwks.json']);
    expect(ehr.asked[0]!.headers['authorization']).toBeUndefined();
  });

  test.each(['Bearer', 'bearer', 'BEARER'])('JWT-2 whatever the case of %s', async (scheme) => {
    const { app } = open();
    expect((await request(app).post(SERVICE).set('Authorization', `${scheme}  ${signToken(key, claims())}`).send(withPrefetch(emptyChart))).status).toBe(200);
  });

  test('JWT-6 TLS-3 knows the service under each of its public addresses, and none that a header claims', async () => {
    const { app } = open();
    expect((await call(app, signToken(key, claims({ aud: `https://cds.internal.example.org/backstop${SERVICE}` })))).status).toBe(200);
    const spoofed = await call(app, signToken(key, claims({ aud: `https://evil.example.org${SERVICE}` }))).set('Host', 'evil.example.org').set('X-Forwarded-Host', 'evil.example.org').set('Forwarded', 'host=evil.example.org;proto=https');
    expect(spoofed.status).toBe(401);
  });

  test('FB-6 reports feedback under the address of the service or of its feedback', async () => {
    const { app, store } = open();
    const body = { feedback: [{ card: 'c1', outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00Z', acceptedSuggestions: [{ id: 's' }] }] };
    expect((await call(app, signToken(key, claims({ aud: `${BASE}${SERVICE}/feedback` })), `${SERVICE}/feedback`, body)).status).toBe(200);
    expect((await call(app, signToken(key, claims()), `${SERVICE}/feedback`, body)).status).toBe(200);
    expect((await call(app, signToken(key, claims({ aud: `${BASE}${SERVICE}/feedback` })))).status).toBe(401);
    expect((await call(app, undefined, `${SERVICE}/feedback`, body)).status).toBe(401);
    expect((await store.listFeedback()).map(({ client }) => client)).toEqual(['st-mary']);
  });

  test('JWT-9 may change its key between two calls', async () => {
    const { app } = open();
    const next = newKey('key-2', 'ES384');
    expect((await call(app, signToken(key, claims()))).status).toBe(200);
    ehr.answers.set('jwks.json', { keys: [next.jwk] });
    expect((await call(app, signToken(next, claims()))).status).toBe(200);
    expect((await call(app, signToken(key, claims()))).status).toBe(401);
  });

  test('JWT-11 exactly one of twenty calls at once with the same token is answered', async () => {
    const { app } = open();
    const token = signToken(key, claims());
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await call(app, token)).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(19);
  });

  test('JWT-12 is not served for a tenant that is not on its list', async () => {
    const { app } = open({ tenants: ['north'] });
    const response = await call(app, signToken(key, claims({ tenant: 'south' })));
    expect(response.status).toBe(403);
    expectOutcome(response.body);
    expect(response.text).not.toMatch(/north|south/);
  });
});

describe('a caller that does not', () => {
  const token = (body: object, header: object = {}) => signToken(key, body as Record<string, unknown>, header as Record<string, unknown>);
  const forged: readonly (readonly [string, () => string | undefined])[] = [
    ['sends nothing', () => undefined], ['sends garbage', () => 'x'], ['signs with another key', () => signToken(stranger, claims())], ['signs nothing', () => `${base64url({ alg: 'none', typ: 'JWT', kid: 'key-1' })}.${base64url(claims())}.`],
    ['uses the public key as a secret', () => hmacToken(key.publicKey.export({ type: 'spki', format: 'pem' }), claims(), { alg: 'HS384', kid: 'key-1' })],
    ['points to its own keys', () => signToken(stranger, claims(), { jku: `${canary.base}/jwks.json` })], ['points to a certificate', () => signToken(stranger, claims(), { x5u: `${canary.base}/x`, kid: 'key-1' })], ['brings its own key', () => signToken(stranger, claims(), { jwk: stranger.jwk })],
    ['names an issuer that is an address', () => token(claims({ iss: canary.base }))], ['names a key that is an address', () => token(claims(), { kid: `${canary.base}/k` })],
    ['shows a token for another service', () => token(claims({ aud: `${BASE}/cds-services/other` }))], ['shows one that ran out', () => token(claimsAt(new Date(NOW.getTime() - 7_200_000), { aud: `${BASE}${SERVICE}` }))],
  ];

  test('JWT-13 JWT-7 gets the same bare 401, whatever is wrong, and nothing is fetched from where it points', async () => {
    const answers: string[] = [];
    for (const [, forge] of forged) {
      const response = await call(open().app, forge());
      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer');
      expectOutcome(response.body);
      answers.push(response.text);
    }
    expect(new Set(answers).size).toBe(1);
    expect(canary.asked).toEqual([]);
  });

  test('JWT-13 is refused before its body is read, and the log says why, without a word of the token', async () => {
    const { app, lines } = open();
    const secret = signToken(stranger, claims({ name: 'Zaphod' }));
    const response = await request(app).post(SERVICE).set('Authorization', `Bearer ${secret}`).set('Content-Type', 'application/json').send('{"broken": Zaphod');
    expect(response.status).toBe(401);
    expect(lines[0]).toMatchObject({ level: 'warn', status: 401, refused: ['signature'] });
    expect(lines[0]).not.toHaveProperty('client');
    expect(JSON.stringify(lines)).not.toMatch(/Zaphod|eyJ/);
  });

  test('JWT-1 is refused by Basic, by two schemes, and by a token in the query or the body', async () => {
    const { app } = open();
    const good = signToken(key, claims());
    for (const header of [`Basic ${Buffer.from('a:b').toString('base64')}`, `Bearer ${good}, Bearer ${good}`, `Basic x Bearer ${good}`, good, 'Bearer', 'Bearer ']) {
      expect((await request(app).post(SERVICE).set('Authorization', header).send(withPrefetch(emptyChart))).status).toBe(401);
    }
    expect((await request(app).post(`${SERVICE}?access_token=${good}`).send({ ...withPrefetch(emptyChart), access_token: good })).status).toBe(401);
  });

  test('JWT-9 HTTP-7 is refused while its keys cannot be had, in time, and readably for a browser', async () => {
    ehr.answers.set('jwks.json', () => {});
    const start = performance.now();
    const response = await call(open().app, signToken(key, claims())).set('Origin', 'https://ehr.example.org');
    expect(response.status).toBe(401);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  test('HTTP-6 a slow key server and a slow FHIR server share one deadline', async () => {
    ehr.answers.set('jwks.json', (_, response) => { setTimeout(() => response.end(JSON.stringify({ keys: [key.jwk] })), 1200); });
    ehr.answers.set('default', () => {});
    const { app } = open({ fhirServers: [ehr.base] });
    const start = performance.now();
    const response = await call(app, signToken(key, claims()), SERVICE, hookBody(undefined, { fhirServer: ehr.base, fhirAuthorization: { access_token: 't', token_type: 'Bearer', expires_in: 300, scope: 'x', subject: 'y' } }));
    expect(response.status).toBe(200);
    expect(performance.now() - start).toBeLessThan(2100);
    expect(ehr.asked.length).toBeGreaterThan(1);
  }, 10_000);

  test('DISC-14 CORS-1 OPS-2 still discovers the services, asks before calling, and sees that the process lives', async () => {
    const { app } = open();
    expect((await request(app).get('/cds-services').set('Authorization', 'Bearer garbage')).status).toBe(200);
    expect((await request(app).options(SERVICE).set('Origin', 'https://a.example.org').set('Access-Control-Request-Method', 'POST')).status).toBe(204);
    expect((await request(app).get('/healthz')).status).toBe(200);
    expect((await request(app).get('/icon.png')).status).toBe(200);
  });
});

describe('TEN-2 two tenants of one client', () => {
  test('share nothing: neither cards nor patients nor orders', async () => {
    const { app, store } = open({ tenants: ['north', 'south'] });
    const asked = async (tenant: string) => (await call(app, signToken(key, claims({ jti: `${tenant}-1`, tenant })))).body.cards[0].uuid as string;
    const [north, south] = [await asked('north'), await asked('south')];
    const report = { feedback: [{ card: north, outcome: 'overridden' }] };
    await call(app, signToken(key, claims({ jti: 'south-2', tenant: 'south' })), `${SERVICE}/feedback`, report);
    const [[ofNorth], [ofSouth]] = [await store.findCard(north), await store.findCard(south)];
    expect(ofNorth).toMatchObject({ client: 'st-mary/north', tenant: 'north', outcome: 'ignored' });
    expect(ofSouth).toMatchObject({ client: 'st-mary/south', tenant: 'south' });
    expect(ofNorth!.patientHash).not.toBe(ofSouth!.patientHash);
    expect(ofNorth!.orderId).not.toBe(ofSouth!.orderId);
    await call(app, signToken(key, claims({ jti: 'north-2', tenant: 'north' })), `${SERVICE}/feedback`, report);
    expect((await store.findCard(north))[0]!.outcome).toBe('overridden');
  });
});

describe('while the store is away', () => {
  const away = { ...createMemoryStore(), spendToken: async () => { throw new StoreError('unavailable', 'The database cannot be reached.'); } };

  test('JWT-11 a token that cannot be marked as used is not believed: 503, and come back', async () => {
    const { app, lines } = open({}, {}, away);
    const response = await call(app, signToken(key, claims()));
    expect(response.status).toBe(503);
    expect(response.headers['retry-after']).toMatch(/^\d+$/);
    expectOutcome(response.body);
    expect(JSON.stringify(response.body)).not.toContain('database');
    expect(lines[0]).toMatchObject({ status: 503, refused: ['store-failed'], because: 'The database cannot be reached.' });
  });

  test('JWT-13 a bad token is refused as ever', async () => {
    const { app } = open({}, {}, away);
    expect((await call(app, signToken(stranger, claims()))).status).toBe(401);
  });
});
