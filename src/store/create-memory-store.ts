/** A store that lasts as long as the process (`memory:`). */
import { randomBytes } from 'node:crypto';
import { createIdentities } from './create-identities.ts';
import { createSqlStore, type SqlStoreOptions } from './create-sql-store.ts';
import { createTokenLedger } from './create-token-ledger.ts';
import { statement, type Database } from './database.ts';
import { openInMemory } from './open-sqlite.ts';
import type { Store } from './store.ts';

/** Most decisions and most reports that are kept; the oldest go first. */
export interface MemoryLimits {
  readonly decisions: number;
  readonly feedback: number;
}

const DEFAULTS: MemoryLimits = { decisions: 100_000, feedback: 100_000 };

export function createMemoryStore(limits: MemoryLimits = DEFAULTS, options: Partial<SqlStoreOptions> = {}): Store {
  const identities = createIdentities(randomBytes(32).toString('base64url'), 'hashed');
  return { ...createSqlStore(bounded(openInMemory(), limits), { identities, report: () => undefined, ...options }), spendToken: createTokenLedger() };
}

function bounded(database: Database, { decisions, feedback }: MemoryLimits): Database {
  const oldest = (table: string): string => `SELECT max(seq) - $1 FROM ${table}`;
  const forget = [
    statement(`DELETE FROM comments WHERE feedback IN (SELECT key FROM feedback WHERE seq <= (${oldest('feedback')}))`, [feedback]),
    statement(`DELETE FROM feedback WHERE seq <= (${oldest('feedback')})`, [feedback]),
    ...['details', 'challenges', 'cards'].map((table) => statement(`DELETE FROM ${table} WHERE decision IN (SELECT id FROM decisions WHERE seq <= (${oldest('decisions')}))`, [decisions])),
    statement(`DELETE FROM decisions WHERE seq <= (${oldest('decisions')})`, [decisions]),
  ];
  return {
    ...database,
    write: async (statements) => {
      const rows = await database.write(statements);
      await database.write(forget);
      return rows;
    },
  };
}
