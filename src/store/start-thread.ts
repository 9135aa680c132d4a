/** A thread that has the database file, and the questions it was asked. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import type { Ask, Reply, ThreadOptions } from './sqlite-thread.ts';

export interface Thread {
  ask(question: Question): Promise<unknown>;
  /** Lets go of the file, and ends. */
  close(): Promise<void>;
}

export type Question = Ask extends infer Each ? (Each extends { readonly id: number } ? Omit<Each, 'id'> : never) : never;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

/** It starts when it is first asked, and again after it ended. */
export function startThread(options: ThreadOptions): Thread {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let thread: Worker | undefined;

  const start = (): Worker => {
    const started = new Worker(join(import.meta.dirname, 'sqlite-thread.ts'), { workerData: options, execArgv: [] });
    started.unref();
    started.on('message', (reply: Reply) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
      if ('failure' in reply) asked?.reject(new StoreError(reply.failure.kind, reply.failure.message));
      else asked?.resolve(reply.result);
    });
    const end = (): void => {
      if (thread === started) thread = undefined;
      for (const { reject } of waiting.values()) reject(new StoreError('unavailable', 'The thread that has the database file ended.'));
      waiting.clear();
    };
    started.on('error', end);
    started.on('exit', end);
    return started;
  };
  const ask = (question: Question): Promise<unknown> =>
    new Promise((resolve, reject) => {
      thread ??= start();
      // A process does not end while it owes an answer.
      if (waiting.size === 0) thread.ref();
      waiting.set(count += 1, { resolve, reject });
      thread.postMessage({ id: count, ...question });
    });
  return {
    ask,
    close: async () => {
      if (thread === undefined) return;
      await ask({ kind: 'close' });
      await thread?.terminate();
    },
  };
}
