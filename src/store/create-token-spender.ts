/** Marks tokens as used in a database (JWT-11). Calls that arrive together are one question to it: a commit costs more than all else that is done for a token. */
import { StoreError } from '../errors.ts';
import { statement, type Database } from './database.ts';
import { nameToken } from './name-token.ts';
import type { SpentToken } from './store.ts';

interface Asked {
  readonly name: string;
  readonly expiresAt: number;
  readonly resolve: (isFirst: boolean) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 100;

/** One of all that ask for a token gets true, once that is kept. Whoever asks in the same turn of the event loop waits for the same commit. */
export function createTokenSpender(database: Pick<Database, 'write'>): (token: SpentToken) => Promise<boolean> {
  let gathered: Asked[] = [];

  const ask = (): void => {
    const asked = gathered;
    gathered = [];
    for (let from = 0; from < asked.length; from += MOST_AT_ONCE) void spend(database, asked.slice(from, from + MOST_AT_ONCE));
  };
  return (token) => new Promise((resolve, reject) => {
    if (gathered.length === 0) setImmediate(ask);
    gathered.push({ name: nameToken(token), expiresAt: token.expiresAt.getTime(), resolve, reject });
  });
}

/** Never rejects: who asked is told. */
async function spend(database: Pick<Database, 'write'>, askedFor: readonly Asked[]): Promise<void> {
  // In the same order by every replica, so that none waits for one that waits for it. Of those that are the same the first stays the first.
  const asked = askedFor.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  try {
    const places = asked.map((_, index) => `($${index * 2 + 1}, $${index * 2 + 2})`).join(', ');
    const [marked] = await database.write([statement(`INSERT INTO tokens (name, expires_at) VALUES ${places} ON CONFLICT DO NOTHING RETURNING name`, asked.flatMap(({ name, expiresAt }) => [name, expiresAt]))]);
    const fresh = new Set(marked!.map(({ name }) => name));
    // Twice in one question: the first has it.
    for (const { name, resolve } of asked) resolve(fresh.delete(name!));
  } catch (error) {
    // One that the database does not take is no reason to refuse the others.
    if (asked.length > 1 && error instanceof StoreError && error.kind === 'refused') for (const each of asked) await spend(database, [each]);
    else for (const { reject } of asked) reject(error);
  }
}
