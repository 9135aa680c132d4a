/** The database's own history, and several processes that share one. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { statement, type Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import { migrate } from '../../src/store/migrations.ts';
import { rowsOfDecision } from '../../src/store/rows-of-decision.ts';
import type { Feedback } from '../../src/store/store.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { describePostgres, query, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { recount, sortedLines } from '../support/recount.ts';

const options = { identities: createIdentities('a key for tests, long enough for it', 'hashed'), report: () => undefined };
const JUNE = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-07-01T00:00:00Z') };
const YEAR = { from: '2026-01', to: '2026-12' };
const folder = mkdtempSync(join(tmpdir(), 'backstop-migrations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: Database[] = [];
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
});

describe('a file of version 1', () => {
  test('has its orders and counts when it is opened', async () => {
    const path = join(mkdtempSync(join(folder, 'x')), 'a.db');
    const old = new DatabaseSync(path);
    for (const sql of firstVersion('sqlite')) old.exec(sql);
    old.close();
    const database = openSqlite(path);
    open.push(database);
    await expectOrders(database);
  });

  test('that another process brings up to date is waited for, however long that takes', async () => {
    const path = join(mkdtempSync(join(folder, 'x')), 'a.db');
    const other = new DatabaseSync(path);
    for (const sql of firstVersion('sqlite')) other.exec(sql);
    other.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
    const database = openSqlite(path, 20);
    open.push(database);
    const opened = database.write([]).then(() => 'opened');
    expect(await Promise.race([opened, new Promise((resolve) => { setTimeout(resolve, 1500, 'waits'); })])).toBe('waits');
    other.exec('COMMIT');
    other.close();
    expect(await opened).toBe('opened');
    await expectOrders(database);
  });

  test('a page that is long to read holds up nobody who writes', async () => {
    const database = openSqlite(join(mkdtempSync(join(folder, 'x')), 'a.db'));
    open.push(database);
    await database.write([]);
    const done: string[] = [];
    await Promise.all([
      database.browse(statement('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) AS count FROM n', [])).then(() => done.push('page')),
      database.write([statement('INSERT INTO turns (client, taken) VALUES ($1, 1)', ['x'])]).then(() => done.push('write')),
    ]);
    expect(done).toEqual(['write', 'page']);
    expect(await database.browse(statement('SELECT client FROM turns', []))).toEqual([{ client: 'x' }]);
  });
});

describe('two replicas on one file', () => sharing(async () => {
  const path = join(mkdtempSync(join(folder, 'x')), 'a.db');
  return () => openSqlite(path, 10_000);
}));

describePostgres('two replicas on one PostgreSQL', () => {
  let server: TestPostgres;
  beforeAll(async () => { server = await startPostgres(); }, 60_000);
  afterAll(() => server.stop());
  test('a database of version 1 has its orders and counts when it is opened', async () => {
    const url = await server.schema();
    for (const sql of firstVersion('postgres')) await query(url, sql);
    const database = openPostgres(url, () => new Date(0));
    open.push(database);
    await expectOrders(database);
  });

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

  test('write one another\'s orders at once, some decisions both, and end with what the log says', async () => {
    const stores = (await connect(2)).map((database) => createSqlStore(database, options));
    const decisions = Array.from({ length: 200 }, (_, index) => evaluationOf(index));
    const feedback = decisions.filter((_, index) => index % 3 === 0).map(({ id, at }): Feedback => ({ client: 'ehr', service: 'imaging-advice', card: `card-${id}`, outcome: 'overridden', outcomeTimestamp: at, receivedAt: at, acceptedSuggestions: [], reason: { code: 'known' } }));
    await Promise.all([0, 1].flatMap((replica) => Array.from({ length: 8 }, async (_, part) => {
      const mine = (_each: unknown, index: number): boolean => index % 8 === part && (index % 5 === 0 || index % 2 === replica);
      stores[replica]!.addDecisions(decisions.filter(mine));
      await stores[replica]!.addFeedback(feedback.filter(mine));
    })));
    // What one replica still had to say.
    for (const store of stores) await store.addFeedback(feedback);
    const expected = recount({ decisions, feedback });
    expect((await stores[0]!.listOrders({ ...YEAR, limit: 1000 })).orders).toEqual(expected.orders);
    expect(sortedLines(await stores[1]!.tally('requesters', { ...YEAR, groupBy: ['month', 'client', 'mode', 'requester', 'rating', 'taken'] }))).toEqual(expected.views.requesters);
    expect(sortedLines(await stores[1]!.tally('outcomes', { ...YEAR, groupBy: ['month', 'client', 'mode', 'rating', 'outcome', 'taken'] }))).toEqual(expected.views.outcomes);
    expect(sortedLines(await stores[1]!.tally('measure', { ...YEAR, groupBy: ['month', 'client', 'mode', 'measure', 'rating', 'outcome', 'taken'] }))).toEqual(expected.views.measure);
  }, 60_000);
}

/** Some orders of some patients, each evaluated now and then. */
function evaluationOf(index: number): DecisionRecord {
  const cards = [{ uuid: `card-d-${index}`, template: 'defer', indicator: 'warning' as const, suggestions: [] }];
  return decisionRecord({ id: `d-${index}`, at: new Date(Date.UTC(2026, 5, 1) + ((index * 7919) % 200) * 3_600_000).toISOString(), patient: `p${index % 3}`, order: `ServiceRequest/${index % 12}`, measure: 'eligible', measureDays: 5, cards });
}

/** What a release of version 1 left: an order evaluated twice, one routed elsewhere, and a report. */
const LEFT = [
  decisionRecord({ rating: 'UA' }), decisionRecord({ id: 'd-2', at: '2026-06-16T11:00:00.000Z', cards: [] }),
  { ...decisionRecord({ id: 'd-3', order: 'ServiceRequest/o3', variantKind: 'route', variant: 'ROUTE', cards: [], gaps: [], wouldChange: [] }), rating: undefined },
];

function firstVersion(dialect: 'sqlite' | 'postgres'): readonly string[] {
  const texts: string[] = ['CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)'];
  const job = migrate(0, dialect, new Date(0));
  for (let step = job.next(); step.done !== true && 'sql' in step.value && !step.value.sql.startsWith('INSERT INTO migrations'); step = job.next([])) texts.push(step.value.sql);
  const insert = (table: string, row: object): string => `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map((value) => (value === null ? 'NULL' : typeof value === 'number' ? value : `'${String(value)}'`)).join(', ')})`;
  const rows = LEFT.flatMap((each) => {
    const { decision, details, cards } = rowsOfDecision(each, options.identities);
    const later = ['unrated', 'measure', 'measure_days', 'encounter', 'silence', 'silenced_by'];
    const first = Object.fromEntries(Object.entries(decision).filter(([column]) => !later.includes(column)));
    return [insert('decisions', { ...first, outcome: cards.length > 0 ? 'overridden' : 'none', reason: cards.length > 0 ? 'known' : null }), insert('details', details), ...cards.map(({ beside: _, ...card }) => insert('cards', card))];
  });
  const report = { key: 'k', client: 'ehr', service: 'imaging-advice', card: 'card-1', uuid: 'card-1', outcome: 'overridden', received_at: Date.UTC(2026, 5, 15, 13), suggestions: '[]', reason_code: 'known', repeats: 0 };
  return [...texts, 'INSERT INTO migrations (version, applied_at) VALUES (1, 0)', ...rows, insert('feedback', report)];
}

async function expectOrders(database: Database): Promise<void> {
  const store = createSqlStore(database, options);
  expect((await store.listOrders({ ...YEAR, limit: 10 })).orders.map(({ id, evaluations, firstRating, rating, unrated, outcome, reason, cards }) => [id, evaluations, firstRating, rating, unrated, outcome, reason, cards])).toEqual([
    ['d-3', 1, undefined, undefined, 'route', 'none', undefined, []], ['d-1', 2, 'UA', 'UNA', undefined, 'overridden', 'known', ['card-1']],
  ]);
  expect(await store.tally('cards', { ...YEAR, groupBy: ['template', 'outcome', 'reason'] })).toEqual([{ count: 1, by: { template: 'defer', outcome: 'overridden', reason: 'known' } }]);
  expect(await store.tally('gaps', { ...YEAR, groupBy: ['read'] })).toEqual([{ count: 1, by: { read: 'observations' } }]);
  // What comes now goes on where the old release left.
  store.addDecisions([decisionRecord({ id: 'd-4', at: '2026-06-17T10:00:00.000Z', cards: [] })]);
  expect((await store.decisionsOf('d-1')).map(({ id }) => id)).toEqual(['d-1', 'd-2', 'd-4']);
}
