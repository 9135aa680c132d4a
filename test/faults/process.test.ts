/** A real process whose disk is full, whose event loop is blocked, whose memory is at its limit. */
import { afterEach, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { send, startService, type ServiceProcess } from '../support/service-process.ts';
import { mountSmallDisk, testSmallDisk } from '../support/small-disk.ts';

const SERVICE = '/cds-services/imaging-advice';
const acute = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8'));
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function start(settings: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const service = await startService(settings);
  ending.push(() => service.end('SIGKILL'));
  return service;
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const latest = performance.now() + 40_000;
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error('It has not come about within 40 seconds.');
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** The acute chart with so many normal laboratory values, each with a note of so many characters. */
function withObservations(count: number, note: string): unknown {
  const entry = Array.from({ length: count }, (_, index) => ({ resource: {
    resourceType: 'Observation', id: `v${index}`, status: 'final', subject: { reference: `Patient/${acute.context.patientId}` }, effectiveDateTime: '2026-06-01',
    code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }] }, valueQuantity: { value: index }, note: [{ text: note }],
  } }));
  return { ...acute, prefetch: { ...acute.prefetch, observations: { resourceType: 'Bundle', type: 'searchset', entry } } };
}

const statusOf = (url: string): Promise<number> => fetch(url).then(({ status }) => status);

testSmallDisk('a full disk under SQLite: advice goes on, feedback is refused and not lost, /readyz says so, and it is well again when there is room', async () => {
  const disk = mountSmallDisk(16);
  ending.push(disk.remove);
  const { address, log } = await start({ STORE: `sqlite:${join(disk.folder, 'a.db')}` });
  const tell = (minute: number) => send(`${address}${SERVICE}/feedback`, { feedback: [{ card: 'c1', outcome: 'accepted', outcomeTimestamp: new Date(Date.UTC(2026, 5, 15, 10, minute)).toISOString() }] });
  expect((await tell(0))!.status).toBe(200);
  disk.fill();
  let minute = 1;
  const refused = async (): Promise<boolean> => {
    const told = await tell(minute);
    if (told?.status === 200) minute += 1;
    return told?.status === 503;
  };
  await until(refused);
  await until(async () => (await statusOf(`${address}/readyz`)) === 503);
  expect(await statusOf(`${address}/healthz`)).toBe(200);
  const advice = await send(`${address}${SERVICE}`, acute);
  expect([advice!.status, advice!.body.cards.length > 0]).toEqual([200, true]);
  await until(() => log().some(({ msg, because }) => msg === 'decisions are not recorded' && String(because).includes('SQLite')));
  expect(await (await fetch(`${address}/metrics`)).text()).toMatch(/^backstop_refusals_total\{because="store-failed"\} [1-9]/m);
  disk.empty();
  await until(async () => (await statusOf(`${address}/readyz`)) === 200);
  expect((await tell(minute))!.status).toBe(200);
  // What was decided while there was no room is written now.
  const page = await fetch(advice!.body.cards[0].links.find(({ type }: { type: string }) => type === 'absolute').url.replace(/^https?:\/\/[^/]+/, address));
  expect(page.status).toBe(200);
}, 90_000);

test('an event loop blocked by very large charts: callers beyond it are told to come back, nobody gets an error, and it is well again by itself', async () => {
  const { address } = await start({ STORE: 'memory:', MAX_LAG_MS: '20' });
  const large = withObservations(8000, '');
  let isOver = false;
  const charts = Promise.all(Array.from({ length: 6 }, () => send(`${address}${SERVICE}`, large))).finally(() => { isOver = true; });
  const small: (number | undefined)[] = [];
  while (!isOver) small.push((await send(`${address}${SERVICE}`, acute))?.status);
  const statuses = [...small, ...(await charts).map((answer) => answer?.status)];
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  await until(async () => (await send(`${address}${SERVICE}`, acute))?.status === 200);
  expect(await (await fetch(`${address}/metrics`)).text()).toMatch(/^backstop_refusals_total\{because="overloaded"\} [1-9]/m);
  expect(await statusOf(`${address}/healthz`)).toBe(200);
}, 90_000);

test('a process at its limit of memory ends, the calls it had break off, and another one takes its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-memory-'));
  ending.push(() => rmSync(folder, { recursive: true, force: true }));
  const service = await start({ PROCESSES: '2', STORE: `sqlite:${join(folder, 'a.db')}`, NODE_OPTIONS: '--max-old-space-size=90', MAX_BODY_MB: '150' });
  const times = (words: string): number => service.log().filter(({ msg }) => msg === words).length;
  await until(() => times('listening') === 2);
  // More than the process may hold, in one piece.
  expect(await send(`${service.address}${SERVICE}`, withObservations(1, 'x'.repeat(120_000_000)))).toBeUndefined();
  await until(() => times('a process that serves has ended; another one takes its place') === 1);
  await until(() => times('listening') === 3);
  // A connection that is kept may still lead to the one that ended.
  await until(async () => (await send(`${service.address}${SERVICE}`, acute))?.body.cards?.length > 0);
  expect(await service.end('SIGTERM')).toBe(0);
}, 180_000);
