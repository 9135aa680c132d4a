/** What a second process is worth (`PROCESSES=2`), against one, on the same machine as the caller that loads them. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { interleave } from './interleave.ts';
import { processCount } from './process-cost.ts';
import type { Row } from './row.ts';
import { startServer } from './start-server.ts';
import { patientsOf } from './throughput.ts';

const CONDITIONS = 100;
const GOAL = 1.7;
const CONNECTIONS = 16;

/** One row; it says so where this version knows of no `PROCESSES`. */
export async function measureProcesses(bench: Bench): Promise<readonly Row[]> {
  bench.say('two processes against one');
  const start = (processes: string) => startServer('service', { ...bench, folder: mkdtempSync(join(bench.folder, 'processes-')), settings: { PROCESSES: processes } });
  const row = { id: 'processes', work: `two processes against one, N=${CONDITIONS}`, goal: `≥ ${GOAL} ×` };
  const [one, two] = [await start('1'), await start('2')];
  try {
    if (processCount(two.pid) < 2) return [{ ...row, measured: 'this version has no setting PROCESSES', numbers: {} }];
    const payloads = patientsOf('typical', CONDITIONS, 16, bench.today);
    const [single, double] = await interleave([{ name: 'one process', server: one, payloads }, { name: 'two processes', server: two, payloads }], CONNECTIONS, bench);
    const { median, least, most } = double!.throughput;
    return [{
      ...row, isMet: median >= GOAL, measured: `${median.toFixed(2)} × (${least.toFixed(2)} to ${most.toFixed(2)}): ${double!.perSecond.toFixed(0)} calls/s, one ${single!.perSecond.toFixed(0)}`,
      numbers: { ratio: median, perSecond: double!.perSecond, onePerSecond: single!.perSecond, cpuRatio: double!.cpu.median },
    }];
  } finally {
    await one.stop();
    await two.stop();
  }
}
