/** Memory: with nothing to do, for each request under way, and after very many of them. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { takeNumbers } from './interleave.ts';
import { demandAnswers, loadClosed } from './load.ts';
import { median } from './middle.ts';
import type { Payload } from './payload.ts';
import { processCost } from './process-cost.ts';
import type { Row } from './row.ts';
import { startServer, type RunningServer, type ServerKind } from './start-server.ts';
import { CONNECTIONS, patientsOf } from './throughput.ts';

const IDLE_GOAL_MB = 70;
const FLIGHT_GOAL = 6;
const FLIGHT_CONDITIONS = 1000;
const MANY = 16;
const FLIGHT_REQUESTS = 96;
const GROWTH_GOAL = 0.05;
const GROWTH_GOAL_REQUESTS = 200_000;
/** Tokens are made for so many at a time. */
const CHUNK = 5000;
const SAMPLE_MS = 50;

/** Three rows. */
export async function measureMemory(bench: Bench): Promise<readonly Row[]> {
  bench.say('memory');
  return [await measureIdle(bench), await measureFlight(bench), await measureGrowth(bench)];
}

async function measureIdle(bench: Bench): Promise<Row> {
  const [own, floor] = [await idleMb('service', bench), await idleMb('floor', bench)];
  return { id: 'memory-idle', work: 'memory when idle', goal: `≤ floor + ${IDLE_GOAL_MB} MB`, measured: `floor + ${(own - floor).toFixed(0)} MB: ${own.toFixed(0)} MB, floor ${floor.toFixed(0)}`, isMet: own - floor <= IDLE_GOAL_MB, numbers: { mb: own, floorMb: floor } };
}

async function idleMb(kind: ServerKind, bench: Bench): Promise<number> {
  return withServer(kind, bench, async (server) => megabytes(server));
}

/** The peak with many requests under way, above what a process takes that has nothing to do: what is read, made of it, and not yet collected. */
async function measureFlight(bench: Bench): Promise<Row> {
  const payloads = patientsOf('typical', FLIGHT_CONDITIONS, 6, bench.today);
  const bodyMb = payloads[0]!.chart.length / 1e6;
  const perRequest = async (kind: ServerKind): Promise<number> => withServer(kind, bench, async (server) => {
    const idle = megabytes(server);
    const watch = watchMemory(server);
    await send(server, payloads, FLIGHT_REQUESTS, MANY, bench);
    return (Math.max(...watch.end()) - idle) / MANY / bodyMb;
  });
  const [own, floor] = [await perRequest('service'), await perRequest('floor')];
  return {
    id: 'memory-in-flight', work: `memory for each request under way, N=${FLIGHT_CONDITIONS}`, goal: `≤ ${FLIGHT_GOAL} × its body`, measured: `${own.toFixed(1)} × (peak with ${MANY} at a time); floor ${floor.toFixed(1)} ×`, isMet: own <= FLIGHT_GOAL,
    numbers: { bodies: own, floorBodies: floor, bodyMb },
  };
}

/** The middle of the last fifth of the samples against that of the second: the first fifth is warming up. */
async function measureGrowth(bench: Bench): Promise<Row> {
  const { growthRequests: requests } = bench;
  const { growth, early, late } = await withServer('service', bench, async (server) => {
    const payloads = patientsOf('typical', 10, 32, bench.today);
    const samples: number[] = [];
    for (let done = 0; done < requests; done += CHUNK) {
      const watch = watchMemory(server);
      await send(server, payloads, Math.min(CHUNK, requests - done), CONNECTIONS, bench);
      samples.push(...watch.end());
    }
    const fifth = (from: number): number => median(samples.slice(Math.floor((samples.length * from) / 5), Math.max(1, Math.floor((samples.length * (from + 1)) / 5))));
    const [early, late] = [fifth(1), fifth(4)];
    return { growth: late / early - 1, early, late };
  });
  const isEnough = requests >= GROWTH_GOAL_REQUESTS;
  return {
    id: 'memory-growth', work: `memory over ${requests.toLocaleString('en')} requests, N=10`, goal: `flat over ${GROWTH_GOAL_REQUESTS.toLocaleString('en')} (± ${GROWTH_GOAL * 100} %)`, ...(isEnough && { isMet: growth <= GROWTH_GOAL }),
    measured: `${growth >= 0 ? '+' : '−'}${Math.abs(growth * 100).toFixed(1)} %: ${early.toFixed(0)} MB in the second fifth, ${late.toFixed(0)} in the last${isEnough ? '' : '; too few to tell'}`,
    numbers: { requests, earlyMb: early, lateMb: late, growth },
  };
}

async function withServer<Result>(kind: ServerKind, bench: Bench, work: (server: RunningServer) => Promise<Result>): Promise<Result> {
  const server = await startServer(kind, { ...bench, folder: mkdtempSync(join(bench.folder, 'memory-')) });
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function send(server: RunningServer, payloads: readonly Payload[], requests: number, connections: number, { caller }: Bench): Promise<void> {
  demandAnswers(server.name, await loadClosed(server, { payloads, tokens: await caller.tokens(requests), from: takeNumbers(requests) }, connections));
}

function watchMemory(server: RunningServer): { readonly end: () => readonly number[] } {
  const samples = [megabytes(server)];
  const timer = setInterval(() => samples.push(megabytes(server)), SAMPLE_MS);
  return { end: () => { clearInterval(timer); return samples; } };
}

function megabytes({ pid }: RunningServer): number {
  return processCost(pid).memoryBytes / 1e6;
}
