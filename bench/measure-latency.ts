/** How long callers wait when calls come at half the rate that the floor can take, whoever is asked. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { interleave, takeNumbers } from './interleave.ts';
import { loadOpen } from './load.ts';
import { median } from './middle.ts';
import { quantile } from './quantile.ts';
import type { Row } from './row.ts';
import { startServer } from './start-server.ts';
import { CONNECTIONS, patientsOf } from './throughput.ts';

const CONDITIONS = 100;
const GOAL = 3;
const OPEN_CONNECTIONS = 64;

/** p99 of the service over the floor's in the same round. */
export async function measureLatency(bench: Bench): Promise<readonly Row[]> {
  bench.say('latency at half the floor\'s throughput');
  const options = { ...bench, folder: mkdtempSync(join(bench.folder, 'latency-')) };
  const [service, floor] = [await startServer('service', options), await startServer('floor', options)];
  try {
    const payloads = patientsOf('typical', CONDITIONS, 16, bench.today);
    const contenders = [{ name: 'floor', server: floor, payloads }, { name: 'typical', server: service, payloads }];
    const [first] = await interleave(contenders, CONNECTIONS, { ...bench, rounds: 1 });
    const perSecond = first!.perSecond / 2;
    const count = Math.max(100, Math.round(perSecond * bench.seconds * 2));
    const rounds: { readonly floor: number; readonly own: number; readonly ownMedian: number; readonly refused: number }[] = [];
    for (let round = 0; round < bench.rounds; round += 1) {
      const run = async (server: typeof floor) => loadOpen(server, { payloads, tokens: await bench.caller.tokens(count), from: takeNumbers(count) }, { connections: OPEN_CONNECTIONS, perSecond });
      const [least, own] = [await run(floor), await run(service)];
      rounds.push({ floor: quantile(least.latencies, 0.99), own: quantile(own.latencies, 0.99), ownMedian: quantile(own.latencies, 0.5), refused: [...own.refusals.values()].reduce((sum, each) => sum + each, 0) });
    }
    const ratio = median(rounds.map(({ own, floor: least }) => own / least));
    const [ownMs, floorMs] = [median(rounds.map(({ own }) => own)), median(rounds.map(({ floor: least }) => least))];
    const refused = rounds.reduce((sum, each) => sum + each.refused, 0);
    return [{
      id: 'p99', work: `p99 at half the floor's throughput, N=${CONDITIONS}`, goal: `≤ ${GOAL} × the floor's`, isMet: ratio <= GOAL && refused === 0,
      measured: `${ratio.toFixed(1)} ×: ${ownMs.toFixed(1)} ms, floor ${floorMs.toFixed(1)}, at ${perSecond.toFixed(0)} calls/s${refused === 0 ? '' : `; ${refused} turned away`}`,
      numbers: { ratio, ratioOfRounds: rounds.map(({ own, floor: least }) => own / least), p99Ms: ownMs, p50Ms: median(rounds.map(({ ownMedian }) => ownMedian)), floorP99Ms: floorMs, perSecond, refused },
    }];
  } finally {
    await service.stop();
    await floor.stop();
  }
}
