/** Traces become rows. */
import { insertRows, type Insertion } from './database.ts';
import type { SealedTrace } from './trace.ts';

/** Keeps them; the same trace twice is one. */
export function writeTraces(traces: readonly SealedTrace[]): readonly Insertion[] {
  return insertRows('traces', traces.map(({ decision, at, body, gap }) => ({ decision, at: Date.parse(at), body, gap })), 'ON CONFLICT DO NOTHING');
}
