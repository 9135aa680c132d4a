/** Tokens that are asked about together: one question to the database, an answer for each. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTokenSpender } from '../../src/store/create-token-spender.ts';
import type { Database } from '../../src/store/database.ts';
import { openInMemory } from '../../src/store/open-sqlite.ts';
import type { SpentToken } from '../../src/store/store.ts';

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
