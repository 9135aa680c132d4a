/** Opens the store that the settings name, and looks after it: old records go, and gaps are told. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import type { Config } from '../config.ts';
import { ConfigError, StoreError } from '../errors.ts';
import { createIdentities, type Identities } from './create-identities.ts';
import { createMemoryStore } from './create-memory-store.ts';
import { createSqlStore } from './create-sql-store.ts';
import type { Gap } from './create-write-queue.ts';
import { openPostgres } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';
import type { Store } from './store.ts';

export interface OpenStoreOptions {
  readonly now: () => Date;
  /** Told of decisions that could not be kept. */
  readonly report: (gap: Gap) => void;
  /** Told of traces that could not be kept. */
  readonly reportTraces?: (gap: Gap) => void;
}

type StoreConfig = Pick<Config, 'store' | 'hashKey' | 'requesters'>;

/**
 * The store, migrated. One that cannot be reached yet is opened all the same: what needs it is refused until it can be. Rejects with StoreError for a
 * database of a later release, with ConfigError for a file that cannot be used.
 */
export async function openStore(config: StoreConfig, { now, report, reportTraces = () => undefined }: OpenStoreOptions): Promise<Store> {
  const store = createStore(config, now, { report, reportTraces });
  try {
    await store.checkWritable();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.kind === 'newer') throw error;
    if (config.store.kind === 'sqlite') throw new ConfigError(`STORE=sqlite:${config.store.path}: ${error.message} Is the folder writable, and the disk not full?`, { cause: error });
    report({ dropped: 0, waiting: 0, because: error.message });
  }
  return store;
}

function createStore({ store, hashKey, requesters }: StoreConfig, now: () => Date, reports: Pick<OpenStoreOptions, 'report' | 'reportTraces'>): Store {
  switch (store.kind) {
    case 'memory': return createMemoryStore(undefined, { ...reports, identities: createIdentities(hashKey ?? newKey(), requesters) });
    case 'sqlite': return createSqlStore(openSqlite(store.path), { ...reports, identities: fileIdentities(store.path, hashKey, requesters) });
    case 'postgres': return createSqlStore(openPostgres(store.url, now), { ...reports, identities: createIdentities(hashKey!, requesters) });
  }
}

/** A key of its own lies beside the file, readable by this user alone. */
function fileIdentities(path: string, hashKey: string | undefined, requesters: Config['requesters']): Identities {
  return createIdentities(hashKey ?? keptKey(`${path.slice(0, path.length - extname(path).length)}.key`), requesters);
}

function keptKey(path: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      // Of two processes that start at once, one makes it.
      writeFileSync(path, newKey(), { flag: 'wx', mode: 0o600, flush: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    chmodSync(path, 0o600);
    const key = readFileSync(path, 'utf8').trim();
    if (key.length < 32) throw new ConfigError(`${path} holds no key. Delete it if nothing was recorded yet; else restore it, or set HASH_KEY.`);
    return key;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`The key in ${path} can be neither read nor made (${(error as NodeJS.ErrnoException).code}). Make its folder writable, or set HASH_KEY.`, { cause: error });
  }
}

function newKey(): string {
  return randomBytes(32).toString('base64url');
}
