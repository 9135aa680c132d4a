/** Records wait here until they are written, many at a time. The queue is bounded: what does not fit is dropped, counted and reported. */
import { StoreError } from '../errors.ts';

export interface QueueOptions<Item> {
  readonly write: (items: readonly Item[]) => Promise<void>;
  /** Told now and then, of a gap in what is kept. */
  readonly report: (gap: Gap) => void;
  readonly limits: QueueLimits;
  /** Bytes of an item, where items may be large. */
  readonly sizeOf?: (item: Item) => number;
}

export interface QueueLimits {
  readonly waiting: number;
  readonly batch: number;
  readonly flushMs: number;
  /** Bytes that may wait, and bytes of one batch of more than one item. */
  readonly waitingBytes?: number;
  readonly batchBytes?: number;
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
  waiting(): number;
}

export const DEFAULT_LIMITS: QueueLimits = { waiting: 10_000, batch: 100, flushMs: 50, retryMs: 1000 };
const REPORT_EVERY = 1000;

/** A queue that starts to write as soon as something waits. */
export function createWriteQueue<Item>({ write, report, limits, sizeOf = () => 0 }: QueueOptions<Item>): WriteQueue<Item> {
  const { waitingBytes = Infinity, batchBytes = Infinity } = limits;
  let waiting: Item[] = [];
  let bytes = 0;
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
  const nextBatch = (): readonly Item[] => {
    let size = 0;
    const end = waiting.findIndex((item, index) => index >= limits.batch || ((size += sizeOf(item)) > batchBytes && index > 0));
    return end < 0 ? waiting.slice() : waiting.slice(0, end);
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = nextBatch();
      try {
        await writeBatch(batch);
      } catch (error) {
        if (!isDown) tell(error instanceof Error ? error.message : 'unknown');
        isDown = true;
        schedule(limits.retryMs);
        throw error;
      }
      waiting = waiting.slice(batch.length);
      bytes -= batch.reduce((sum, item) => sum + sizeOf(item), 0);
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
      for (const item of items) {
        const size = sizeOf(item);
        if (waiting.length < limits.waiting && bytes + size <= waitingBytes) {
          waiting.push(item);
          bytes += size;
          continue;
        }
        dropped += 1;
        if (!isFull || dropped === REPORT_EVERY) tell('The queue is full.');
        isFull = true;
      }
      if (waiting.length > 0) schedule(isDown ? limits.retryMs : waiting.length >= limits.batch ? 0 : limits.flushMs);
    },
    flush,
    waiting: () => waiting.length,
  };
}
