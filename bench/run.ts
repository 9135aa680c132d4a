/**
 * `npm run bench`: figures of speed against floors, each beside its goal. A table on standard output, all numbers in `bench/results/latest.json`.
 * `--full` takes longer and measures all; `--only cold-start,throughput-100` takes some; `--keep` writes the numbers under the day's name too;
 * `--peer FOLDER` compares with the CDS Hooks sandbox services there; `--rounds`, `--seconds`, `--warm`, `--requests` set how much; `--flame` draws where the time of a loaded service goes. docs/speed.md says what each row is.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { drawFlame } from './flame.ts';
import { measureBatch } from './measure-batch.ts';
import { measureColdStart } from './measure-cold-start.ts';
import { measureCore } from './measure-core.ts';
import { measureLatency } from './measure-latency.ts';
import { measureMemory } from './measure-memory.ts';
import { measurePeer } from './measure-peer.ts';
import { measureProcesses } from './measure-processes.ts';
import type { Row } from './row.ts';
import { ROOT } from './start-server.ts';
import { measureThroughput, SIZES } from './throughput.ts';
import { createCaller } from './tokens.ts';
import { writeTable } from './write-table.ts';

const MEASUREMENTS: Readonly<Record<string, (bench: Bench) => Promise<readonly Row[]>>> = {
  ...Object.fromEntries(SIZES.map((size) => [`throughput-${size.conditions}`, (bench: Bench) => measureThroughput(size, bench)])), core: measureCore, latency: measureLatency, processes: measureProcesses, memory: measureMemory, 'cold-start': measureColdStart, batch: measureBatch, peer: measurePeer,
};
const PUBLIC_URL = 'https://cds.example.org';
const RESULTS = join(ROOT, 'bench/results');

const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false }, flame: { type: 'boolean', default: false },
    only: { type: 'string' }, peer: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' }, warm: { type: 'string' }, requests: { type: 'string' },
  },
});
const names = Object.keys(MEASUREMENTS);
/** `throughput` stands for `throughput-10` and so on. */
const isNamed = (name: string, by: string): boolean => name === by || name.startsWith(`${by}-`);
const only = options.only?.split(',');
const unknown = (only ?? []).filter((each) => !names.some((name) => isNamed(name, each)));
if (unknown.length > 0) throw new Error(`There is no measurement ${unknown.join(', ')}. There are: ${names.join(', ')}.`);

const loadAtStart = loadavg()[0]!;
const folder = mkdtempSync(join(tmpdir(), 'backstop-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const bench: Bench = {
  caller: createCaller(folder, `${PUBLIC_URL}/cds-services/imaging-advice`), publicUrl: PUBLIC_URL, folder, today: new Date().toISOString().slice(0, 10), isFull: options.full, ...(options.peer !== undefined && { peerFolder: resolve(options.peer) }),
  rounds: numberOr(options.rounds, options.full ? 7 : 3), seconds: numberOr(options.seconds, options.full ? 4 : 1), warmSeconds: numberOr(options.warm, options.full ? 8 : 2), growthRequests: numberOr(options.requests, options.full ? 200_000 : 2000),
  say: (text) => void process.stderr.write(`${text}\n`),
};
if (options.flame) console.log(await drawFlame(bench));
else await measureAll(bench);

/** What fails says so in its row, and the run ends with 1; the others are measured all the same. */
async function measureAll(bench: Bench): Promise<void> {
  const at = new Date().toISOString();
  const rows: Row[] = [];
  for (const name of names.filter((each) => only?.some((by) => isNamed(each, by)) ?? true)) {
    try {
      for (const row of await MEASUREMENTS[name]!(bench)) rows.push(row);
    } catch (error) {
      rows.push({ id: `${name}-failed`, work: name, goal: '', measured: `FAILED: ${(error as Error).message.split('\n')[0]}`, numbers: {} });
      process.stderr.write(`${(error as Error).stack}\n`);
      process.exitCode = 1;
    }
  }
  tell(rows, at, bench);
}

function tell(rows: readonly Row[], at: string, { isFull, rounds, seconds, warmSeconds }: Bench): void {
  const circumstances = { at, commit: commitOf(), node: process.versions.node, cpu: cpus()[0]?.model.trim() ?? 'unknown processor', cores: availableParallelism(), loadAtStart, loadAtEnd: loadavg()[0]!, isFull };
  console.log(writeTable(rows, circumstances));
  const written = `${JSON.stringify({ ...circumstances, rounds, seconds, warmSeconds, rows }, undefined, 1)}\n`;
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'latest.json'), written);
  if (options.keep) writeFileSync(join(RESULTS, `${at.slice(0, 10)}.json`), written);
}

function numberOr(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value > 0)) throw new Error(`${text} is no number above 0.`);
  return value;
}

/** With a plus where the files differ from it. */
function commitOf(): string {
  try {
    const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
    return `${git('rev-parse', '--short=10', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}
