/** Compares servers fairly on a machine that drifts: in every round each of them in turn, and only ratios within a round count. */
import type { Bench } from './bench.ts';
import { demandAnswers, loadClosed, type Load } from './load.ts';
import { median } from './middle.ts';
import type { Payload } from './payload.ts';
import type { RunningServer } from './start-server.ts';

export interface Contender {
  readonly name: string;
  readonly server: RunningServer;
  readonly payloads: readonly Payload[];
}

export interface Measured {
  readonly name: string;
  readonly rounds: readonly Load[];
  readonly perSecond: number;
  readonly cpuMs: number;
  /** Calls a second and processor time, as shares of the first contender's in the same round: median, and from least to most. */
  readonly throughput: Ratio;
  readonly cpu: Ratio;
}

export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

const PROBE = 8;
const FEWEST = 8;
/** Orders are new in every call: no two loads of a run share a number. */
let lastNumber = 0;

/** Measures all contenders in closed loops; the first is what the others are compared with. Throws where a call is not answered. */
export async function interleave(contenders: readonly Contender[], connections: number, bench: Bench): Promise<readonly Measured[]> {
  const counts: number[] = [];
  for (const contender of contenders) {
    const probed = await run(contender, PROBE, connections, bench);
    const warm = await run(contender, countFor(probed, bench.warmSeconds), connections, bench);
    counts.push(countFor(warm, bench.seconds));
  }
  const rounds: Load[][] = contenders.map(() => []);
  for (let round = 0; round < bench.rounds; round += 1) {
    // Forth and back, so that none is always the one after a rest.
    const order = round % 2 === 0 ? contenders.keys() : [...contenders.keys()].reverse();
    for (const index of order) rounds[index]!.push(await run(contenders[index]!, counts[index]!, connections, bench));
  }
  return contenders.map(({ name }, index) => {
    const [own, first] = [rounds[index]!, rounds[0]!];
    return {
      name, rounds: own, perSecond: median(own.map(({ perSecond }) => perSecond)), cpuMs: median(own.map(({ cpuMsPerRequest }) => cpuMsPerRequest)),
      throughput: ratioOf(own.map(({ perSecond }, round) => perSecond / first[round]!.perSecond)), cpu: ratioOf(own.map(({ cpuMsPerRequest }, round) => cpuMsPerRequest / first[round]!.cpuMsPerRequest)),
    };
  });
}

/** The next numbers for that many calls. */
export function takeNumbers(count: number): number {
  const from = lastNumber + 1;
  lastNumber += count;
  return from;
}

async function run({ name, server, payloads }: Contender, count: number, connections: number, { caller }: Bench): Promise<Load> {
  const load = await loadClosed(server, { payloads, tokens: await caller.tokens(count), from: takeNumbers(count) }, connections);
  demandAnswers(name, load);
  return load;
}

function countFor({ perSecond }: Load, seconds: number): number {
  return Math.max(FEWEST, Math.round(perSecond * seconds));
}

function ratioOf(ratios: readonly number[]): Ratio {
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
