/** Remembers which tokens were used, in this process, until they have expired anyway (JWT-11). */
import { OverloadError } from '../errors.ts';
import { nameToken } from './name-token.ts';
import type { SpentToken } from './store.ts';

const BUCKET_MS = 60_000;
/** Some 100 MB; a client that signs one token a call reaches it at 300 calls a second with tokens that live an hour. */
const MOST_TOKENS = 1_000_000;

/** Marks tokens; false for one that was marked before. Rejects with OverloadError when full: forgetting one early would let it be used twice. */
export function createTokenLedger(most: number = MOST_TOKENS): (token: SpentToken) => Promise<boolean> {
  const buckets = new Map<number, Set<string>>();
  let count = 0;
  return async (token) => {
    const { expiresAt, spentAt } = token;
    for (const [ends, bucket] of buckets) {
      if (ends > spentAt.getTime()) continue;
      count -= bucket.size;
      buckets.delete(ends);
    }
    const ends = (Math.floor(expiresAt.getTime() / BUCKET_MS) + 1) * BUCKET_MS;
    const bucket = buckets.get(ends) ?? new Set<string>();
    const name = nameToken(token);
    if ([...buckets.values()].some((each) => each.has(name))) return false;
    if (count >= most) throw new OverloadError('no more tokens can be remembered');
    buckets.set(ends, bucket.add(name));
    count += 1;
    return true;
  };
}
