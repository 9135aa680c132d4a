/** Used tokens in a PostgreSQL of our own: several processes, one of which may take a token; and what happens while it is away. */
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { Pool } from 'pg';
import { createSharedLedger, type SharedLedger } from '../../src/store/create-shared-ledger.ts';
import { postgresTest, startPostgres, type Postgres } from '../support/postgres.ts';

let postgres: Postgres | undefined;
const ledgers: SharedLedger[] = [];
const NOW = new Date('2026-06-15T12:00:00Z');
const token = (id: string, minutes = 5) => ({ issuer: 'https://ehr.example.org', id, spentAt: NOW, expiresAt: new Date(NOW.getTime() + minutes * 60_000) });

async function open(): Promise<SharedLedger> {
  const ledger = await createSharedLedger(postgres!.url);
  ledgers.push(ledger);
  return ledger;
}

beforeAll(async () => { postgres = await startPostgres(); }, 60_000);
afterAll(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.close()));
  postgres?.remove();
}, 60_000);

describe('the shared ledger of tokens', () => {
  postgresTest('JWT-11 four that start at once share it, and of twenty that ask at once one gets the token', async () => {
    const [a, b, c, d] = await Promise.all([open(), open(), open(), open()]);
    const taken = await Promise.all(Array.from({ length: 20 }, (_, index) => [a, b, c, d][index % 4]!.spendToken(token('one'))));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await a.spendToken(token('two'))).toBe(true);
    expect(await d.spendToken(token('two'))).toBe(false);
    expect(await d.spendToken({ ...token('two'), issuer: 'https://other.example.org' })).toBe(true);
  }, 30_000);

  postgresTest('JWT-11 keeps hashes, and those that have expired no longer than needed', async () => {
    const ledger = await open();
    await ledger.spendToken(token('secret-id', -60));
    await ledger.spendToken({ ...token('later'), spentAt: new Date(NOW.getTime() + 3_600_000) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const pool = new Pool({ connectionString: postgres!.url });
    const { rows } = await pool.query('SELECT * FROM backstop_spent_token');
    await pool.end();
    expect(JSON.stringify(rows)).not.toContain('secret-id');
    expect(rows.every(({ expires_at: expires }) => expires >= NOW)).toBe(true);
  }, 30_000);

  postgresTest('JWT-11 takes no token while it is away, and goes on when it is back', async () => {
    const ledger = await open();
    postgres!.stop();
    await expect(ledger.spendToken(token('away'))).rejects.toMatchObject({ code: 'overloaded' });
    postgres!.start();
    expect(await ledger.spendToken(token('away'))).toBe(true);
    expect(await ledger.spendToken(token('away'))).toBe(false);
  }, 60_000);
});
