/** Forgets what is too old to be kept. */
import { statement, type Database } from './database.ts';
import type { Forgotten } from './forget.ts';
import type { PurgeTimes } from './store.ts';
import { takeTurn } from './take-turn.ts';

const AT_A_TIME = 2000;

/** Deletes whatever is from before then, traces from before `tracesBefore` where that is later, and tokens that have expired by now. */
export async function purge(database: Database, { before, tracesBefore = before, now }: PurgeTimes): Promise<void> {
  await deleteOlder(database, { table: 'traces', key: 'seq', time: 'at' }, tracesBefore > before ? tracesBefore : before);
  for (const kind of ['decisions', 'feedback'] as const) await forgetAll(database, { kind, before: before.getTime() });
  await deleteOlder(database, { table: 'tokens', key: 'name', time: 'expires_at' }, now);
  // Counts that went down to nothing are left by whatever changed them.
  await database.write([takeTurn(), statement('DELETE FROM tallies WHERE count = 0', [])]);
}

async function forgetAll(database: Database, which: Forgotten): Promise<void> {
  while (await database.work('forget', which));
}

async function deleteOlder(database: Database, { table, key, time }: { readonly table: string; readonly key: string; readonly time: string }, before: Date): Promise<void> {
  for (;;) {
    const [deleted] = await database.write([statement(`DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${time} < $1 LIMIT ${AT_A_TIME}) RETURNING 1`, [before.getTime()])]);
    if (deleted!.length < AT_A_TIME) return;
  }
}
