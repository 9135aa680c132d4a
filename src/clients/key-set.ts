/** Where a client's keys come from, and how long they are believed (JWT-8, JWT-9). */
import type { KeyObject } from 'node:crypto';
import type { Get } from '../outbound/create-getter.ts';
import { isKnownToAll, readKeys, type Algorithm, type VerificationKey } from './verification-key.ts';

/** The keys of one client. */
export interface KeySet {
  /** The key of that name that may be used with that algorithm; undefined where there is none, or where keys cannot be had. */
  find(kid: string, algorithm: Algorithm): Promise<KeyObject | undefined>;
  /** Milliseconds since the keys that are believed were fetched, 0 where they are configured; undefined where there is none. */
  knownForMs(): number | undefined;
  /** Fetches keys where there is none, or they are old, so that no call has to wait for them and none is needed to renew them. Never rejects. */
  seek(): Promise<void>;
}

type Asker = 'call' | 'background';

export interface FetchedKeysOptions {
  readonly url: string;
  readonly get: Get;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** Keys whose private half is public are left out. */
  readonly isProduction: boolean;
}

/** Fetched again after this time, in the background: no call waits for it, nor is one needed. */
const FRESH_MS = 10 * 60_000;
/** Believed at most so long while they cannot be fetched again. */
const STALE_MS = 12 * 3_600_000;
/** After a failure the next attempt waits so long; one of a call waits for none of the background. */
const RETRY_MS = 10_000;
/** A name that is not in the set may be a new one; looked for at most so often. */
const UNKNOWN_MS = 60_000;
const TIMEOUT_MS = 1500;
const LARGEST_BYTES = 65_536;

/** Keys that were configured. */
export function fixedKeys(keys: readonly VerificationKey[]): KeySet {
  return { find: async (kid, algorithm) => findKey(keys, kid, algorithm), knownForMs: () => (keys.length === 0 ? undefined : 0), seek: async () => undefined };
}

/** Keys that are fetched from the client's own address: cached, renewed behind the calls, and never fetched because a stranger asks (JWT-9). */
export function fetchedKeys({ url, get, now, isProduction }: FetchedKeysOptions): KeySet {
  let keys: readonly VerificationKey[] = [];
  let fetchedAt = -Infinity;
  const failedAt: Record<Asker, number> = { call: -Infinity, background: -Infinity };
  let soughtAt = -Infinity;
  let pending: Promise<void> | undefined;

  const fetchOnce = async (asker: Asker): Promise<void> => {
    try {
      const { status, body } = await get(new URL(url), { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(TIMEOUT_MS), maxBytes: LARGEST_BYTES });
      const set = status === 200 ? (JSON.parse(body) as { readonly keys?: unknown } | null) : undefined;
      if (!Array.isArray(set?.keys)) throw new Error('no set of keys');
      // A client that publishes none has withdrawn what it had.
      keys = readKeys(set).filter((key) => !(isProduction && isKnownToAll(key)));
      fetchedAt = now();
    } catch {
      failedAt[asker] = now();
    }
  };
  /** One fetch at a time, whoever asks. */
  const refresh = (asker: Asker): Promise<void> => {
    const lastFailedAt = asker === 'call' ? failedAt.call : Math.max(failedAt.call, failedAt.background);
    if (now() - lastFailedAt < RETRY_MS) return Promise.resolve();
    pending ??= fetchOnce(asker).finally(() => { pending = undefined; });
    return pending;
  };

  const knownForMs = (): number | undefined => {
    const age = now() - fetchedAt;
    return keys.length === 0 || age > STALE_MS ? undefined : age;
  };

  return {
    knownForMs,
    seek: async () => {
      const age = knownForMs();
      if (age === undefined || age > FRESH_MS) await refresh('background');
    },
    find: async (kid, algorithm) => {
      const age = now() - fetchedAt;
      const isEmpty = age > STALE_MS;
      if (isEmpty) {
        keys = [];
        await refresh('call');
      } else if (age > FRESH_MS) void refresh('call');
      const found = findKey(keys, kid, algorithm);
      if (found !== undefined || isEmpty || keys.some((key) => key.kid === kid)) return found;
      // Names that are not in the set, whichever they are, make one fetch a minute; one that failed does not count.
      if (now() - soughtAt < UNKNOWN_MS) return undefined;
      const before = soughtAt;
      soughtAt = now();
      await refresh('call');
      if (fetchedAt < soughtAt) soughtAt = before;
      return findKey(keys, kid, algorithm);
    },
  };
}

function findKey(keys: readonly VerificationKey[], kid: string, algorithm: Algorithm): KeyObject | undefined {
  return keys.find((key) => key.kid === kid && key.algorithms.includes(algorithm))?.key;
}
