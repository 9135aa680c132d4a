/** One suite for every store. */
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { describePostgres, startPostgres, type TestPostgres } from './postgres.ts';

export const identities = createIdentities('a key for tests, long enough for it', 'hashed');
export const storeOptions = { identities, report: () => undefined };

/** Runs the suite for each kind of store; `create` gives an empty one that is closed after the test. */
export function describeStores(suite: (create: () => Promise<Store>, kind: 'memory' | 'sqlite' | 'postgres') => void): void {
  const open: Store[] = [];
  /** May be closed by the test too. */
  const opened = (store: Store): Store => {
    let closing: Promise<void> | undefined;
    const made = { ...store, close: () => closing ??= store.close() };
    open.push(made);
    return made;
  };
  let folder: string;
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'backstop-store-')); });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });
  describe('the store memory:', () => suite(async () => opened(createMemoryStore(undefined, storeOptions)), 'memory'));
  describe('the store sqlite:', () => suite(async () => opened(createSqlStore(openSqlite(join(folder, randomUUID(), 'a.db')), storeOptions)), 'sqlite'));
  describePostgres('the store postgres:', () => {
    let server: TestPostgres;
    beforeAll(async () => { server = await startPostgres(); }, 60_000);
    afterAll(() => server.stop());
    suite(async () => opened(createSqlStore(openPostgres(await server.schema(), () => new Date(0)), storeOptions)), 'postgres');
  });
}
