/** Charts a second on the command line: `decide --ndjson` on all processors. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { median } from './middle.ts';
import type { Row } from './row.ts';
import { ROOT } from './start-server.ts';

const GOAL = 10_000;
const RESOURCES = 20;
const FEW = 20;

/** One row. The time of a few charts, which is that of the start, is taken off the time of many. */
export async function measureBatch(bench: Bench): Promise<readonly Row[]> {
  bench.say('batch');
  const many = bench.isFull ? 20_000 : 2000;
  const [fewFile, manyFile] = [await writeCharts(FEW, bench), await writeCharts(many, bench)];
  const rates: number[] = [];
  for (let round = 0; round < (bench.isFull ? 5 : 2); round += 1) rates.push((many - FEW) / (-await secondsFor(fewFile) + await secondsFor(manyFile)));
  const perSecond = median(rates);
  return [{ id: 'batch', work: `batch, decide --ndjson, ${RESOURCES} resources a chart`, goal: `≥ ${GOAL.toLocaleString('en')} charts/s`, measured: `${perSecond.toFixed(0)} charts/s`, isMet: perSecond >= GOAL, numbers: { perSecond, ofRounds: rates, charts: many } }];
}

async function writeCharts(count: number, { folder }: Bench): Promise<string> {
  const file = join(folder, `charts-${count}.ndjson`);
  const output = openSync(file, 'w');
  await run(['bench/small-charts.ts', String(count), String(RESOURCES)], ['ignore', output, 'inherit']);
  closeSync(output);
  return file;
}

async function secondsFor(file: string): Promise<number> {
  const input = openSync(file, 'r');
  const start = performance.now();
  await run(['src/cli.ts', 'decide', '--ndjson'], [input, 'ignore', 'ignore']);
  closeSync(input);
  return (performance.now() - start) / 1000;
}

async function run(args: readonly string[], stdio: ['ignore' | number, 'ignore' | number, 'ignore' | 'inherit']): Promise<void> {
  const code = await new Promise<number | null>((resolve) => spawn(process.execPath, [...args], { cwd: ROOT, stdio }).once('exit', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}.`);
}
