/** A second version of the knowledge beside the live one: recorded, and heard by nobody. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topic } from '../../src/decision/topic.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { CARDS } from '../support/app.ts';
import { describePostgres, startPostgres } from '../support/postgres.ts';
import { post, serve } from './call-service.ts';

const topics = loadTopics(CARDS);
const folder = mkdtempSync(join(tmpdir(), 'backstop-challenger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The knowledge with other words in some of its files. */
function altered(name: string, changes: readonly (readonly [file: string, from: string, to: string])[]): readonly Topic[] {
  const copy = join(folder, name);
  cpSync(CARDS, copy, { recursive: true });
  for (const [file, from, to] of [['topic.yaml', `version: ${topics[0]!.version}`, 'version: 2027.1.0'], ...changes] as const) {
    const path = join(copy, 'low-back-pain', file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  }
  return loadTopics(copy);
}

const fixture = (name: string): object => JSON.parse(readFileSync(join(__dirname, `../../fixtures/requests/${name}.json`), 'utf8')) as object;
const JUNE = { from: '2026-06', to: '2026-06' };
const same = altered('same', []);
/** MRI without contrast may be appropriate in variant 1. */
const milder = altered('milder', [['variants.yaml', '  MR_WO:    {V1: UNA,', '  MR_WO:    {V1: MBA,']]);

async function ask(challengers: readonly Topic[], name: string, store: Store = createMemoryStore()) {
  let ids = 0;
  const { app, lines } = serve({ topics, challengers, store, newId: () => `30000000-0000-4000-8000-${String(ids += 1).padStart(12, '0')}` });
  const { body, status } = await post(fixture(name), undefined, app);
  expect(status).toBe(200);
  await new Promise((resolve) => { setImmediate(resolve); });
  await store.addFeedback([]);
  return { body, lines, store };
}

test('answers are the same with and without a challenger', async () => {
  for (const name of ['acute-low-back-pain', 'cauda-equina', 'cancer-history', 'no-orders-of-interest']) {
    expect((await ask(milder, name)).body).toEqual((await ask([], name)).body);
  }
});

describe('what it would have said', () => {
  test('is counted where it is the same', async () => {
    const { store } = await ask(same, 'acute-low-back-pain');
    const said = { variant: 'V1', rating: 'UNA', advice: 'defer', indicator: 'warning' };
    expect(await store.countChallenges(JUNE)).toEqual([{ count: 1, liveVersion: topics[0]!.version, version: '2027.1.0', parting: 'same', live: said, challenger: said }]);
    expect(await store.listChallenges({ ...JUNE, parting: 'advice', limit: 10 })).toEqual([]);
  });

  test('is told with every difference where it is another', async () => {
    const { store, body } = await ask(milder, 'acute-low-back-pain');
    const [told] = await store.listChallenges({ ...JUNE, parting: 'rating', limit: 10 });
    expect(told).toMatchObject({ live: { rating: 'UNA', variant: 'V1' }, challenger: { rating: 'MBA', variant: 'V1' }, client: 'anonymous', at: '2026-06-15T12:00:00.000Z' });
    expect(told!.differences).toContainEqual({ at: '/rating/category', live: 'UNA', challenger: 'MBA' });
    const [decision] = await store.findCard(body.cards[0].uuid);
    expect(await store.findChallenge(decision!.id)).toEqual(told);
    expect(await store.findChallenge('x')).toBeUndefined();
  });

  test('is not asked for an order of another client or month', async () => {
    const { store } = await ask(milder, 'acute-low-back-pain');
    expect(await store.countChallenges({ from: '2026-05', to: '2026-05' })).toEqual([]);
    expect(await store.countChallenges({ ...JUNE, client: 'other' })).toEqual([]);
  });

  test('is forgotten with the decision', async () => {
    const { store } = await ask(milder, 'acute-low-back-pain');
    await store.purge({ before: new Date('2026-07-01T00:00:00Z'), now: new Date('2026-07-01T00:00:00Z') });
    expect(await store.countChallenges(JUNE)).toEqual([]);
  });
});

test('a challenger that fails is logged by name, and the order is recorded all the same', async () => {
  const broken = same.map((topic) => ({ ...topic, findings: undefined as never }));
  const { lines, store, body } = await ask(broken, 'acute-low-back-pain');
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'the challenger failed', challenger: 'low-back-pain@2027.1.0', name: 'TypeError' }));
  expect(await store.findCard(body.cards[0].uuid)).toHaveLength(1);
  expect(await store.countChallenges(JUNE)).toMatchObject([{ count: 1, parting: 'failed', challenger: {} }]);
});

const options = { identities: createIdentities('a key for tests, long enough for it', 'hashed'), report: () => undefined };

test('is kept in a file', async () => {
  const store = createSqlStore(openSqlite(join(folder, 'a.db')), options);
  await ask(milder, 'acute-low-back-pain', store);
  expect(await store.countChallenges(JUNE)).toMatchObject([{ count: 1, challenger: { rating: 'MBA' } }]);
  await store.close();
});

describePostgres('with PostgreSQL', () => {
  test('is kept there', async () => {
    const server = await startPostgres();
    const store = createSqlStore(openPostgres(await server.schema(), () => new Date(0)), options);
    await ask(milder, 'acute-low-back-pain', store);
    expect(await store.countChallenges(JUNE)).toMatchObject([{ count: 1, challenger: { rating: 'MBA' } }]);
    await store.close();
    await server.stop();
  }, 60_000);
});
