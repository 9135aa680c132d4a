/** Forgets what is too old to be kept. */
import { statement, type Database } from './database.ts';

/** So many rows at a time, so that nobody who writes waits for long. */
const AT_A_TIME = 2000;

const TABLES = [
  { table: 'details', key: 'decision', time: 'at' },
  { table: 'challenges', key: 'seq', time: 'at' },
  { table: 'cards', key: 'uuid', time: 'at' },
  { table: 'decisions', key: 'seq', time: 'at' },
  { table: 'comments', key: 'feedback', time: 'received_at' },
  { table: 'feedback', key: 'seq', time: 'received_at' },
] as const;

/** Deletes whatever is from before then, and tokens that have expired by now. */
export async function purge(database: Database, { before, now }: { readonly before: Date; readonly now: Date }): Promise<void> {
  for (const each of TABLES) await deleteOlder(database, each, before);
  await deleteOlder(database, { table: 'tokens', key: 'name', time: 'expires_at' }, now);
}

async function deleteOlder(database: Database, { table, key, time }: { readonly table: string; readonly key: string; readonly time: string }, before: Date): Promise<void> {
  for (;;) {
    const [deleted] = await database.write([statement(
      `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${time} < $1 LIMIT ${AT_A_TIME}) RETURNING 1`, [before.getTime()],
    )]);
    if (deleted!.length < AT_A_TIME) return;
  }
}
