/** A thread that has the database file, so that waiting for the disk or a long count stops no call. What waits is committed together. */
import { parentPort, workerData } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import type { Row, Statement } from './database.ts';
import { connectSqlite, type Settled } from './connect-sqlite.ts';

export interface ThreadOptions {
  readonly path: string;
  readonly busyMs: number;
}

export type Ask = { readonly id: number } & ({ readonly kind: 'write'; readonly statements: readonly Statement[] } | { readonly kind: 'read'; readonly statement: Statement } | { readonly kind: 'close' });

/** Errors do not cross threads with their class. */
export type Reply = { readonly id: number } & ({ readonly rows: readonly (readonly Row[])[] } | { readonly failure: { readonly kind: StoreError['kind']; readonly message: string } });

if (parentPort !== null) serve(parentPort, workerData as ThreadOptions);

function serve(port: NonNullable<typeof parentPort>, { path, busyMs }: ThreadOptions): void {
  const connection = connectSqlite(path, { busyMs, now: () => new Date() });
  let waiting: (Ask & { readonly kind: 'write' })[] = [];
  const reply = (id: number, settled: Settled): void => {
    port.postMessage({ id, ...('rows' in settled ? settled : { failure: { kind: settled.failure.kind, message: settled.failure.message } }) } satisfies Reply);
  };
  const commit = (): void => {
    const asks = waiting;
    waiting = [];
    if (asks.length === 0) return;
    connection.writeAll(asks.map(({ statements }) => statements)).forEach((settled, index) => reply(asks[index]!.id, settled));
  };
  port.on('message', (ask: Ask) => {
    if (ask.kind === 'write') {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push(ask);
      return;
    }
    // What was asked before is done before.
    commit();
    if (ask.kind === 'close') connection.close();
    reply(ask.id, ask.kind === 'close' ? { rows: [] } : read(ask.statement));
  });
  const read = (statement: Statement): Settled => {
    try {
      return { rows: [connection.read(statement)] };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { failure: error };
    }
  };
}
