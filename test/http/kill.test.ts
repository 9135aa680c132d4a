/** The process is killed in the middle: whatever it acknowledged is there afterwards. */
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { send, startService, type ServiceProcess } from '../support/service-process.ts';

const ROOT = join(__dirname, '../..');
const SERVICE = '/cds-services/imaging-advice';
const folder = mkdtempSync(join(tmpdir(), 'backstop-kill-'));
const path = join(folder, 'a.db');
const running: ServiceProcess[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.end('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(): Promise<ServiceProcess> {
  const service = await startService({ STORE: `sqlite:${path}` });
  running.push(service);
  return service;
}

test('FB-3 feedback that was answered outlives kill -9, again and again', async () => {
  const acknowledged: string[] = [];
  for (let life = 0; life < 3; life += 1) {
    const { address, end } = await start();
    const enough = life * 40 + 40;
    const tell = async (worker: number): Promise<void> => {
      for (let count = 0; ; count += 1) {
        const card = `card-${life}-${worker}-${count}`;
        const answer = await send(`${address}${SERVICE}/feedback`, { feedback: [{ card, outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00Z' }] });
        if (answer?.status !== 200) return;
        acknowledged.push(card);
        if (acknowledged.length === enough) void end('SIGKILL');
      }
    };
    await Promise.all([0, 1, 2, 3].map(tell));
    await end('SIGKILL');
  }
  const store = createSqlStore(openSqlite(path), { identities: createIdentities('x', 'hashed'), report: () => undefined });
  const kept = new Set((await store.listFeedback()).map(({ card }) => card));
  await store.close();
  expect(acknowledged.length).toBeGreaterThanOrEqual(120);
  expect(acknowledged.filter((card) => !kept.has(card))).toEqual([]);
}, 60_000);

test('OPS-2 what was decided is written before it stops when asked', async () => {
  const { address, end } = await start();
  const body: unknown = JSON.parse(readFileSync(join(ROOT, 'fixtures/requests/acute-low-back-pain.json'), 'utf8'));
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(`${address}${SERVICE}`, body)));
  const cards = answers.map((answer) => answer!.body.cards[0].uuid as string);
  await end('SIGTERM');
  const store = createSqlStore(openSqlite(path), { identities: createIdentities('x', 'hashed'), report: () => undefined });
  const found = await Promise.all(cards.map(async (card) => (await store.findCard(card)).length));
  await store.close();
  expect(found).toEqual(cards.map(() => 1));
}, 60_000);
