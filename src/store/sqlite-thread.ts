/** A thread that has the database file, so that waiting for the disk or a long count stops no call. What waits is committed together. */
import { parentPort, workerData } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import { connectSqlite } from './connect-sqlite.ts';
import type { Statement } from './database.ts';
import type { Settled } from './group-jobs.ts';
import type { NamedJob } from './jobs.ts';

export interface ThreadOptions {
  readonly path: string;
  readonly busyMs: number;
  readonly onlyReads?: true;
}

export type Ask = { readonly id: number } & ({ readonly kind: 'work'; readonly job: NamedJob } | { readonly kind: 'read'; readonly statement: Statement } | { readonly kind: 'open' | 'close' });

/** Errors do not cross threads with their class. */
export type Reply = { readonly id: number } & ({ readonly result: unknown } | { readonly failure: { readonly kind: StoreError['kind']; readonly message: string } });

if (parentPort !== null) serve(parentPort, workerData as ThreadOptions);

function serve(port: NonNullable<typeof parentPort>, { path, ...options }: ThreadOptions): void {
  const connection = connectSqlite(path, { ...options, now: () => new Date() });
  let waiting: (Ask & { readonly kind: 'work' })[] = [];
  const reply = (id: number, settled: Settled): void => {
    port.postMessage({ id, ...('result' in settled ? settled : { failure: { kind: settled.failure.kind, message: settled.failure.message } }) } satisfies Reply);
  };
  const commit = (): void => {
    const asks = waiting;
    waiting = [];
    if (asks.length === 0) return;
    connection.workAll(asks.map(({ job }) => job)).forEach((settled, index) => reply(asks[index]!.id, settled));
  };
  port.on('message', (ask: Ask) => {
    if (ask.kind === 'work') {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push(ask);
      return;
    }
    // What was asked before is done before.
    commit();
    reply(ask.id, settle(ask));
  });
  const settle = (ask: Exclude<Ask, { readonly kind: 'work' }>): Settled => {
    try {
      switch (ask.kind) {
        case 'read': return { result: connection.read(ask.statement) };
        case 'open': return { result: connection.open() };
        case 'close': return { result: connection.close() };
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { failure: error };
    }
  };
}
