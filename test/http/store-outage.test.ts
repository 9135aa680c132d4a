/** A store that goes down in the middle: no answer changes, nothing that was acknowledged is lost, and it comes back by itself. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import type { Gap } from '../../src/store/create-write-queue.ts';
import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { startDetour } from '../support/detour.ts';
import { describePostgres, query, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { emptyChart, expectOutcome, post, serve, withPrefetch } from './call-service.ts';

const FEEDBACK = '/cds-services/imaging-advice/feedback';
const identities = createIdentities('a key for tests, long enough for it', 'hashed');
const told = (card: string, minute: number) => ({ feedback: [{ card, outcome: 'accepted', outcomeTimestamp: `2026-06-15T10:${10 + minute}:00Z` }] });

interface Outage {
  readonly database: Database;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

describe('a file that another process has locked', () => outlives(async () => {
  const path = join(mkdtempSync(join(folder, 'x')), 'a.db');
  let other: DatabaseSync | undefined;
  return {
    database: openSqlite(path, 50),
    begin: () => {
      other = new DatabaseSync(path);
      other.exec('BEGIN IMMEDIATE');
    },
    end: () => other!.close(),
  };
}));

describePostgres('a PostgreSQL', () => {
  let server: TestPostgres;
  beforeAll(async () => { server = await startPostgres(); }, 60_000);
  afterAll(() => server.stop());

  describe('that cannot be reached', () => outlives(async () => {
    const detour = await startDetour(await server.schema());
    open.push(detour.cut);
    return { database: openPostgres(detour.url, () => new Date(0)), begin: detour.cut, end: detour.mend };
  }));

  test('that ends all its connections is asked again', async () => {
    const url = await server.schema();
    const store = createSqlStore(openPostgres(url, () => new Date(0)), { identities, report: () => undefined });
    await store.checkWritable();
    await query(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'backstop'`);
    const outcomes: boolean[] = [];
    while (outcomes.at(-1) !== true && outcomes.length < 50) outcomes.push(await store.checkWritable().then(() => true, () => false));
    expect(outcomes.at(-1)).toBe(true);
    await store.close();
  });
});

const folder = mkdtempSync(join(tmpdir(), 'backstop-outage-'));
const open: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of open) await close();
  rmSync(folder, { recursive: true, force: true });
});

function outlives(make: () => Promise<Outage>): void {
  test('that is away', async () => {
    const { database, begin, end } = await make();
    const gaps: Gap[] = [];
    const store = createSqlStore(database, { identities, report: (gap) => gaps.push(gap), limits: { waiting: 3, flushMs: 1, retryMs: 20 } });
    // As at start: the thread that has a file takes a while to come up.
    await store.checkWritable();
    const { app } = serve({ store });
    const twin = serve().app;
    const call = async () => {
      const [answer, expected] = await Promise.all([post(withPrefetch(emptyChart), undefined, app), post(withPrefetch(emptyChart), undefined, twin)]);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual(expected.body);
      return answer.body.cards[0].uuid as string;
    };

    const before = await call();
    expect((await post(told(before, 0), FEEDBACK, app)).status).toBe(200);
    expect((await request(app).get('/readyz')).body).toMatchObject({ status: 'ready' });

    await begin();
    const during = [await call(), await call(), await call(), await call(), await call()];
    const refused = await post(told(before, 1), FEEDBACK, app);
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expectOutcome(refused.body);
    const unready = await request(app).get('/readyz');
    expect(unready.status).toBe(503);
    expectOutcome(unready.body);
    expect((await request(app).get('/healthz')).status).toBe(200);
    await expect(store.spendToken({ issuer: 'x', id: 'y', expiresAt: new Date('2026-06-15T12:05:00Z'), spentAt: new Date('2026-06-15T12:00:00Z') })).rejects.toMatchObject({ code: 'store-failed', kind: 'unavailable' });

    await end();
    while ((await request(app).get('/readyz')).status !== 200) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await post(told(before, 1), FEEDBACK, app)).status).toBe(200);
    const after = await call();
    expect((await post(told(after, 2), FEEDBACK, app)).status).toBe(200);
    expect((await store.listFeedback()).map(({ card, isMatched }) => [card, isMatched])).toEqual([[before, true], [before, true], [after, true]]);
    expect(await Promise.all([before, ...during, after].map(async (card) => (await store.findCard(card)).length))).toEqual([1, 1, 1, 1, 0, 0, 1]);
    expect(gaps.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(2);
    await store.close();
  }, 60_000);
}
