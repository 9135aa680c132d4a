/** What the store needs of a database: pieces of work, each in one transaction, and reads. The SQL is one that SQLite and PostgreSQL both understand. */
import type { JobArgument, JobName, JobResult } from './jobs.ts';

export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

export interface Statement {
  /** With `$1`, `$2` … for the values. */
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Rows to be added: SQLite adds one after the other with a statement that stays prepared, PostgreSQL as many as it can with each question. It returns no rows. */
export interface Insertion {
  readonly table: string;
  readonly columns: readonly string[];
  /** Of each row its values, in the order of the columns. */
  readonly rows: readonly (readonly Value[])[];
  /** What follows the values. */
  readonly otherwise: string;
}

export type Step = Statement | Insertion;

/**
 * A piece of work inside one transaction: it gives out statements and insertions and is given the rows of each. So the same work runs at once in the thread that has
 * the SQLite file, and over the wire to PostgreSQL.
 */
export type Job<Result> = Generator<Step, Result, readonly Row[]>;

/** A connection, or a pool of them. It comes back by itself after a failure. */
export interface Database {
  /** All of a job or nothing of it; kept when it resolves. It may be run again after a failure. Rejects with StoreError. */
  work<Name extends JobName>(name: Name, argument: JobArgument<Name>): Promise<JobResult<Name>>;
  /** All steps or none; the rows each returned. Kept when it resolves. Rejects with StoreError. */
  write(steps: readonly Step[]): Promise<readonly (readonly Row[])[]>;
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
  return { sql, values: values.map(kept) };
}

/** Adds any number of rows, with the columns of the first; nothing to do for none. `otherwise` is what follows the values. */
export function insertRows(table: string, rows: readonly Readonly<Record<string, Value | undefined>>[], otherwise: string): readonly Insertion[] {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return [];
  return [{ table, columns, rows: rows.map((row) => columns.map((column) => kept(row[column]))), otherwise }];
}

/** The statement that adds one row. */
export function insertOne({ table, columns, otherwise }: Insertion): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${placesOf(columns)}) ${otherwise}`;
}

/** Statements that add all rows, as few as the databases allow. */
export function insertMany({ table, columns, rows, otherwise }: Insertion): readonly Statement[] {
  const most = Math.floor(MOST_VALUES / columns.length);
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, index) => {
    const part = rows.slice(index * most, (index + 1) * most);
    const places = part.map((__, row) => `(${placesOf(columns, row * columns.length + 1)})`);
    return { sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places.join(', ')} ${otherwise}`, values: part.flat() };
  });
}

/** `$1, $2` … for a list of values, the first `$from`. */
export function placesOf(list: readonly unknown[], from = 1): string {
  return list.map((_, index) => `$${index + from}`).join(', ');
}

function kept(value: Value | undefined): Value {
  return typeof value === 'string' ? keepable(value) : value ?? null;
}
