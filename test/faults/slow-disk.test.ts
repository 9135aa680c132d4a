/** A disk under SQLite that lets nothing be written for seconds: another process holds the file, and the thread that writes waits as it would for the disk. */
import { afterEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { fixedKeys } from '../../src/clients/key-set.ts';
import { readKeys } from '../../src/clients/verification-key.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { registered } from '../support/client.ts';
import { claimsAt, newKey, signToken } from '../support/tokens.ts';
import { emptyChart, expectOutcome, post, serve, TODAY, withPrefetch } from '../http/call-service.ts';

const SERVICE = '/cds-services/imaging-advice';
const BASE = 'https://cds.example.org';
const DEADLINE_MS = 1000;
/** The deadline, and this machine's own slowness. */
const LATEST_MS = 2.5 * DEADLINE_MS;
/** The thread waits for the file longer than any test lasts. */
const WAITS_MS = 120_000;
const key = newKey('one');
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** Holds the file, in a process of its own, until it is let go. */
async function hold(path: string): Promise<() => Promise<void>> {
  const script = `const d=new (require('node:sqlite').DatabaseSync)(${JSON.stringify(path)});d.exec('BEGIN IMMEDIATE');process.stdout.write('held');process.stdin.on('end',()=>process.exit(0)).resume()`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  ending.push(() => child.kill('SIGKILL'));
  const ended = new Promise<void>((resolve) => { child.once('close', () => resolve()); });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('close', () => reject(new Error('The file could not be held.')));
  });
  return () => {
    child.stdin.end();
    return ended;
  };
}

async function start(deadlineMs = DEADLINE_MS) {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-slow-disk-'));
  const path = join(folder, 'a.db');
  const store = createSqlStore(openSqlite(path, WAITS_MS), { identities: createIdentities('a key for tests, long enough for it', 'hashed'), report: () => undefined });
  ending.push(() => rmSync(folder, { recursive: true, force: true }), () => store.close());
  // Its two threads take a while to come up.
  await store.checkWritable();
  await store.findCard('none');
  const { app: open } = serve({ store, environment: { DEADLINE_MS: String(deadlineMs) } });
  const { app: guarded, lines } = serve({ store, environment: { DEADLINE_MS: String(deadlineMs), AUTH: 'required', CLIENTS: 'clients.json', PUBLIC_URL: BASE }, clients: [registered({ keys: fixedKeys(readKeys({ keys: [key.jwk] })) })] });
  return {
    store, lines, hold: () => hold(path),
    order: () => post(withPrefetch(emptyChart), undefined, open),
    proven: () => request(guarded).post(SERVICE).set('Authorization', `Bearer ${signToken(key, claimsAt(new Date(`${TODAY}T12:00:00Z`), { aud: `${BASE}${SERVICE}` }))}`).send(withPrefetch(emptyChart)),
    tell: (card: string) => post({ feedback: [{ card, outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00Z' }] }, `${SERVICE}/feedback`, open),
    ready: () => request(open).get('/readyz'),
  };
}

async function timed<Result>(work: () => PromiseLike<Result>): Promise<{ readonly ms: number; readonly result: Result }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

test('HTTP-6 FB-3 a disk that hangs for seconds keeps nobody waiting beyond the deadline: advice is given, tokens and feedback are refused, and what was decided is kept when it goes on', async () => {
  const { store, lines, hold: begin, order, proven, tell, ready } = await start();
  const letGo = await begin();
  const advice = await timed(order);
  expect([advice.result.status, advice.result.body.cards.length]).toEqual([200, 1]);
  const card = advice.result.body.cards[0].uuid as string;
  const refused = await Promise.all([timed(proven), timed(() => tell(card)), timed(ready)]);
  expect(refused.map(({ result }) => result.status)).toEqual([503, 503, 503]);
  for (const { result } of refused) {
    expectOutcome(result.body);
    expect(result.headers['retry-after']).toMatch(/^\d+$/);
  }
  expect(Math.max(advice.ms, ...refused.map(({ ms }) => ms))).toBeLessThan(LATEST_MS);
  expect(lines.at(-1)).toMatchObject({ status: 503, refused: ['store-failed'] });
  await letGo();
  while ((await ready()).status !== 200) await new Promise((resolve) => { setTimeout(resolve, 20); });
  expect((await proven()).status).toBe(200);
  expect((await tell(card)).status).toBe(200);
  // The first report was written late, too: it counts once.
  expect((await store.listFeedback()).map(({ card: about, isMatched }) => [about, isMatched])).toEqual([[card, true]]);
  expect(await store.findCard(card)).toHaveLength(1);
}, 60_000);

test('HTTP-6 a disk that hangs for less than the deadline is waited for', async () => {
  const { hold: begin, proven, tell } = await start(10_000);
  const letGo = await begin();
  const asked = [proven().then(({ status }) => status), tell('a card').then(({ status }) => status)];
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  await letGo();
  expect(await Promise.all(asked)).toEqual([200, 200]);
}, 60_000);
