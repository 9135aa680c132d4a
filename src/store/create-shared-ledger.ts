/** Remembers in PostgreSQL which tokens were used: for several processes behind one address, of which one may take a token (JWT-11). */
import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import { OverloadError } from '../errors.ts';
import type { SpentToken } from './store.ts';

export interface SharedLedger {
  /** True for the first of all that ask, whichever process they ask. Rejects with OverloadError while the database cannot say. */
  readonly spendToken: (token: SpentToken) => Promise<boolean>;
  close(): Promise<void>;
}

/** Two processes that start at once take turns at making the table. */
const LOCK = 7_226_801;
const PURGE_MS = 600_000;
const TIMEOUT_MS = 1000;
const MOST_CONNECTIONS = 8;

const MAKE = `
  CREATE TABLE IF NOT EXISTS backstop_spent_token (name text PRIMARY KEY, expires_at timestamptz NOT NULL);
  CREATE INDEX IF NOT EXISTS backstop_spent_token_expires_at ON backstop_spent_token (expires_at);
`;

/** Opens the ledger at a `postgres://` URL. Tokens are kept as hashes, until they have expired. Rejects when the database cannot be reached at start. */
export async function createSharedLedger(url: string): Promise<SharedLedger> {
  const pool = new Pool({ connectionString: url, max: MOST_CONNECTIONS, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS, application_name: 'backstop' });
  // An idle connection that breaks is replaced at the next query, which says what is wrong if anything is.
  pool.on('error', () => {});
  await makeTable(pool);
  let purgedAt = -Infinity;

  const purge = (now: Date): void => {
    if (now.getTime() - purgedAt < PURGE_MS) return;
    purgedAt = now.getTime();
    pool.query('DELETE FROM backstop_spent_token WHERE expires_at < $1', [now]).catch(() => { purgedAt = -Infinity; });
  };

  return {
    spendToken: async ({ issuer, id, expiresAt, spentAt }) => {
      const name = createHash('sha256').update(JSON.stringify([issuer, id])).digest('base64url');
      try {
        const { rowCount } = await pool.query('INSERT INTO backstop_spent_token (name, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, expiresAt]);
        purge(spentAt);
        return rowCount === 1;
      } catch (error) {
        throw new OverloadError('the store of used tokens cannot be reached', { cause: error });
      }
    },
    close: () => pool.end(),
  };
}

async function makeTable(pool: Pool): Promise<void> {
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    await connection.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await connection.query(MAKE);
    await connection.query('COMMIT');
  } finally {
    connection.release();
  }
}
