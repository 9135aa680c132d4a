/** A store that lasts as long as the process (`memory:`). */
import { randomBytes } from 'node:crypto';
import { StoreError } from '../errors.ts';
import { createIdentities } from './create-identities.ts';
import { createSqlStore, type SqlStoreOptions } from './create-sql-store.ts';
import { createTokenLedger } from './create-token-ledger.ts';
import { statement, type Database } from './database.ts';
import { openInMemory } from './open-sqlite.ts';
import type { Store } from './store.ts';

/** About how many decisions, reports and traces are kept; the oldest go first. */
export interface MemoryLimits {
  readonly decisions: number;
  readonly feedback: number;
  readonly traces: number;
}

const DEFAULTS: MemoryLimits = { decisions: 100_000, feedback: 100_000, traces: 1000 };

export function createMemoryStore(limits: MemoryLimits = DEFAULTS, options: Partial<SqlStoreOptions> = {}): Store {
  const identities = createIdentities(randomBytes(32).toString('base64url'), 'hashed');
  return { ...createSqlStore(bounded(openInMemory(), limits), { identities, report: () => undefined, ...options }), spendToken: createTokenLedger() };
}

function bounded(database: Database, limits: MemoryLimits): Database {
  return {
    ...database,
    write: async (statements) => {
      const rows = await database.write(statements);
      await database.write([statement('DELETE FROM traces WHERE seq <= (SELECT max(seq) - $1 FROM traces)', [limits.traces])]);
      return rows;
    },
    work: async (name, argument) => {
      const result = await database.work(name, argument);
      for (const kind of ['decisions', 'feedback'] as const) await forgetSurplus(database, kind, limits[kind]);
      return result;
    },
  };
}

/** What was kept is kept, also where nothing can be forgotten for it. */
async function forgetSurplus(database: Database, kind: 'decisions' | 'feedback', keep: number): Promise<void> {
  try {
    while (await database.work('forget', { kind, keep }));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
}
