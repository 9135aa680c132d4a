/** GET /readyz: knowledge, keys and the store, told at once, without a server of keys being asked. */
import { afterEach, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { fetchedKeys, fixedKeys } from '../../src/clients/key-set.ts';
import { readKeys } from '../../src/clients/verification-key.ts';
import { StoreError } from '../../src/errors.ts';
import { createMetrics } from '../../src/http/create-metrics.ts';
import { gaugeKeys } from '../../src/http/gauge-keys.ts';
import { createGetter } from '../../src/outbound/create-getter.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { registered, registryOf } from '../support/client.ts';
import { closeFhirServers, startFhirServer, status } from '../support/fhir-server.ts';
import { newKey } from '../support/tokens.ts';
import { expectOutcome, serve } from './call-service.ts';
import { smallTopic } from './small-topic.ts';

afterEach(closeFhirServers);

const key = newKey('one');
const required = { AUTH: 'required', CLIENTS: 'clients.json', PUBLIC_URL: 'https://cds.example.org' };
const topics = [{ id: smallTopic.id, version: smallTopic.version }];
const known = registered({ id: 'known', iss: 'https://known.example.org', keys: fixedKeys(readKeys({ keys: [key.jwk] })) });
const away = { ...createMemoryStore(), checkWritable: async () => { throw new StoreError('unavailable', 'It is away.'); } };

async function fetching(clock: { ms: number }) {
  const ehr = await startFhirServer({ 'jwks.json': status(500) });
  const url = `${ehr.base}/jwks.json`;
  const get = createGetter({ networks: [], allowsLoopback: true, allowsHttp: true });
  return { ehr, client: registered({ id: 'st-mary', jku: url, get, keys: fetchedKeys({ url, get, now: () => clock.ms, isProduction: true }) }) };
}

describe('GET /readyz', () => {
  test('OPS-2 says which topics are served', async () => {
    const { status: code, body } = await request(serve().app).get('/readyz');
    expect([code, body]).toEqual([200, { status: 'ready', topics }]);
  });

  test('OPS-2 is 503 where no topic is served', async () => {
    const { app, lines } = serve({ topics: [] });
    const answer = await request(app).get('/readyz');
    expect(answer.status).toBe(503);
    expectOutcome(answer.body);
    expect(lines[0]).toMatchObject({ refused: ['no-topic'] });
  });

  test('OPS-2 JWT-9 keys of one client that cannot be had are a count, and take nobody else out', async () => {
    const clock = { ms: 0 };
    const { client } = await fetching(clock);
    await client.keys.seek();
    const { app } = serve({ clients: [client, known], environment: required });
    const { status: code, body, text } = await request(app).get('/readyz');
    expect([code, body]).toEqual([200, { status: 'ready', topics, keys: { clients: 2, known: 1, oldestSeconds: 0 } }]);
    expect(text).not.toMatch(/st-mary/);
  });

  test('OPS-2 JWT-9 is 503 where nobody can be believed, 200 when keys are known, with their age, and asks no server of keys itself', async () => {
    const clock = { ms: 0 };
    const { ehr, client } = await fetching(clock);
    await client.keys.seek();
    const { app, lines } = serve({ clients: [client], environment: required });
    const codes = new Set<number>();
    for (let count = 0; count < 20; count += 1) {
      clock.ms += 60_000;
      const answer = await request(app).get('/readyz');
      codes.add(answer.status);
      expectOutcome(answer.body);
    }
    expect([...codes]).toEqual([503]);
    expect(lines[0]).toMatchObject({ refused: ['no-keys'] });
    expect(ehr.asked).toHaveLength(1);
    ehr.answers.set('jwks.json', { keys: [key.jwk] });
    await client.keys.seek();
    clock.ms += 90_000;
    expect((await request(app).get('/readyz')).body).toEqual({ status: 'ready', topics, keys: { clients: 1, known: 1, oldestSeconds: 90 } });
    expect(ehr.asked).toHaveLength(2);
    clock.ms += 13 * 3_600_000;
    expect((await request(app).get('/readyz')).status).toBe(503);
  });

  test('OPS-2 asks for no keys where nobody is asked for a token, or nobody is registered', async () => {
    const { client } = await fetching({ ms: 0 });
    expect((await request(serve({ clients: [client] }).app).get('/readyz')).body).toEqual({ status: 'ready', topics });
    expect((await request(serve({ environment: required }).app).get('/readyz')).status).toBe(200);
  });

  test('OPS-2 names everything that is missing at once', async () => {
    const { client } = await fetching({ ms: 0 });
    const { app, lines } = serve({ clients: [client], environment: required, store: away });
    const answer = await request(app).get('/readyz');
    expect(answer.status).toBe(503);
    expect(answer.body.issue[0].details.text).toMatch(/keys.*store/);
    expect(lines[0]).toMatchObject({ refused: ['no-keys', 'store-failed'], because: expect.stringContaining('It is away.') });
  });
});

test('clients without keys are counted for Prometheus', async () => {
  const { client } = await fetching({ ms: 0 });
  const { registry } = createMetrics({ topics: [] });
  gaugeKeys(registry, registryOf([client, known]));
  expect(await registry.metrics()).toMatch(/^backstop_clients_without_keys 1$/m);
});
