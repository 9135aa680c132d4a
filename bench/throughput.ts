/** Calls a second of one process against the floor's, with charts of every size: an order of no interest, and a typical lumbar order. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { interleave, type Measured } from './interleave.ts';
import { makePayload, type Kind, type Payload } from './payload.ts';
import type { Row } from './row.ts';
import { startServer } from './start-server.ts';

/** Callers at a time. */
export const CONNECTIONS = 8;
/** Conditions of the chart, the share of the floor's throughput that a typical order has to reach, how many patients take turns, and on how many connections. */
export const SIZES = [
  { conditions: 10, goal: 0.55, patients: 32, connections: CONNECTIONS },
  { conditions: 100, goal: 0.75, patients: 16, connections: CONNECTIONS },
  { conditions: 1000, goal: 0.88, patients: 6, connections: CONNECTIONS },
  { conditions: 10_000, goal: 0.88, patients: 2, connections: 2 },
] as const;
const NO_INTEREST_GOAL = 0.95;

/** Two rows. */
export async function measureThroughput({ conditions, goal, patients, connections }: (typeof SIZES)[number], bench: Bench): Promise<readonly Row[]> {
  bench.say(`throughput, N=${conditions}`);
  const options = { ...bench, folder: mkdtempSync(join(bench.folder, 'throughput-')) };
  const service = await startServer('service', options);
  const floor = await startServer('floor', options);
  const plain = bench.isFull ? await startServer('http-floor', options) : undefined;
  try {
    const typical = patientsOf('typical', conditions, patients, bench.today);
    const [least, none, lumbar, http] = await interleave([
      { name: 'floor', server: floor, payloads: typical },
      { name: 'no interest', server: service, payloads: patientsOf('no-interest', conditions, patients, bench.today) },
      { name: 'typical', server: service, payloads: typical },
      ...(plain === undefined ? [] : [{ name: 'node:http', server: plain, payloads: typical }]),
    ], connections, bench) as [Measured, Measured, Measured, Measured?];
    return [rowOf('no-interest', 'order of no interest', conditions, NO_INTEREST_GOAL, none, least, http), rowOf('typical', 'typical lumbar order', conditions, goal, lumbar, least, http)];
  } finally {
    for (const server of [service, floor, plain]) await server?.stop();
  }
}

/** Charts of several patients. */
export function patientsOf(kind: Kind, conditions: number, patients: number, today: string): readonly Payload[] {
  return Array.from({ length: patients }, (_, index) => makePayload({ kind, conditions, today, seed: index + 1 }));
}

function rowOf(id: string, work: string, conditions: number, goal: number, own: Measured, floor: Measured, http: Measured | undefined): Row {
  const { throughput, cpu } = own;
  return {
    id: `${id}-${conditions}`, work: `${work}, N=${conditions}`, goal: `≥ ${goal} of the floor`, isMet: throughput.median >= goal,
    measured: `${throughput.median.toFixed(2)} (${throughput.least.toFixed(2)} to ${throughput.most.toFixed(2)}), by processor time ${(1 / cpu.median).toFixed(2)}; ${own.perSecond.toFixed(own.perSecond < 10 ? 1 : 0)} calls/s, ${own.cpuMs.toFixed(2)} CPU ms; floor ${floor.perSecond.toFixed(floor.perSecond < 10 ? 1 : 0)}, ${floor.cpuMs.toFixed(2)}`,
    numbers: {
      ratio: throughput.median, ratioOfRounds: own.rounds.map(({ perSecond }, round) => perSecond / floor.rounds[round]!.perSecond), cpuRatio: cpu.median, perSecond: own.perSecond, cpuMs: own.cpuMs,
      floorPerSecond: floor.perSecond, floorCpuMs: floor.cpuMs, requests: own.rounds.map(({ requests }) => requests), ...(http !== undefined && { plainPerSecond: http.perSecond, plainCpuMs: http.cpuMs }),
    },
  };
}
