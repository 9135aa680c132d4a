/** The decision alone, without HTTP: what it costs, how that grows with the chart, and what each stage of a call takes. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bench } from './bench.ts';
import type { Row } from './row.ts';
import { ROOT } from './start-server.ts';

const GOAL_MS = 0.35;
const GOAL_GROWTH_US = 0.6;
const WORST_GOAL_MS = 8;
const STAGES = ['read', 'understand', 'gather', 'recall', 'assess', 'conclude', 'write'] as const;

type Costs = { readonly kind: string; readonly conditions: number; readonly decide: number } & Readonly<Record<(typeof STAGES)[number], number>>;

/** In a process of its own, so that nothing else is in its heap. */
export async function measureCore({ today, isFull, say }: Bench): Promise<readonly Row[]> {
  say('stages of a call');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', 'bench/stages.ts', today, isFull ? '9' : '2'], { cwd: ROOT });
  const all = JSON.parse(stdout) as readonly Costs[];
  const of = (kind: string, conditions: number): Costs => all.find((each) => each.kind === kind && each.conditions === conditions)!;
  const [small, large, worst] = [of('typical', 100), of('typical', 10_000), all.find(({ kind }) => kind === 'worst')!];
  const growthUs = ((large.decide - small.decide) / (large.conditions - small.conditions)) * 1000;
  return [
    { id: 'core', work: 'decision alone, typical chart, N=100', goal: `≤ ${GOAL_MS} CPU ms`, measured: `${small.decide.toFixed(2)} CPU ms`, isMet: small.decide <= GOAL_MS, numbers: { cpuMs: small.decide } },
    { id: 'core-growth', work: 'and for each further Condition (to N=10000)', goal: `≤ ${GOAL_GROWTH_US} CPU µs`, measured: `${growthUs.toFixed(1)} CPU µs`, isMet: growthUs <= GOAL_GROWTH_US, numbers: { cpuUs: growthUs, cpuMsOfLargest: large.decide } },
    { id: 'core-worst', work: 'decision alone, worst chart (100 relevant resources)', goal: `≤ ${WORST_GOAL_MS} CPU ms`, measured: `${worst.decide.toFixed(2)} CPU ms`, isMet: worst.decide <= WORST_GOAL_MS, numbers: { cpuMs: worst.decide } },
    ...all.map(stagesRow),
  ];
}

function stagesRow(costs: Costs): Row {
  const named = STAGES.map((stage) => [stage, costs[stage]] as const);
  return { id: `stages-${costs.kind}-${costs.conditions}`, work: `stages, ${costs.kind} chart, N=${costs.conditions}`, goal: '', measured: `CPU ms: ${named.map(([stage, ms]) => `${stage} ${ms.toFixed(2)}`).join(', ')}`, numbers: Object.fromEntries(named) };
}
