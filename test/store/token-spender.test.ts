/** Tokens that are asked about together: one question to the database, an answer for each. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTokenSpender } from '../../src/store/create-token-spender.ts';
import type { Database } from '../../src/store/database.ts';
import { nameToken } from '../../src/store/name-token.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openInMemory } from '../../src/store/open-sqlite.ts';
import type { SpentToken } from '../../src/store/store.ts';
import { describeOwnPostgres, query, startOwnPostgres } from '../support/postgres.ts';

let database: Database;
let questions: number;
let spend: (token: SpentToken) => Promise<boolean>;

beforeEach(() => {
  database = openInMemory();
  questions = 0;
  spend = createTokenSpender({ write: (statements) => { questions += 1; return database.write(statements); } });
});
afterEach(() => database.close());

const token = (id: string, expiresAt = new Date('2026-06-15T12:05:00Z')): SpentToken => ({ issuer: 'https://ehr.example.org', id, expiresAt, spentAt: new Date('2026-06-15T12:00:00Z') });

test('JWT-11 tokens of one turn are one question, and of those that are the same one may', async () => {
  expect(await Promise.all(['a', 'b', 'a', 'c', 'a'].map((id) => spend(token(id))))).toEqual([true, true, false, true, false]);
  expect(questions).toBe(1);
});

test('JWT-11 what was spent in one turn is spent in the next', async () => {
  expect(await Promise.all([spend(token('a')), spend(token('b'))])).toEqual([true, true]);
  expect(await Promise.all([spend(token('b')), spend(token('c'))])).toEqual([false, true]);
  expect(questions).toBe(2);
});

test('JWT-11 a turn of hundreds with each token twice lets each once', async () => {
  const answers = await Promise.all(Array.from({ length: 500 }, (_, index) => spend(token(`t-${index % 250}`))));
  expect(answers).toEqual(Array.from({ length: 500 }, (_, index) => index < 250));
});

test('one that the database does not take is refused alone', async () => {
  const [first, broken, last] = await Promise.allSettled([spend(token('a')), spend(token('b', new Date(NaN))), spend(token('c'))]);
  expect([first, last]).toEqual([{ status: 'fulfilled', value: true }, { status: 'fulfilled', value: true }]);
  expect(broken).toMatchObject({ status: 'rejected', reason: { kind: 'refused' } });
  expect(await spend(token('a'))).toBe(false);
});

test('nobody is let in by a database that fails', async () => {
  const down = createTokenSpender({ write: () => Promise.reject(new Error('down')) });
  expect(await Promise.allSettled([down(token('a')), down(token('b'))])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
});

describeOwnPostgres('replicas on one PostgreSQL', () => {
  test('JWT-11 that are asked for the same tokens in opposite order let each in once, and never wait for one another in a circle', async () => {
    const server = startOwnPostgres();
    const databases = [0, 1].map(() => openPostgres(server.url, () => new Date('2026-06-15T12:00:00Z')));
    const [one, other] = databases.map(createTokenSpender);
    const third = new pg.Client({ connectionString: server.url });
    const count = async (sql: string): Promise<number> => Number((await query(server.url, `SELECT count(*)::integer AS count FROM ${sql}`))[0]!['count']);
    const until = async (isSo: () => Promise<boolean>): Promise<void> => { while (!(await isSo())) await new Promise((resolve) => { setTimeout(resolve, 20); }); };
    try {
      await one!(token('migrates'));
      await other!(token('connects'));
      await third.connect();
      for (let round = 0; round < 3; round += 1) {
        const tokens = Array.from({ length: 60 }, (_, index) => token(`${round}-${index}`));
        // Both stop half-way, at a token of which it is not known yet whether somebody else spends it, and go on together.
        await third.query('BEGIN');
        await third.query('INSERT INTO tokens (name, expires_at) VALUES ($1, 1)', [nameToken(tokens[30]!)]);
        const asked = [Promise.all(tokens.map(one!)), Promise.all(tokens.toReversed().map(other!))];
        await until(async () => (await count("pg_stat_activity WHERE application_name = 'backstop' AND wait_event_type = 'Lock'")) === 2);
        await third.query('ROLLBACK');
        const [first, second] = await Promise.all(asked);
        expect(second!.toReversed()).toEqual(first!.map((isMine) => !isMine));
      }
      for (const each of databases) await each.close();
      // What a connection has counted is told when it ends.
      await until(async () => (await count("pg_stat_activity WHERE application_name = 'backstop'")) === 0);
      expect(await query(server.url, 'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()')).toEqual([{ deadlocks: 0 }]);
    } finally {
      await third.end();
      for (const each of databases) await Promise.resolve(each.close()).catch(() => undefined);
      await server.stop();
    }
  }, 120_000);
});
