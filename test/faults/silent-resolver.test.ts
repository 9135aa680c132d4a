/** A resolver that never answers: `getaddrinfo` cannot be called off, so what hangs must not be in the way of anything else. */
import { afterEach, expect } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFhirServers, startFhirServer } from '../support/fhir-server.ts';
import { send, startService } from '../support/service-process.ts';
import { startSilentResolver, testSilentResolver } from '../support/silent-resolver.ts';

const SERVICE = '/cds-services/imaging-advice';
const acute = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8'));
const { patient, conditions } = acute.prefetch;
const pause = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 20); });
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
  await closeFhirServers();
});

/** A service whose resolver is silent, and a FHIR server whose name stands in the hosts file. */
async function start(names: number, settings: Readonly<Record<string, string>> = {}, loses?: number) {
  const resolver = await startSilentResolver(loses);
  ending.push(resolver.stop);
  const folder = mkdtempSync(join(tmpdir(), 'backstop-silent-'));
  ending.push(() => rmSync(folder, { recursive: true, force: true }));
  const fhir = await startFhirServer({ default: { resourceType: 'Bundle', type: 'searchset' } });
  const there = fhir.base.replace('127.0.0.1', 'localhost');
  const silent = Array.from({ length: names }, (_, index) => `https://fhir-${index}.silent.example/r4`);
  writeFileSync(join(folder, 'clients.json'), JSON.stringify({ clients: [there, ...silent].map((server, index) => ({ id: `c${index}`, iss: `https://ehr-${index}.example.org`, openFhirServers: [server] })) }));
  const service = await startService({ STORE: 'memory:', CLIENTS: join(folder, 'clients.json'), ALLOW_INSECURE_HTTP: 'yes', DEADLINE_MS: '4000', ...settings }, resolver.before);
  ending.push(() => service.end('SIGKILL'));
  const order = (fhirServer: string) => send(`${service.address}${SERVICE}`, { ...acute, fhirServer, prefetch: { patient, conditions } });
  /** The line of the first call of a client; it may come a moment after the answer. */
  const lineOf = async (client: string): Promise<{ readonly ms: number; readonly fetched: { readonly asked: number; readonly short: number } }> => {
    for (;;) {
      const line = service.log().find((each) => each['msg'] === 'call' && each['client'] === client);
      if (line !== undefined) return line as never;
      await pause();
    }
  };
  return { resolver, there, silent, order, lineOf };
}

testSilentResolver('FHIR-4 HTTP-6 names that are never resolved are gaps the card names, within the deadline, and other servers are read meanwhile', async () => {
  const { resolver, there, silent, order, lineOf } = await start(3);
  const hanging = silent.map(order);
  // Until their names are being looked up.
  while (resolver.asked() < 3) await pause();
  expect((await order(there))!.status).toBe(200);
  for (const answer of await Promise.all(hanging)) {
    expect(answer!.status).toBe(200);
    expect(answer!.body.cards[0].detail).toMatch(/Not read/);
  }
  const [read, ...late] = await Promise.all(['c0', 'c1', 'c2', 'c3'].map(lineOf));
  expect(read!.fetched.asked).toBeGreaterThan(5);
  expect(read!.fetched.short).toBe(0);
  for (const { fetched, ms } of late) {
    expect(fetched.short).toBe(fetched.asked);
    // What the deadline leaves, and this machine's own slowness.
    expect(ms).toBeLessThan(4000 + 2000);
  }
}, 90_000);

testSilentResolver('many reads from a server whose name is never resolved look it up once at a time, so that the smallest of thread pools has room for another name', async () => {
  const { resolver, there, silent, order, lineOf } = await start(1, { UV_THREADPOOL_SIZE: '4' });
  const hanging = order(silent[0]!);
  while (resolver.asked() < 1) await pause();
  await order(there);
  expect((await lineOf('c0')).fetched.short).toBe(0);
  expect((await hanging)!.body.cards[0].detail).toMatch(/Not read/);
}, 90_000);

testSilentResolver('FHIR-4 the packets of one look-up that are lost cost the calls of that moment their reads, and not those that come after', async () => {
  // One look-up asks for addresses of both kinds.
  const { resolver, there, order } = await start(0, {}, 2);
  const unlucky = order(there);
  while (resolver.asked() < 1) await pause();
  expect((await unlucky)!.body.cards[0].detail).toMatch(/Not read/);
  // The resolver's own next attempt is seconds away.
  expect((await order(there))!.body.cards[0].detail).not.toMatch(/Not read/);
}, 90_000);
