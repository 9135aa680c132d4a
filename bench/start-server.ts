/** Servers as processes of their own, as an operator starts them: the service, and the floors. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processCost } from './process-cost.ts';
import type { Caller } from './tokens.ts';

export interface RunningServer {
  readonly name: string;
  readonly pid: number;
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** Of the hook that is called. */
  readonly path: string;
  /** Asks it to end, and waits. */
  readonly stop: () => Promise<void>;
}

export type ServerKind = 'service' | 'floor' | 'http-floor' | 'peer';

export interface StartOptions {
  readonly caller: Caller;
  /** Base of the audience that the caller's tokens name. */
  readonly publicUrl: string;
  /** For the store and the log; new for each start. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Of Node. */
  readonly flags?: readonly string[];
  /** A checkout of the CDS Hooks sandbox services, with what it needs installed. */
  readonly peerFolder?: string;
  /** Does not wait until it listens and has nothing to do. */
  readonly isImpatient?: boolean;
}

export const ROOT = join(import.meta.dirname, '..');
/** As `npm start` has it: settings of the C library, whose own values are those behind `:-`, then Node's. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly scripts: { readonly start: string } };
const [before, after] = scripts.start.split('exec node ') as [string, string];
const START = after.split(' ');
const START_ENVIRONMENT = Object.fromEntries(before.trim().replace(/\$\{\w+:-(\w+)\}/g, '$1').split(' ').map((each) => each.split('=')));
const COMMANDS: Readonly<Record<ServerKind, readonly string[]>> = { service: START, floor: ['bench/floor.ts'], 'http-floor': ['bench/floor.ts'], peer: ['server.js'] };
const PATIENCE_MS = 60_000;
/** At rest: so often in a row for so long no more than so much work. */
const [RESTS, REST_MS, REST_CPU_MS] = [4, 250, 10];

/**
 * Starts one on a free port and waits until it listens and has done what it does after that. The service gets the settings of production where they
 * matter (tokens, an embedded store, the log at its default level into a file), and limits high enough that a load run from one address meets none of them.
 */
export async function startServer(kind: ServerKind, { caller, publicUrl, folder, settings = {}, flags = [], peerFolder, isImpatient = false }: StartOptions): Promise<RunningServer> {
  const port = await freePort();
  const log = join(folder, `${kind}-${port}.log`);
  const own: Readonly<Record<string, string>> = kind === 'service'
    ? {
      ...START_ENVIRONMENT, AUTH: 'required', CLIENTS: caller.clientsFile, PUBLIC_URL: publicUrl, STORE: `sqlite:${join(folder, `store-${port}`, 'backstop.db')}`, MAX_BODY_MB: '64', PROCESSES: '1', TIME_ZONE: 'UTC',
      MAX_LAG_MS: '600000', MAX_IN_FLIGHT: '1000', RATE_PER_CLIENT: '1000000', RATE_PER_ADDRESS: '1000000', ...settings,
    }
    : { FLOOR: kind === 'floor' ? 'auth' : 'http', KEY: caller.key };
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [...flags, ...COMMANDS[kind]], { cwd: kind === 'peer' ? peerFolder : ROOT, env: { PATH: process.env['PATH'], PORT: String(port), ...own }, stdio: ['ignore', output, output] });
  closeSync(output);
  // A run that is broken off leaves no server behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  const server: RunningServer = { name: kind, pid: child.pid!, address: `http://127.0.0.1:${port}`, path: `/cds-services/${kind === 'peer' ? 'pama-imaging' : 'imaging-advice'}`, stop: () => end(child) };
  if (!isImpatient) {
    await untilItListens(server, child, log);
    await untilItRests(server);
  }
  return server;
}

/** Ends it, and waits. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await ended;
}

async function untilItListens({ name, address }: RunningServer, child: ChildProcess, log: string): Promise<void> {
  const last = performance.now() + PATIENCE_MS;
  while (performance.now() < last) {
    if (child.exitCode !== null) break;
    try {
      await (await fetch(`${address}/healthz`)).arrayBuffer();
      return;
    } catch {
      await sleep(25);
    }
  }
  await end(child);
  throw new Error(`${name} does not listen. It wrote: ${readFileSync(log, 'utf8').slice(-2000)}`);
}

/** Vignettes are read once nobody waits for the start: they must not be counted as work on calls. */
async function untilItRests({ pid }: RunningServer): Promise<void> {
  const last = performance.now() + PATIENCE_MS;
  for (let rests = 0; rests < RESTS && performance.now() < last;) {
    const before = processCost(pid).cpuMs;
    await sleep(REST_MS);
    rests = processCost(pid).cpuMs - before <= REST_CPU_MS ? rests + 1 : 0;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
