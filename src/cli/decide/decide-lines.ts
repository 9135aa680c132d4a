/** A filter: lines in, lines out, in their order. What is held is a few batches, however long the input is and however slow who reads the output. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { BatchAnswer } from './answer-lines.ts';
import { createLinePool, type PoolOptions } from './create-line-pool.ts';
import { createLineSplitter, type LineBatch } from './split-lines.ts';

export interface DecideLinesOptions extends Omit<PoolOptions, 'onIdle'> {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Writable;
  /** Called when all processes have the knowledge. */
  readonly onReady: () => void;
  /** Called for each line that could not be judged, in order. */
  readonly onBad: (bad: BatchAnswer['bad'][number]) => void;
}

export interface LineCounts {
  readonly judged: number;
  readonly blank: number;
  readonly bad: number;
}

/** So many bytes go to a process at once, where there is more than enough to do. */
const BATCH_BYTES = 262_144;
/** Batches for each process that are judged or wait to be written. */
const BATCHES_PER_WORKER = 4;

/** Rejects with ConfigError for settings the processes cannot use, and with what `input` or `output` fail with. */
export async function decideLines({ input, output, onReady, onBad, ...options }: DecideLinesOptions): Promise<LineCounts> {
  const splitter = createLineSplitter(options.maxLineBytes);
  const counts = { judged: 0, blank: 0, bad: 0 };
  let inFlight = 0;
  let tail: Promise<void> = Promise.resolve();
  let fault: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;

  const send = (batches: readonly LineBatch[]): void => {
    for (const batch of batches) {
      inFlight += 1;
      const answered = pool.answer(batch);
      answered.catch(() => undefined);
      tail = tail.then(async () => write(await answered)).catch((error: unknown) => { fault ??= { error }; }).finally(() => {
        inFlight -= 1;
        wake();
      });
    }
  };
  async function write({ output: lines, judged, blank, bad }: BatchAnswer): Promise<void> {
    if (fault !== undefined) return;
    counts.judged += judged;
    counts.blank += blank;
    counts.bad += bad.length;
    bad.forEach(onBad);
    if (lines.length > 0 && !output.write(lines)) await once(output, 'drain');
  }
  const hasRoom = (): boolean => inFlight < options.workers * BATCHES_PER_WORKER;

  const pool = createLinePool({ ...options, onIdle: () => { if (hasRoom()) send(splitter.take()); } });
  try {
    await pool.ready;
    onReady();
    for await (const chunk of input) {
      send(splitter.add(chunk));
      if (pool.isIdle() || splitter.size() >= BATCH_BYTES) send(splitter.take());
      while (!hasRoom() && fault === undefined) await new Promise<void>((resolve) => { wake = resolve; });
      if (fault !== undefined) break;
    }
    send(splitter.end());
    await tail;
    if (fault !== undefined) throw (fault as { readonly error: unknown }).error;
    return counts;
  } finally {
    pool.close();
  }
}
