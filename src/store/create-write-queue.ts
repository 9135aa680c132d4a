/** Records wait here until they are written, many at a time. The queue is bounded: what does not fit is dropped, counted and reported. */
import { StoreError } from '../errors.ts';

export interface QueueOptions<Item> {
  readonly write: (items: readonly Item[]) => Promise<void>;
  /** Told now and then, of a gap in what is kept. */
  readonly report: (gap: Gap) => void;
  readonly limits: QueueLimits;
}

export interface QueueLimits {
  readonly waiting: number;
  readonly batch: number;
  readonly flushMs: number;
  /** After a failure. */
  readonly retryMs: number;
}

/** Records that were not kept, since the last report. */
export interface Gap {
  readonly dropped: number;
  /** Still waiting for a store that is down. */
  readonly waiting: number;
  readonly because: string;
}

export interface WriteQueue<Item> {
  add(items: readonly Item[]): void;
  /** Writes all that waits now; rejects with StoreError when it cannot. */
  flush(): Promise<void>;
}

export const DEFAULT_LIMITS: QueueLimits = { waiting: 10_000, batch: 100, flushMs: 50, retryMs: 1000 };
const REPORT_EVERY = 1000;

/** A queue that starts to write as soon as something waits. */
export function createWriteQueue<Item>({ write, report, limits }: QueueOptions<Item>): WriteQueue<Item> {
  let waiting: Item[] = [];
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let dropped = 0;
  let isDown = false;
  let isFull = false;

  const tell = (because: string): void => {
    report({ dropped, waiting: waiting.length, because });
    dropped = 0;
  };
  const schedule = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      flush().catch(() => undefined);
    }, ms).unref();
  };
  /** A batch the database refuses is tried one by one, so that one record it cannot take does not hold up the rest. */
  const writeBatch = async (batch: readonly Item[]): Promise<void> => {
    try {
      await write(batch);
    } catch (error) {
      if (!(error instanceof StoreError) || error.kind !== 'refused') throw error;
      if (batch.length > 1) {
        for (const each of batch) await writeBatch([each]);
        return;
      }
      dropped += 1;
      tell(error.message);
    }
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, limits.batch);
      try {
        await writeBatch(batch);
      } catch (error) {
        if (!isDown) tell(error instanceof Error ? error.message : 'unknown');
        isDown = true;
        schedule(limits.retryMs);
        throw error;
      }
      waiting = waiting.slice(batch.length);
      if (isDown || dropped > 0) tell('The store can be written again.');
      isDown = false;
      isFull = false;
    }
  };
  const flush = (): Promise<void> => {
    underWay ??= drain().finally(() => { underWay = undefined; });
    return underWay;
  };
  return {
    add: (items) => {
      const room = Math.max(0, limits.waiting - waiting.length);
      for (const item of items.slice(0, room)) waiting.push(item);
      for (let lost = room; lost < items.length; lost += 1) {
        dropped += 1;
        if (!isFull || dropped === REPORT_EVERY) tell('The queue is full.');
        isFull = true;
      }
      if (waiting.length > 0) schedule(isDown ? limits.retryMs : waiting.length >= limits.batch ? 0 : limits.flushMs);
    },
    flush,
  };
}
