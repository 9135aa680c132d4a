/** What the store needs of a database: statements in one transaction, and reads. The SQL is one that SQLite and PostgreSQL both understand. */

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

export interface Statement {
  /** With `$1`, `$2` … for the values. */
  readonly sql: string;
  readonly values: readonly Value[];
}

/** A connection, or a pool of them. It comes back by itself after a failure. */
export interface Database {
  /** All statements or none; the rows each returned. Kept when it resolves. Rejects with StoreError. */
  write(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>;
  /** Rejects with StoreError. */
  read(statement: Statement): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** A statement; what no database keeps in a text (NUL, half a surrogate pair) is taken out. */
export function statement(sql: string, values: readonly (Value | undefined)[]): Statement {
  return { sql, values: values.map((value) => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value ?? null)) };
}

/** One INSERT for any number of rows; none for none. `otherwise` is what follows the values. */
export function insertRows(table: string, rows: readonly Readonly<Record<string, Value | undefined>>[], otherwise: string): readonly Statement[] {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return [];
  const places = rows.map((_, row) => `(${columns.map((__, column) => `$${row * columns.length + column + 1}`).join(', ')})`);
  return [statement(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places.join(', ')} ${otherwise}`, rows.flatMap((row) => columns.map((column) => row[column])))];
}
