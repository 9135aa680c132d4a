/** The file a simulation works in: charts larger than memory are joined in it, and what is done survives the process. It holds patient data. */
import { chmodSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { ConfigError } from '../../errors.ts';

export type Cell = SQLInputValue;
export type WorkRow = Readonly<Record<string, Cell | undefined>>;

export interface WorkFile {
  run(sql: string, ...values: readonly Cell[]): void;
  all(sql: string, ...values: readonly Cell[]): readonly WorkRow[];
  /** One by one: a list of them may be larger than memory. */
  each(sql: string, ...values: readonly Cell[]): Iterable<WorkRow>;
  /** All of it is kept, or nothing. */
  together(work: () => void): void;
  close(): void;
}

/** Bounds what SQLite holds in memory, in KiB. */
const CACHE_KB = 65_536;
const BUSY = 5;

const TABLES = `
CREATE TABLE IF NOT EXISTS about(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files(name TEXT PRIMARY KEY, lines INTEGER NOT NULL, resources INTEGER NOT NULL, bad INTEGER NOT NULL, is_done INTEGER NOT NULL, fault TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS types(file TEXT NOT NULL, type TEXT NOT NULL, resources INTEGER NOT NULL, PRIMARY KEY(file, type)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS problems(file TEXT NOT NULL, line INTEGER NOT NULL, message TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS resources(n INTEGER PRIMARY KEY, patient TEXT NOT NULL, type TEXT NOT NULL, id TEXT, url TEXT, in_bundle INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS orders(n INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS shared(reference TEXT PRIMARY KEY, updated REAL NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS patients(id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bundles(patient TEXT NOT NULL, is_partial INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS bundles_of_patient ON bundles(patient);
CREATE TABLE IF NOT EXISTS strays(patient TEXT NOT NULL, type TEXT NOT NULL, PRIMARY KEY(patient, type)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wanted(n INTEGER PRIMARY KEY, patient TEXT NOT NULL UNIQUE, is_done INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS short(type TEXT PRIMARY KEY, why TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counts(name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results(patient INTEGER NOT NULL, place INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY(patient, place)) WITHOUT ROWID;
`;

/** Throws ConfigError while another simulation works in it. */
export function openWorkFile(path: string): WorkFile {
  const db = new DatabaseSync(path);
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  try {
    chmodSync(path, 0o600);
    // One process alone works in it; a killed one leaves everything that was committed.
    db.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${CACHE_KB}; PRAGMA temp_store = FILE; BEGIN IMMEDIATE; ${TABLES} COMMIT`);
  } catch (error) {
    db.close();
    if ((error as { errcode?: number }).errcode === BUSY) throw new ConfigError(`${path}: another simulation works in this folder. Wait for it, or name another folder (--out).`, { cause: error });
    throw error;
  }
  return {
    run: (sql, ...values) => void prepare(sql).run(...values),
    all: (sql, ...values) => prepare(sql).all(...values),
    each: (sql, ...values) => db.prepare(sql).iterate(...values) as Iterable<WorkRow>,
    together: (work) => {
      db.exec('BEGIN');
      try {
        work();
        db.exec('COMMIT');
      } catch (error) {
        // A full disk has taken it back already.
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => { if (db.isOpen) db.close(); },
  };
}
