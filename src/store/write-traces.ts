/** Traces become rows. */
import { insertRows, type Statement } from './database.ts';
import type { SealedTrace } from './trace.ts';

/** Statements that keep them; the same trace twice is one. */
export function writeTraces(traces: readonly SealedTrace[]): readonly Statement[] {
  return insertRows('traces', traces.map(({ decision, at, body, gap }) => ({ decision, at: Date.parse(at), body, gap })), 'ON CONFLICT DO NOTHING');
}
