/** How old a database is, without changing it. */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Config } from '../config.ts';
import { StoreError } from '../errors.ts';

const QUERY = 'SELECT coalesce(max(version), 0) AS version FROM migrations';
const TIMEOUT_MS = 5000;

/** The number of its last migration; 0 for one that never had any. Rejects with StoreError where it cannot be read. */
export async function databaseVersion(store: Exclude<Config['store'], { readonly kind: 'memory' }>): Promise<number> {
  try {
    return store.kind === 'sqlite' ? ofFile(store.path) : await ofServer(store.url);
  } catch (error) {
    if (/no such table|relation "migrations" does not exist/.test(String((error as { readonly message?: unknown }).message))) return 0;
    throw new StoreError('unavailable', store.kind === 'sqlite' ? 'The database file cannot be read.' : 'PostgreSQL cannot be reached.', { cause: error });
  }
}

function ofFile(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(database.prepare(QUERY).get()!['version']);
  } finally {
    database.close();
  }
}

async function ofServer(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS });
  await client.connect();
  try {
    return Number((await client.query<{ version: number }>(QUERY)).rows[0]!.version);
  } finally {
    await client.end();
  }
}
