/** The trace of a decision, as it is kept. */
import { statement, type Database } from './database.ts';
import type { SealedTrace, TraceGap } from './trace.ts';

/** Nothing where none is kept. */
export async function readTrace(database: Database, decision: string): Promise<SealedTrace | undefined> {
  const [row] = await database.read(statement('SELECT at, gap, body FROM traces WHERE decision = $1', [decision]));
  if (row === undefined) return undefined;
  const { gap, body } = row;
  return { decision, at: new Date(Number(row['at'])).toISOString(), ...(body instanceof Uint8Array && { body }), ...(typeof gap === 'string' && { gap: gap as TraceGap }) };
}
