/** Forgets, at start and then every hour, what is older than the days it is kept for. */
import { StoreError } from '../errors.ts';
import type { Store } from './store.ts';

const DAY_MS = 86_400_000;
/** Tokens live for minutes. */
const EVERY_MS = 3_600_000;

export interface BoundsOptions {
  readonly retentionDays: number;
  readonly traceDays: number;
  readonly now: () => Date;
  /** Told when it could not be done; it is tried again an hour later. */
  readonly report: (error: StoreError) => void;
}

/** Starts; the function it gives stops it. */
export function keepInBounds(store: Store, { retentionDays, traceDays, now, report }: BoundsOptions): () => void {
  const purge = (): void => {
    const at = now();
    store.purge({ before: daysBefore(at, retentionDays), tracesBefore: daysBefore(at, traceDays), now: at }).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error;
      report(error);
    });
  };
  purge();
  const timer = setInterval(purge, EVERY_MS).unref();
  return () => clearInterval(timer);
}

function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * DAY_MS);
}
