/** Outlasts a database that is away for a while: it is restarted, or another takes its place. */
import { setTimeout as pause } from 'node:timers/promises';
import { StoreError } from '../../../errors.ts';

const AGAIN_MS = 2000;
const MOST_TRIES = 30;

/** `work` again and again while the database is unavailable, for a minute; `tell` is called once. */
export async function persevere<Result>(work: () => Promise<Result>, tell: (message: string) => void): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreError) || error.kind !== 'unavailable' || tries >= MOST_TRIES) throw error;
      if (tries === 1) tell(`${error.message} Tries again.`);
      await pause(AGAIN_MS);
    }
  }
}
