/** Forgets what is too old to be kept. */
import { statement, type Database } from './database.ts';
import { AT_A_TIME, type Forgotten } from './forget.ts';
import { takeTurn } from './take-turn.ts';

/** Deletes whatever is from before then, and tokens that have expired by now. */
export async function purge(database: Database, { before, now }: { readonly before: Date; readonly now: Date }): Promise<void> {
  for (const kind of ['decisions', 'feedback'] as const) await forgetAll(database, { kind, before: before.getTime() });
  await deleteTokens(database, now);
  // Counts that went down to nothing are left by whatever changed them.
  await database.write([takeTurn(), statement('DELETE FROM tallies WHERE count = 0', [])]);
}

async function forgetAll(database: Database, which: Forgotten): Promise<void> {
  while (await database.work('forget', which) === AT_A_TIME);
}

async function deleteTokens(database: Database, now: Date): Promise<void> {
  for (;;) {
    const [deleted] = await database.write([statement(`DELETE FROM tokens WHERE name IN (SELECT name FROM tokens WHERE expires_at < $1 LIMIT ${AT_A_TIME}) RETURNING 1`, [now.getTime()])]);
    if (deleted!.length < AT_A_TIME) return;
  }
}
