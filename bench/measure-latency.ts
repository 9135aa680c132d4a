/** How long callers wait when calls come at a fixed rate: at half of what the floor can take, and at half of what the service can, which more than that makes queue. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { interleave, takeNumbers } from './interleave.ts';
import { loadOpen, type Load } from './load.ts';
import { median } from './middle.ts';
import type { Payload } from './payload.ts';
import { quantile } from './quantile.ts';
import type { Row } from './row.ts';
import { startServer, type RunningServer } from './start-server.ts';
import { CONNECTIONS, patientsOf } from './throughput.ts';

const CONDITIONS = 100;
const GOAL = 3;
const OPEN_CONNECTIONS = 64;

interface Servers {
  readonly service: RunningServer;
  readonly floor: RunningServer;
  readonly payloads: readonly Payload[];
}

interface Waiting {
  /** Milliseconds; medians of rounds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly floorP99Ms: number;
  /** p99 over the floor's in the same round. */
  readonly ratio: number;
  readonly ratioOfRounds: readonly number[];
  readonly perSecond: number;
  readonly refused: number;
}

/** Two rows. */
export async function measureLatency(bench: Bench): Promise<readonly Row[]> {
  bench.say('latency');
  const options = { ...bench, folder: mkdtempSync(join(bench.folder, 'latency-')) };
  const servers: Servers = { service: await startServer('service', options), floor: await startServer('floor', options), payloads: patientsOf('typical', CONDITIONS, 16, bench.today) };
  const { service, floor, payloads } = servers;
  try {
    const [least, own] = await interleave([{ name: 'floor', server: floor, payloads }, { name: 'typical', server: service, payloads }], CONNECTIONS, bench);
    const atFloor = await waitAt(least!.perSecond / 2, servers, bench);
    return [
      { ...rowOf('p99', 'half the floor\'s throughput', atFloor), goal: `≤ ${GOAL} × the floor's`, isMet: atFloor.ratio <= GOAL && atFloor.refused === 0 },
      { ...rowOf('p99-own', 'half the service\'s own', await waitAt(own!.perSecond / 2, servers, bench)), goal: '' },
    ];
  } finally {
    await service.stop();
    await floor.stop();
  }
}

async function waitAt(perSecond: number, { service, floor, payloads }: Servers, bench: Bench): Promise<Waiting> {
  const count = Math.max(100, Math.round(perSecond * bench.seconds * 2));
  const run = async (server: RunningServer): Promise<Load> => loadOpen(server, { payloads, tokens: await bench.caller.tokens(count), from: takeNumbers(count) }, { connections: OPEN_CONNECTIONS, perSecond });
  const rounds: { readonly floor: number; readonly own: number; readonly ownMedian: number; readonly refused: number }[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    const [least, own] = [await run(floor), await run(service)];
    rounds.push({ floor: quantile(least.latencies, 0.99), own: quantile(own.latencies, 0.99), ownMedian: quantile(own.latencies, 0.5), refused: [...own.refusals.values()].reduce((sum, each) => sum + each, 0) });
  }
  const ratioOfRounds = rounds.map(({ own, floor: least }) => own / least);
  return {
    p50Ms: median(rounds.map(({ ownMedian }) => ownMedian)), p99Ms: median(rounds.map(({ own }) => own)), floorP99Ms: median(rounds.map(({ floor: least }) => least)),
    ratio: median(ratioOfRounds), ratioOfRounds, perSecond, refused: rounds.reduce((sum, each) => sum + each.refused, 0),
  };
}

function rowOf(id: string, rate: string, waiting: Waiting): Omit<Row, 'goal'> {
  const { ratio, p50Ms, p99Ms, floorP99Ms, perSecond, refused } = waiting;
  return {
    id, work: `p99 at ${rate}, N=${CONDITIONS}`, numbers: { ...waiting },
    measured: `${ratio.toFixed(1)} ×: ${p99Ms.toFixed(1)} ms, half of them within ${p50Ms.toFixed(1)}, floor ${floorP99Ms.toFixed(1)}, at ${perSecond.toFixed(0)} calls/s${refused === 0 ? '' : `; ${refused} turned away`}`,
  };
}
