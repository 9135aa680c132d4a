/** Servers of keys that are away while the service starts: the real process. */
import { afterEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFhirServers, startFhirServer, status } from '../support/fhir-server.ts';
import { startService } from '../support/service-process.ts';
import { newKey } from '../support/tokens.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
  await closeFhirServers();
});

test('OPS-2 JWT-9 a replica that has no key of any client is not ready, one that lacks those of one client is, and the log names the client', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-keys-'));
  ending.push(() => rmSync(folder, { recursive: true, force: true }));
  const ehr = await startFhirServer({ 'there.json': { keys: [newKey('one').jwk] }, 'away.json': status(503) });
  const start = async (...names: readonly string[]) => {
    const file = join(folder, `${names.join('-')}.json`);
    writeFileSync(file, JSON.stringify({ clients: names.map((name) => ({ id: name, iss: `https://${name}.example.org`, jku: `${ehr.base}/${name}.json` })) }));
    const service = await startService({ STORE: 'memory:', AUTH: 'required', CLIENTS: file, PUBLIC_URL: 'https://cds.example.org', ALLOW_INSECURE_HTTP: 'yes' });
    ending.push(() => service.end('SIGKILL'));
    return { ...service, warned: () => service.log().filter(({ level, msg }) => level === 'warn' && /^the keys of a client/.test(String(msg))).map(({ client }) => client) };
  };
  const [both, none] = await Promise.all([start('there', 'away'), start('away')]);
  while (both.warned().length === 0 || none.warned().length === 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
  const [ready, unready] = await Promise.all([both, none].map(({ address }) => fetch(`${address}/readyz`)));
  expect([ready!.status, unready!.status]).toEqual([200, 503]);
  expect(await ready!.json()).toMatchObject({ keys: { clients: 2, known: 1 } });
  expect([both.warned(), none.warned()]).toEqual([['away'], ['away']]);
  expect(await (await fetch(`${both.address}/metrics`)).text()).toMatch(/^backstop_clients_without_keys 1$/m);
  expect(ehr.asked.filter(({ url }) => url.endsWith('there.json'))).toHaveLength(1);
}, 90_000);
