/** The queue of simulations in PostgreSQL: pg-boss hands out the jobs, and what came of them is kept beside them. */
import { PgBoss } from 'pg-boss';
import { ConfigError, StoreError } from '../../../errors.ts';

export type SqlValue = string | number | readonly string[] | readonly number[];
export type SqlRow = Readonly<Record<string, unknown>>;
/** Runs one statement. */
export type Sql = (text: string, values?: readonly SqlValue[]) => Promise<readonly SqlRow[]>;
/** What calls of pg-boss take to be part of a transaction. */
type Connection = ReturnType<PgBoss['getDb']>;

export interface SimulationQueue {
  readonly schema: string;
  readonly boss: PgBoss;
  readonly sql: Sql;
  /** Waits for `work`; its failures are ours. */
  guard<Result>(work: () => Promise<Result>): Promise<Result>;
  /** All of it is kept, or nothing. */
  together<Result>(work: (sql: Sql, connection: Connection) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** A name that needs no quotes. */
const NAME = /^[a-z_][a-z0-9_]{0,47}$/;
/** How often it is looked whether a job's worker still lives. */
const LOOK_SECONDS = 5;
/** SQLSTATE. */
const NOT_PERMITTED = 42_501;
/** Classes of SQLSTATE that mean the server, not the statement: the same again may succeed. */
const SERVER_FAULT = /^(?:08|40|53|55|57|58|XX)/;

/** Tables are made where there are none. Rejects with ConfigError for an address or name that is none, with StoreError where PostgreSQL cannot be used. */
export async function openQueue(url: string, schema: string): Promise<SimulationQueue> {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new ConfigError('--queue: must be the address of a PostgreSQL database (postgres://user@host/database).');
  if (!NAME.test(schema)) throw new ConfigError(`--schema ${schema}: must be a name of small letters, digits and _, at most 48.`);
  const boss = await startBoss(url, schema, true).catch((error: unknown) => {
    // Who may not make schemas may be given one.
    if (Number(stateOf((error as Error).cause)) === NOT_PERMITTED) return startBoss(url, schema, false);
    throw error;
  });
  const sql: Sql = (text, values = []) => guard(async () => (await boss.getDb().executeSql(text, [...values])).rows as readonly SqlRow[]);
  try {
    await guard(() => boss.getDb().executeSql(tablesIn(schema)));
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  return { schema, boss, sql, guard, together: (work) => guard(() => inTransaction(boss, work)), close: () => boss.stop({ graceful: false }) };
}

async function startBoss(url: string, schema: string, createSchema: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url, schema, createSchema, max: 4, connectionTimeoutMillis: 5000, application_name: 'backstop-simulate', schedule: false, registerInstance: false, openTelemetry: { enabled: false },
    superviseIntervalSeconds: LOOK_SECONDS, monitorIntervalSeconds: LOOK_SECONDS, persistWarnings: false,
  });
  // Its work in the background fails as ours does, and ours says so.
  boss.on('error', () => undefined);
  try {
    return await guard(() => boss.start());
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
}

/** One statement for the server: nobody sees half of it, and who comes second waits. */
function tablesIn(schema: string): string {
  return `BEGIN;
SELECT pg_advisory_xact_lock(hashtext('${schema}.simulations'));
CREATE TABLE IF NOT EXISTS ${schema}.simulations(id text PRIMARY KEY, release text NOT NULL, patients integer NOT NULL, made_at timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS ${schema}.ranges(simulation text NOT NULL REFERENCES ${schema}.simulations ON DELETE CASCADE, first integer NOT NULL, last integer NOT NULL, job uuid NOT NULL, outcomes integer, attempt integer, PRIMARY KEY(simulation, first));
CREATE TABLE IF NOT EXISTS ${schema}.outcomes(simulation text NOT NULL REFERENCES ${schema}.simulations ON DELETE CASCADE, patient integer NOT NULL, place integer NOT NULL, body text NOT NULL, PRIMARY KEY(simulation, patient, place));
COMMIT;`;
}

async function inTransaction<Result>(boss: PgBoss, work: (sql: Sql, connection: Connection) => Promise<Result>): Promise<Result> {
  const transaction = await boss.getDb().beginTransaction!();
  try {
    const result = await work(async (text, values = []) => (await transaction.db.executeSql(text, [...values])).rows as readonly SqlRow[], transaction.db);
    await transaction.commit();
    return result;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

async function guard<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error);
  }
}

/** The server's own words may quote values, so they stay in `cause`. */
function failureOf(error: unknown): Error {
  if (error instanceof StoreError || error instanceof ConfigError) return error;
  const state = stateOf(error) ?? 'no answer';
  const isServer = SERVER_FAULT.test(state) || !/^[0-9A-Z]{5}$/.test(state);
  return new StoreError(isServer ? 'unavailable' : 'refused', `The queue in PostgreSQL cannot be used (${state}). See that it is up, and that its user may make tables in the database.`, { cause: error });
}

function stateOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
