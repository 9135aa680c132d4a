/** The database's own history, and several processes that share one. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { statement, type Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { describePostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';

const options = { identities: createIdentities('a key for tests, long enough for it', 'hashed'), report: () => undefined };
const JUNE = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-07-01T00:00:00Z') };
const folder = mkdtempSync(join(tmpdir(), 'backstop-migrations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: Database[] = [];
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
});

describe('two replicas on one file', () => sharing(async () => {
  const path = join(mkdtempSync(join(folder, 'x')), 'a.db');
  return () => openSqlite(path, 10_000);
}));

describePostgres('two replicas on one PostgreSQL', () => {
  let server: TestPostgres;
  beforeAll(async () => { server = await startPostgres(); }, 60_000);
  afterAll(() => server.stop());
  sharing(async () => {
    const url = await server.schema();
    return () => openPostgres(url, () => new Date(0));
  });
});

function sharing(place: () => Promise<() => Database>): void {
  /** So many connections to one new database. */
  const connect = async (count: number): Promise<readonly Database[]> => {
    const connectOne = await place();
    const made = Array.from({ length: count }, () => connectOne());
    for (const each of made) open.push(each);
    return made;
  };

  test('migrate once, though all start at once', async () => {
    const databases = await connect(5);
    await Promise.all(databases.map((database) => createSqlStore(database, options).checkWritable()));
    const rows = await databases[0]!.read(statement('SELECT version FROM migrations ORDER BY version', []));
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.length).toBeGreaterThan(0);
  });

  test('a database from a later release is refused, and left alone', async () => {
    const [first, second] = await connect(2);
    await first!.write([statement('INSERT INTO migrations (version, applied_at) VALUES (9999, 0)', [])]);
    const store = createSqlStore(second!, options);
    await expect(store.checkWritable()).rejects.toMatchObject({ code: 'store-failed', kind: 'newer', message: expect.stringMatching(/version 9999.*STORE/) });
    await expect(store.listFeedback()).rejects.toMatchObject({ kind: 'newer' });
  });

  test('JWT-11 of twenty that spend one token at two replicas, one may', async () => {
    const stores = (await connect(2)).map((database) => createSqlStore(database, options));
    const token = { issuer: 'https://ehr.example.org', id: 't-1', expiresAt: new Date('2026-06-15T12:05:00Z'), spentAt: new Date('2026-06-15T12:00:00Z') };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => stores[index % 2]!.spendToken(token)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    await stores[0]!.purge({ before: JUNE.from, now: new Date('2026-06-15T12:05:00.001Z') });
    expect(await stores[1]!.spendToken(token)).toBe(true);
  });

  test('FB-3 one report that comes to both at once is kept once, many about one card all', async () => {
    const stores = (await connect(2)).map((database) => createSqlStore(database, options));
    stores[0]!.addDecisions([decisionRecord()]);
    await stores[0]!.findCard('card-1');
    const told = (minute: number) => ({ client: 'ehr', service: 'imaging-advice', card: 'card-1', outcome: 'overridden' as const, outcomeTimestamp: `2026-06-15T10:${10 + minute}:00.000Z`, receivedAt: '2026-06-15T12:00:01.000Z', acceptedSuggestions: [] });
    const reports = Array.from({ length: 10 }, (_, index) => told(index));
    const taken = await Promise.all(stores.flatMap((store) => [store.addFeedback(reports), store.addFeedback([...reports].reverse())]));
    expect(taken.reduce((sum, { added }) => sum + added, 0)).toBe(10);
    expect(await stores[1]!.listFeedback()).toHaveLength(10);
    expect((await stores[1]!.findCard('card-1'))[0]).toMatchObject({ outcome: 'overridden' });
  });
}
