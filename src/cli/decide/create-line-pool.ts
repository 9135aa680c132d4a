/** Processes that judge lines side by side. The batch of one that dies is tried again line by line, and the line it died of is named. */
import { join } from 'node:path';
import { createWorkerPool, type WorkerPoolOptions } from '../create-worker-pool.ts';
import { badLine, joinAnswers, type BatchAnswer, type LineOptions } from './answer-lines.ts';
import { linesOf, type LineBatch } from './split-lines.ts';

export interface LinePool {
  /** Resolves when all have the knowledge. Rejects with ConfigError for settings they cannot use. */
  readonly ready: Promise<void>;
  /** Rejects only where none can be started. */
  answer(batch: LineBatch): Promise<BatchAnswer>;
  /** True while one has nothing to do. */
  isIdle(): boolean;
  close(): void;
}

export interface PoolOptions extends LineOptions, Pick<WorkerPoolOptions, 'workers' | 'onIdle'> {}

export function createLinePool({ workers, onIdle, ...options }: PoolOptions): LinePool {
  const { workerMb } = options;
  const pool = createWorkerPool<LineBatch, BatchAnswer>({ program: join(import.meta.dirname, 'line-worker.ts'), greeting: options, workers, workerMb, onIdle });

  async function answer(batch: LineBatch): Promise<BatchAnswer> {
    const answered = await pool.run(batch);
    if (answered !== 'died') return answered;
    const lines = linesOf(batch);
    if (lines.length <= 1) return badLine(batch.first, { code: 'out-of-memory', message: `A process with ${workerMb} MB died of it.` });
    const answers: BatchAnswer[] = [];
    for (const line of lines) answers.push(await answer(line));
    return joinAnswers(answers);
  }

  return { ready: pool.ready, answer, isIdle: pool.isIdle, close: pool.close };
}
