/** Judges ranges of patients from the queue until all of them are done, by whomever: as long as another might die, there may be work. */
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../../../errors.ts';
import type { Progress } from '../print-progress.ts';
import { startJudges, type Judges } from '../start-judges.ts';
import { takePatients } from '../take-patients.ts';
import { keepRange } from './keep-range.ts';
import type { Charts } from './open-charts.ts';
import { openQueue, type SimulationQueue } from './open-queue.ts';
import { persevere } from './persevere.ts';
import { simulationOf } from './plan.ts';
import { readProgress, type QueueProgress } from './read-progress.ts';
import { refuseOther } from './refuse-other.ts';
import { takeRange, type TakenRange } from './take-range.ts';
import { waitUntil } from './wait-until.ts';
import { waitForCharts } from './wait-for-charts.ts';

export interface WorkOptions {
  readonly folder: string;
  readonly url: string;
  readonly schema: string;
  readonly knowledge: string;
  readonly workers: number;
  readonly workerMb: number;
  /** For whoever reads the inputs to have put the jobs on the queue. */
  readonly waitMs: number;
  readonly progress: Progress;
  readonly now: () => Date;
  /** Lets go of what it has, and ends. */
  readonly stop: AbortSignal;
}

export interface Worked {
  /** Ranges done here. */
  readonly done: number;
  /** How far the whole is. */
  readonly all: QueueProgress;
}

/** While others have what is left. */
const IDLE_MS = 1000;
/** How far the whole is takes a look at all jobs. */
const LOOK_MS = 5000;

/** Rejects with ConfigError where this process would judge otherwise than the jobs were made for, and with StoreError where the queue cannot be used. */
export async function workOn(options: WorkOptions): Promise<Worked> {
  const { url, schema, knowledge, workers, workerMb, waitMs, now, stop } = options;
  const charts = await waitForCharts(options);
  const { plan } = charts;
  refuseOther(plan, knowledge);
  const queue = await persevere(() => openQueue(url, schema), options.progress.tell);
  const judges = startJudges({ settings: { knowledge, timeZone: plan.timeZone, complete: plan.complete, ...(plan.topics !== undefined && { topics: plan.topics }), ...(plan.language !== undefined && { language: plan.language }) }, workers, workerMb });
  try {
    await judges.ready;
    const there = await waitUntil({ look: () => readProgress(queue, simulationOf(plan)), waitMs, now, stop });
    if (there === undefined) throw new ConfigError('--queue: has no jobs for these charts. Put them there first (simulate enqueue), or wait for them (--wait).');
    return await workThrough(queue, judges, charts, options);
  } finally {
    options.progress.end();
    judges.close();
    charts.work.close();
    await queue.close().catch(() => undefined);
  }
}

async function workThrough(queue: SimulationQueue, judges: Judges, charts: Charts, { progress, stop, now }: WorkOptions): Promise<Worked> {
  const simulation = simulationOf(charts.plan);
  let done = 0;
  let lookedAt = 0;
  for (;;) {
    const range = stop.aborted ? undefined : await persevere(() => takeRange(queue, simulation), progress.tell);
    if (range !== undefined && await judgeRange(range, queue, judges, charts, progress, stop)) done += 1;
    if (range !== undefined && !stop.aborted && now().getTime() - lookedAt < LOOK_MS) continue;
    lookedAt = now().getTime();
    const all = await persevere(() => readProgress(queue, simulation), progress.tell);
    if (all === undefined) throw new ConfigError('The simulation was removed from the queue while it was worked on.');
    progress.show('jobs', all.done, all.ranges);
    if (stop.aborted || (all.waiting === 0 && all.active === 0)) return { done, all };
    if (range === undefined) await pause(IDLE_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** True where what came of it was kept. */
async function judgeRange(range: TakenRange, queue: SimulationQueue, judges: Judges, charts: Charts, { tell }: Progress, stop: AbortSignal): Promise<boolean> {
  const { work, states, plan: { complete } } = charts;
  const outcomes = new Map<number, readonly string[]>();
  try {
    await judges.judge((after) => (stop.aborted || range.isLost() ? [] : takePatients(Math.max(after, range.first - 1), { work, states, complete, upTo: range.last })), (answer) => {
      for (const { n, outcomes: bodies } of answer) outcomes.set(n, bodies);
    });
    if (stop.aborted) return await range.giveUp('The worker was told to stop.').then(() => false);
    const kept = range.isLost() ? 'lost' : await persevere(() => keepRange(queue, simulationOf(charts.plan), range, outcomes), tell);
    if (kept === 'lost') tell(`Patients ${range.first} to ${range.last} were given to another worker meanwhile: nothing of them is kept here.`);
    return kept === 'kept';
  } catch (error) {
    // Words of ours alone: they stay in the database.
    await range.giveUp('The worker could not judge the range, and ended.').catch(() => undefined);
    throw error;
  } finally {
    range.release();
  }
}
