/**
 * A PostgreSQL for tests: the one that `TEST_POSTGRES` names, else one of our own where the binaries are installed. Where there is neither the tests
 * are skipped, out loud (`npm test` counts them), and on CI that is a failure.
 */
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import pg from 'pg';

const GIVEN = process.env['TEST_POSTGRES'];
const bin = findBinaries();
const isThere = GIVEN !== undefined || bin !== undefined;
if (!isThere && process.env['CI'] !== undefined) throw new Error('No PostgreSQL found, and CI must not go without its tests: install it, or set TEST_POSTGRES to the URL of a server.');

/** `describe` where there is a PostgreSQL. */
export const describePostgres: typeof describe.skip = isThere ? describe : describe.skip;

/** `describe` where there are the binaries of one, to stop, to copy and to fill. One on CI must have them, but where a server is given there are none: then these tests are skipped, and counted. */
export const describeOwnPostgres: typeof describe.skip = bin !== undefined && GIVEN === undefined ? describe : describe.skip;

export interface TestPostgres {
  /** URL of a fresh, empty schema. */
  schema(): Promise<string>;
  /** Ends every connection in the middle of what it does; one of our own goes down and comes back. */
  restart(): Promise<void>;
  /** Every schema of this run is gone. */
  stop(): Promise<void>;
}

/** One of our own, for what nobody does to a server that is given. Only for tests under `describeOwnPostgres`. */
export interface OwnPostgres {
  readonly url: string;
  /** The user it runs as, where that is another one. */
  readonly uid: number | undefined;
  /** Stops at once, as by a power cut. */
  halt(): void;
  /** Starts it again, as an operator does, also where it has ended by itself. */
  restart(): void;
  /** A second server that follows the first one and has every commit before it is acknowledged. */
  follow(): { readonly url: string; promote(): void };
  stop(): Promise<void>;
}

/** With all it writes, or its write-ahead log alone, below a folder, such as a small disk. */
export function startOwnPostgres(place: Place = {}): OwnPostgres {
  return startOwn(bin!, place);
}

interface Place {
  readonly below?: string;
  readonly logBelow?: string;
}

/** Starts it, or takes the one there is. Only for tests under `describePostgres`. */
export async function startPostgres(): Promise<TestPostgres> {
  const own = GIVEN === undefined ? startOwn(bin!) : undefined;
  const url = GIVEN ?? own!.url;
  const made: string[] = [];
  return {
    schema: async () => {
      const name = `t${process.pid}_${process.hrtime.bigint()}`;
      await query(url, `CREATE SCHEMA ${name}`);
      made.push(name);
      const address = new URL(url);
      address.searchParams.set('options', `-csearch_path=${name}`);
      return address.href;
    },
    restart: async () => {
      if (own !== undefined) own.restart();
      else await query(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'backstop'");
    },
    stop: async () => {
      if (own !== undefined) return own.stop();
      for (const name of made) await query(url, `DROP SCHEMA ${name} CASCADE`);
    },
  };
}

/** Rows of a query on a connection of its own. */
export async function query(url: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function findBinaries(): string | undefined {
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((one, other) => Number(other) - Number(one)).map((version) => join(packaged, version, 'bin')) : [];
  return [...versions, ...(process.env['PATH'] ?? '').split(':')].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

/** PostgreSQL refuses to run as root, so as another user then. */
function startOwn(binaries: string, { below = tmpdir(), logBelow }: Place = {}): OwnPostgres {
  const user: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? userOf(['postgres', 'nobody']) : {};
  const own = (path: string): string => {
    const made = mkdtempSync(join(path, 'backstop-postgres-'));
    if (user.uid !== undefined) chownSync(made, user.uid, user.gid!);
    return made;
  };
  const folder = own(below);
  const run = (name: string, ...args: readonly string[]): void => void execFileSync(join(binaries, name), args, { ...user, cwd: folder, stdio: 'ignore', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } as unknown as NodeJS.ProcessEnv });
  const address = (port: number): string => `postgres://backstop@127.0.0.1:${port}/postgres`;
  const start = (cluster: string, port: number): void => run('pg_ctl', '-D', cluster, '-w', '-l', `${cluster}.log`, '-o', `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories='' -c fsync=off -c max_connections=60`, 'start');
  const halt = (cluster: string): void => { if (existsSync(join(cluster, 'postmaster.pid'))) run('pg_ctl', '-D', cluster, '-w', '-m', 'immediate', 'stop'); };
  const port = freePort();
  const cluster = join(folder, 'cluster');
  const second = join(folder, 'second');
  // A log that has a place of its own comes in small parts, so that it soon wants another one.
  run('initdb', '-D', cluster, '-U', 'backstop', '-A', 'trust', '-N', '--encoding=UTF8', ...(logBelow === undefined ? [] : ['-X', own(logBelow), '--wal-segsize=1']));
  start(cluster, port);
  return {
    url: address(port),
    uid: user.uid,
    restart: () => {
      halt(cluster);
      start(cluster, port);
    },
    halt: () => halt(cluster),
    follow: () => {
      const other = freePort();
      run('pg_basebackup', '-h', '127.0.0.1', '-p', String(port), '-U', 'backstop', '-D', second, '-R', '-N', '-c', 'fast');
      start(second, other);
      run('psql', address(port), '-c', "ALTER SYSTEM SET synchronous_standby_names = '*'", '-c', 'SELECT pg_reload_conf()');
      return { url: address(other), promote: () => run('pg_ctl', '-D', second, '-w', 'promote') };
    },
    stop: async () => {
      for (const each of [second, cluster]) halt(each);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): number {
  const script = "const s=require('node:net').createServer().listen(0,'127.0.0.1',()=>{process.stdout.write(String(s.address().port));s.close()})";
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

function userOf(names: readonly string[]): { readonly uid?: number; readonly gid?: number } {
  for (const name of names) {
    try {
      const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // The next one.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no other user to run it as.');
}
