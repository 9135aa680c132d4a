/** A database that another release wrote is read by that release alone. */
import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKept } from '../../src/cli/open-kept.ts';
import { LATEST_VERSION } from '../../src/store/migrations.ts';
import { describePostgres, query, startPostgres } from '../support/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'backstop-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const now = () => new Date(0);
const HISTORY = 'CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)';

test.each([['of an earlier release', [HISTORY, 'INSERT INTO migrations (version, applied_at) VALUES (1, 0)'], 1], ['without a history', [HISTORY], 0], ['of something else', ['CREATE TABLE x (y INTEGER)'], 0]])('a file %s is refused, and stays as it was', async (name, texts, version) => {
  const path = join(folder, `${name}.db`);
  const database = new DatabaseSync(path);
  for (const text of texts) database.exec(text);
  database.close();
  const before = readFileSync(path);
  await expect(openKept({ store: { kind: 'sqlite', path } }, now)).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining(`at version ${version}, and this release reads version ${LATEST_VERSION}`) });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a file that is no database is refused without a stack', async () => {
  await expect(openKept({ store: { kind: 'sqlite', path: join(folder, '..', folder.split('/').at(-1)!) } }, now)).rejects.toMatchObject({ code: 'store-failed' });
});

describePostgres('a PostgreSQL', () => {
  test('of an earlier release is refused, and stays as it was', async () => {
    const server = await startPostgres();
    const url = await server.schema();
    for (const text of [HISTORY, 'INSERT INTO migrations (version, applied_at) VALUES (1, 0)']) await query(url, text);
    await expect(openKept({ store: { kind: 'postgres', url } }, now)).rejects.toMatchObject({ name: 'ConfigError' });
    expect(await query(url, 'SELECT version FROM migrations')).toEqual([{ version: 1 }]);
    await server.stop();
  }, 60_000);
});
