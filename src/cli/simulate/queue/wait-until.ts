/** Looks again and again until something is there. */
import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions<Found> {
  readonly look: () => Promise<Found | undefined> | Found | undefined;
  readonly waitMs: number;
  readonly now: () => Date;
  /** Ends it early. */
  readonly stop?: AbortSignal;
}

const AGAIN_MS = 1000;

/** What was found; `undefined` where it was not there in time. It is looked for once at least. */
export async function waitUntil<Found>({ look, waitMs, now, stop }: WaitOptions<Found>): Promise<Found | undefined> {
  const until = now().getTime() + waitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined || stop?.aborted === true || now().getTime() >= until) return found;
    await pause(AGAIN_MS);
  }
}
