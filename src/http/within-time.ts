/** Waits for the store no longer than a caller waits. */
import { StoreError } from '../errors.ts';

/** What the work gives, or StoreError when it takes longer. The work goes on: whatever it does then must be harmless to do again. */
export async function withinTime<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new StoreError('unavailable', `The store did not answer within ${Math.round(ms)} ms.`)), ms); });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
