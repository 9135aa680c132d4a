/** What the store needs of a database: pieces of work, each in one transaction, and reads. The SQL is one that SQLite and PostgreSQL both understand. */
import type { JobArgument, JobName, JobResult } from './jobs.ts';

export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

export interface Statement {
  /** With `$1`, `$2` … for the values. */
  readonly sql: string;
  readonly values: readonly Value[];
}

/**
 * A piece of work inside one transaction: it gives out statements and is given the rows of each. So the same work runs at once in the thread that has
 * the SQLite file, and over the wire to PostgreSQL.
 */
export type Job<Result> = Generator<Statement, Result, readonly Row[]>;

/** A connection, or a pool of them. It comes back by itself after a failure. */
export interface Database {
  /** All of a job or nothing of it; kept when it resolves. It may be run again after a failure. Rejects with StoreError. */
  work<Name extends JobName>(name: Name, argument: JobArgument<Name>): Promise<JobResult<Name>>;
  /** All statements or none; the rows each returned. Kept when it resolves. Rejects with StoreError. */
  write(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>;
  /** A short read, in turn with what is written. Rejects with StoreError. */
  read(statement: Statement): Promise<readonly Row[]>;
  /** A read that may be long: what is written does not wait for it. It sees all that was kept when it was asked. Rejects with StoreError. */
  browse(statement: Statement): Promise<readonly Row[]>;
  /** Rejects with StoreError where its disk is full, though a row that is written in place would still be taken; left out where such a row is not. */
  checkRoom?(): Promise<void>;
  close(): Promise<void>;
}

/** As many values as any database takes in one statement (SQLite: 32,766). */
const MOST_VALUES = 30_000;

/** A text without what no database keeps: NUL, half a surrogate pair. */
export function keepable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** A statement with its values, as far as they can be kept. */
export function statement(sql: string, values: readonly (Value | undefined)[]): Statement {
  return { sql, values: values.map((value) => (typeof value === 'string' ? keepable(value) : value ?? null)) };
}

/** INSERTs for any number of rows, as few as the databases allow; none for none. `otherwise` is what follows the values. */
export function insertRows(table: string, rows: readonly Readonly<Record<string, Value | undefined>>[], otherwise: string): readonly Statement[] {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return [];
  const most = Math.floor(MOST_VALUES / columns.length);
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, index) => {
    const part = rows.slice(index * most, (index + 1) * most);
    const places = part.map((__, row) => `(${columns.map((___, column) => `$${row * columns.length + column + 1}`).join(', ')})`);
    return statement(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places.join(', ')} ${otherwise}`, part.flatMap((row) => columns.map((column) => row[column])));
  });
}

/** `$1, $2` … for a list of values, the first `$from`. */
export function placesOf(list: readonly unknown[], from = 1): string {
  return list.map((_, index) => `$${index + from}`).join(', ');
}
