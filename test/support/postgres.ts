/** A PostgreSQL server of the test's own, from the machine's binaries; where there are none the tests are skipped, out loud (`npm test` counts them), and on CI that is a failure. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@jest/globals';

const DEBIAN = '/usr/lib/postgresql';
const binaries = findBinaries();
if (binaries === undefined && process.env['CI'] !== undefined) throw new Error('No PostgreSQL found, and CI must not go without the tests of the shared store: install it, or set PG_BIN to the folder of initdb and pg_ctl.');

/** `test` where there is a PostgreSQL to start. */
export const postgresTest = binaries === undefined ? test.skip : test;

export interface Postgres {
  /** `postgres://…` of an empty database. */
  readonly url: string;
  /** Stops the server at once, as a failing machine would. */
  stop(): void;
  start(): void;
  /** Stops it and removes its files. */
  remove(): void;
}

/** Starts one on a free port of this machine; nothing where there is none. */
export async function startPostgres(): Promise<Postgres | undefined> {
  if (binaries === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'backstop-postgres-'));
  const owner = ownerOf(folder);
  const run = (program: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync(join(binaries, program), args, { ...owner, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' } as NodeJS.ProcessEnv, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };
  const port = await freePort();
  const files = join(folder, 'data');
  run('initdb', '-D', files, '-U', 'test', '-A', 'trust', '--no-sync');
  const start = (): void => run('pg_ctl', '-D', files, '-w', '-l', join(folder, 'log'), '-o', `-c listen_addresses=127.0.0.1 -p ${port} -k ${folder} -c fsync=off`, 'start');
  const stop = (): void => run('pg_ctl', '-D', files, '-m', 'immediate', '-w', 'stop');
  start();
  return {
    url: `postgres://test@127.0.0.1:${port}/postgres`, start, stop,
    remove: () => {
      try {
        stop();
      } catch {
        // It was stopped by the test.
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: its own user does, where the tests run as root. */
function ownerOf(folder: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })));
  chownSync(folder, uid!, gid!);
  chmodSync(folder, 0o700);
  return { uid: uid!, gid: gid! };
}

function findBinaries(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  return [process.env['PG_BIN'] ?? '', ...versions, ...(process.env['PATH'] ?? '').split(':')].find((folder) => folder !== '' && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
