/** PostgreSQL, shared by several replicas: a pool of connections that comes back by itself. */
import pg from 'pg';
import { StoreError } from '../errors.ts';
import { insertMany, type Database, type Job, type Row, type Statement, type Step } from './database.ts';
import { groupJobs, type Settled } from './group-jobs.ts';
import { startJob, type JobArgument, type JobName, type JobResult, type NamedJob } from './jobs.ts';
import { HISTORY, migrate } from './migrations.ts';

const POOL = { max: 10, connectionTimeoutMillis: 2000, idleTimeoutMillis: 30_000, allowExitOnIdle: true, keepAlive: true, query_timeout: 10_000, application_name: 'backstop' };
/** Any number that nobody else locks: replicas that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_260_141;
/** SQLSTATE of a deadlock and of a failed serialization: the same again succeeds. */
const AGAIN = /^40(?:P01|001)$/;
const MOST_TRIES = 4;
/** Classes of SQLSTATE after which a connection is not used again: what was the primary takes no writes after a failover (25), and is left for whoever answers to the name now. */
const LEAVE = /^(?:08|25|57)/;
/** Classes of SQLSTATE that mean the server, not the statement. */
const SERVER_FAULT = /^(?:08|25|28|3D|40|53|55|57|58|XX)/;

/** SQLSTATE of a full disk, or a quota that is used up. */
const DISK_FULL = /^53100$/;
/** Room that was found is believed so long unless a write finds none: each look writes to the disk, and strangers may ask for it. */
const ROOM_MS = 30_000;
/** Sorts some 300 kB through the disk the tables are on, and leaves nothing behind: no row, no table, no entry in a catalogue. */
const NEEDS_ROOM = `
  SET LOCAL work_mem = '64kB';
  SELECT set_config('temp_tablespaces', coalesce((SELECT quote_ident(spcname) FROM pg_class JOIN pg_tablespace ON pg_tablespace.oid = reltablespace WHERE pg_class.oid = 'probes'::regclass), ''), true);
  SELECT count(*) FROM (SELECT repeat(md5(i::text), 8) AS words FROM generate_series(1, 1000) AS i ORDER BY words) AS sorted`;

/** A database behind a `postgres:` URL. It is migrated before it is first used. */
export function openPostgres(url: string, now: () => Date): Database {
  // Whole numbers of eight bytes come as text otherwise; ours are times and counts.
  const types = { getTypeParser: ((oid: number, format?: 'text' | 'binary') => (oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'))) as typeof pg.types.getTypeParser };
  const pool = new pg.Pool({ ...POOL, connectionString: url, types });
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on('error', () => undefined);
  let migrated: Promise<void> | undefined;
  const ready = (): Promise<void> => {
    migrated ??= inTransaction(pool, (client) => bringUpToDate(client, now())).catch((error: unknown) => {
      migrated = undefined;
      throw error;
    });
    return migrated;
  };
  let hadRoomAt = -Infinity;
  const guard = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      const failure = failureOf(error);
      if (isFull(failure.cause)) hadRoomAt = -Infinity;
      throw failure;
    }
  };
  const grouped = groupJobs((jobs) => guard(async () => {
    await ready();
    return inTransaction(pool, async (client) => {
      const settled: Settled[] = [];
      for (const each of jobs) settled.push(await settle(client, each));
      return settled;
    });
  }));
  const write = (steps: readonly Step[]): Promise<readonly (readonly Row[])[]> => guard(async () => {
    await ready();
    return inTransaction(pool, (client) => drive(client, startJob({ name: 'run', argument: steps }) as Job<readonly (readonly Row[])[]>));
  });
  const read = (statement: Statement): Promise<readonly Row[]> => guard(async () => {
    await ready();
    return run(pool, statement);
  });
  const checkRoom = (): Promise<void> => guard(async () => {
    if (performance.now() - hadRoomAt < ROOM_MS) return;
    await ready();
    try {
      await pool.query(NEEDS_ROOM);
      hadRoomAt = performance.now();
    } catch (error) {
      // What else may be wrong, such as a right that is missing, is no want of room: the write that follows tells.
      if (isFull(error)) throw error;
    }
  });
  return { checkRoom, work: async <Name extends JobName>(name: Name, argument: JobArgument<Name>) => await grouped({ name, argument }) as JobResult<Name>, write, read, browse: read, close: () => pool.end() };
}

async function bringUpToDate(client: pg.PoolClient, now: Date): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await client.query(HISTORY);
  const { rows: [history] } = await client.query<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM migrations');
  await drive(client, migrate(history!.version, 'postgres', now));
}

/** One that the database does not take leaves nothing behind, and the others stay. */
async function settle(client: pg.PoolClient, job: NamedJob): Promise<Settled> {
  await client.query('SAVEPOINT one');
  try {
    const result = await drive(client, startJob(job));
    await client.query('RELEASE SAVEPOINT one');
    return { result };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'refused') throw error;
    await client.query('ROLLBACK TO SAVEPOINT one');
    return { failure };
  }
}

async function drive<Result>(client: pg.PoolClient, job: Job<Result>): Promise<Result> {
  let step = job.next();
  while (step.done !== true) step = job.next(await take(client, step.value));
  return step.value;
}

async function take(client: pg.PoolClient, step: Step): Promise<readonly Row[]> {
  if ('sql' in step) return run(client, step);
  for (const each of insertMany(step)) await run(client, each);
  return [];
}

async function run(on: pg.Pool | pg.PoolClient, { sql, values }: Statement): Promise<readonly Row[]> {
  return (await on.query<Record<string, string | number | null>>(sql, [...values])).rows;
}

async function inTransaction<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>, tries = MOST_TRIES): Promise<Result> {
  const client = await pool.connect();
  let isBroken = false;
  const note = (): void => { isBroken = true; };
  client.on('error', note);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // One of our own says whose fault it was in its cause, and has none where the database is well.
    const cause = error instanceof StoreError ? error.cause : error;
    const state = cause === undefined ? 'none' : stateOf(cause);
    // Without a state the connection failed, or no answer came.
    if (state === undefined || LEAVE.test(state)) note();
    else await client.query('ROLLBACK').catch(note);
    if (tries <= 1 || !AGAIN.test(stateOf(error) ?? '')) throw error;
  } finally {
    client.off('error', note);
    client.release(isBroken);
  }
  return inTransaction(pool, work, tries - 1);
}

/** The server's own words may quote values, so they stay in `cause`. */
function failureOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const state = stateOf(error);
  const isServer = state === undefined || SERVER_FAULT.test(state) || !/^[0-9A-Z]{5}$/.test(state);
  return new StoreError(isServer ? 'unavailable' : 'refused', `PostgreSQL cannot be used (${state ?? 'no connection'}).`, { cause: error });
}

function isFull(error: unknown): boolean {
  return DISK_FULL.test(stateOf(error) ?? '');
}

function stateOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
