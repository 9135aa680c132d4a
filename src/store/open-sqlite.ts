/** The embedded database: one file, in a thread of its own. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import { connectSqlite, IN_MEMORY } from './connect-sqlite.ts';
import type { Database, Row } from './database.ts';
import type { Ask, Reply, ThreadOptions } from './sqlite-thread.ts';

const BUSY_MS = 2000;

interface Waiting {
  readonly resolve: (rows: readonly (readonly Row[])[]) => void;
  readonly reject: (error: StoreError) => void;
}

type Question = Ask extends infer Each ? (Each extends { readonly id: number } ? Omit<Each, 'id'> : never) : never;

/** A database in a file; it is made when it is first used. */
export function openSqlite(path: string, busyMs = BUSY_MS): Database {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let thread: Worker | undefined;

  const start = (): Worker => {
    const started = new Worker(join(import.meta.dirname, 'sqlite-thread.ts'), { workerData: { path, busyMs } satisfies ThreadOptions, execArgv: [] });
    started.unref();
    started.on('message', (reply: Reply) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
      if ('rows' in reply) asked?.resolve(reply.rows);
      else asked?.reject(new StoreError(reply.failure.kind, reply.failure.message));
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
  const ask = (question: Question): Promise<readonly (readonly Row[])[]> =>
    new Promise((resolve, reject) => {
      thread ??= start();
      // A process does not end while it owes an answer.
      if (waiting.size === 0) thread.ref();
      waiting.set(count += 1, { resolve, reject });
      thread.postMessage({ id: count, ...question });
    });
  return {
    write: (statements) => ask({ kind: 'write', statements }),
    read: async (statement) => (await ask({ kind: 'read', statement }))[0]!,
    close: async () => {
      if (thread === undefined) return;
      await ask({ kind: 'close' });
      await thread?.terminate();
    },
  };
}

/** A database that lasts as long as the process. */
export function openInMemory(): Database {
  const connection = connectSqlite(IN_MEMORY, { busyMs: 0, now: () => new Date(0) });
  return {
    write: async (statements) => {
      const [settled] = connection.writeAll([statements]);
      if ('rows' in settled!) return settled.rows;
      throw settled!.failure;
    },
    read: async (statement) => connection.read(statement),
    close: async () => connection.close(),
  };
}
