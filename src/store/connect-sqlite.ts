/** SQLite in this thread: the file is opened when it is first needed, and again after a failure (WAL; every commit is on disk when it returns). */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { insertOne, type Job, type Row, type Statement, type Step } from './database.ts';
import type { Settled } from './group-jobs.ts';
import { startJob, type NamedJob } from './jobs.ts';
import { HISTORY, LATEST_VERSION, migrate } from './migrations.ts';

export interface SqliteConnection {
  /** Opens the file, which is otherwise done when it is first needed. */
  open(): void;
  /** Several jobs with one commit: whichever fails takes back its own statements only. */
  workAll(jobs: readonly NamedJob[]): readonly Settled[];
  read(statement: Statement): readonly Row[];
  close(): void;
}

export interface SqliteOptions {
  /** How long to wait for another process that writes. */
  readonly busyMs: number;
  /** It is there and up to date, and nothing is written. */
  readonly onlyReads?: true;
  readonly now: () => Date;
}

export const IN_MEMORY = ':memory:';
const MOST_PREPARED = 300;
/** Primary result codes after which the file is opened anew: I/O, corrupt, cannot open, not a database, read-only. */
const BROKEN: readonly number[] = [8, 10, 11, 14, 26];
const CONSTRAINT = 19;
/** An index over millions of decisions on a slow disk. */
const MIGRATION_MS = 600_000;

/** A connection that does not touch the file yet. */
export function connectSqlite(path: string, options: SqliteOptions): SqliteConnection {
  let open: { readonly db: DatabaseSync; readonly prepared: Map<string, StatementSync> } | undefined;

  const preparedFor = (sql: string): StatementSync => {
    const { db, prepared } = open!;
    let statement = prepared.get(sql);
    if (statement === undefined) {
      // The oldest goes: lists of any length make statements of their own.
      if (prepared.size >= MOST_PREPARED) prepared.delete(prepared.keys().next().value!);
      prepared.set(sql, statement = prepare(db, sql));
    }
    return statement;
  };
  const run = (step: Step): readonly Row[] => take(step, preparedFor);
  const reach = <Result>(work: (db: DatabaseSync) => Result): Result => {
    try {
      open ??= { db: openFile(path, options), prepared: new Map() };
      return work(open.db);
    } catch (error) {
      if (BROKEN.includes(primaryCode(error)) || open?.db.isOpen === false) close();
      throw failureOf(error);
    }
  };
  const close = (): void => {
    const { db } = open ?? {};
    open = undefined;
    if (db?.isOpen === true) db.close();
  };
  /** The only one: what fails takes back the transaction. */
  const alone = (job: NamedJob): readonly Settled[] => [{ result: drive(startJob(job), run) }];
  const settle = (db: DatabaseSync, job: NamedJob): Settled => {
    db.exec('SAVEPOINT one');
    try {
      const result = drive(startJob(job), run);
      db.exec('RELEASE one');
      return { result };
    } catch (error) {
      if (BROKEN.includes(primaryCode(error))) throw error;
      db.exec('ROLLBACK TO one; RELEASE one');
      return { failure: failureOf(error) };
    }
  };
  return {
    open: () => reach(() => undefined),
    workAll: (jobs) => {
      try {
        return reach((db) => transaction(db, () => (jobs.length === 1 ? alone(jobs[0]!) : jobs.map((each) => settle(db, each)))));
      } catch (error) {
        return jobs.map(() => ({ failure: failureOf(error) }));
      }
    },
    read: (statement) => reach(() => run(statement)),
    close,
  };
}

function openFile(path: string, { busyMs, now, onlyReads }: SqliteOptions): DatabaseSync {
  if (onlyReads !== true && path !== IN_MEMORY) createPrivately(path);
  const db = new DatabaseSync(path, { timeout: busyMs });
  try {
    if (onlyReads === true) {
      db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY');
      return db;
    }
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY');
    if (isOfEarlierRelease(db)) db.exec(`PRAGMA busy_timeout = ${MIGRATION_MS}`);
    transaction(db, () => {
      db.exec(HISTORY);
      const { version } = db.prepare('SELECT coalesce(max(version), 0) AS version FROM migrations').get() as { version: number };
      drive(migrate(version, 'sqlite', now()), (step) => take(step, (sql) => prepare(db, sql)));
    });
    db.exec(`PRAGMA busy_timeout = ${busyMs}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** One process brings the file up to date, which may take longer than anything after it, and those beside it wait for that. */
function isOfEarlierRelease(db: DatabaseSync): boolean {
  try {
    const { version } = db.prepare('SELECT max(version) AS version FROM migrations').get() as { version: number | null };
    return version !== null && version < LATEST_VERSION;
  } catch {
    // A new file has no such table; what else is wrong shows where it is written.
    return false;
  }
}

function drive<Result>(job: Job<Result>, run: (step: Step) => readonly Row[]): Result {
  let step = job.next();
  while (step.done !== true) step = job.next(run(step.value));
  return step.value;
}

/** Rows go one by one: a statement for many of them is another one for each number of rows, and takes longer to prepare than to do. */
function take(step: Step, preparedFor: (sql: string) => StatementSync): readonly Row[] {
  if ('sql' in step) return preparedFor(step.sql).all(...step.values) as Row[];
  const statement = preparedFor(insertOne(step));
  for (const values of step.rows) statement.run(...values);
  return [];
}

/** Places that are numbered have names in SQLite, and some thousand of those take longer than the statement: where they are in order, they go without. */
function prepare(db: DatabaseSync, sql: string): StatementSync {
  let count = 0;
  const isInOrder = [...sql.matchAll(/\$(\d+)/g)].every(([, place]) => Number(place) === (count += 1));
  return db.prepare(sql.replace(/\$(\d+)/g, isInOrder ? '?' : '?$1'));
}

/** Comments of people are in it: for this user alone. */
function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

/** The write lock is taken at once, so that two processes cannot both believe they are the first. */
function transaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isOpen && db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function primaryCode(error: unknown): number {
  const { errcode } = error as { readonly errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : -1;
}

/** The database's own words may quote values, so they stay in `cause`. */
function failureOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = primaryCode(error);
  const name = code === -1 ? String((error as NodeJS.ErrnoException).code ?? 'unknown') : `SQLite ${code}`;
  return new StoreError(code === CONSTRAINT || code === 1 ? 'refused' : 'unavailable', `The database file cannot be used (${name}).`, { cause: error });
}
