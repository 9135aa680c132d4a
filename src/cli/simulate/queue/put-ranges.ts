/** Puts a simulation on the queue: a job for each range of patients. Done again it puts back what was lost or given up, and nothing else. */
import { randomUUID } from 'node:crypto';
import type { SimulationQueue } from './open-queue.ts';
import { simulationOf, type PatientRange, type Plan } from './plan.ts';

export interface PutOptions {
  readonly plan: Plan;
  readonly ranges: readonly PatientRange[];
  readonly patients: number;
  /** A worker that was not heard of for so long is dead. */
  readonly lostAfterSeconds: number;
  readonly now: () => Date;
}

export interface Put {
  /** Jobs there are in all: as many as when it was first put, whatever their size would be now. */
  readonly ranges: number;
  /** Jobs put on the queue, and put back on it. */
  readonly fresh: number;
  readonly again: number;
}

const HOUR_SECONDS = 3600;
/** Judging a range takes seconds to minutes; whoever hangs longer is given up. */
const LONGEST_SECONDS = 6 * HOUR_SECONDS;
const YEAR_SECONDS = 365 * 24 * HOUR_SECONDS;
/** Workers that die of a range one after the other, before it is given up. */
const MOST_TRIES = 5;
const BATCH = 1000;

export async function putRanges(queue: SimulationQueue, { plan, ranges, patients, lostAfterSeconds, now }: PutOptions): Promise<Put> {
  const { boss, schema, guard, together } = queue;
  const simulation = simulationOf(plan);
  await guard(() => boss.createQueue(simulation, { heartbeatSeconds: lostAfterSeconds, expireInSeconds: LONGEST_SECONDS, retentionSeconds: YEAR_SECONDS, deleteAfterSeconds: YEAR_SECONDS, retryLimit: MOST_TRIES - 1, retryDelay: 1 }));
  return together(async (sql, db) => {
    const made = await sql(`INSERT INTO ${schema}.simulations VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id`, [simulation, plan.release, patients, now().toISOString()]);
    if (made.length > 0) {
      for (let from = 0; from < ranges.length; from += BATCH) {
        const some = ranges.slice(from, from + BATCH);
        await sql(`INSERT INTO ${schema}.ranges SELECT $1, * FROM unnest($2::int[], $3::int[], $4::uuid[])`, [simulation, some.map(({ first }) => first), some.map(({ last }) => last), some.map(() => randomUUID())]);
      }
    }
    const open = await sql(`SELECT r.first, r.last, r.job, j.state FROM ${schema}.ranges r LEFT JOIN ${schema}.job j ON j.name = r.simulation AND j.id = r.job WHERE r.simulation = $1 AND r.outcomes IS NULL ORDER BY r.first`, [simulation]);
    const failed = open.filter(({ state }) => state === 'failed').map(({ job }) => String(job));
    const missing = open.filter(({ state }) => state === null || state === undefined).map(({ first, last, job }) => ({ id: String(job), data: { first: Number(first), last: Number(last) } satisfies PatientRange }));
    for (let from = 0; from < failed.length; from += BATCH) await boss.retry(simulation, failed.slice(from, from + BATCH), { db });
    for (let from = 0; from < missing.length; from += BATCH) await boss.insert(simulation, missing.slice(from, from + BATCH), { db });
    const [all] = await sql(`SELECT count(*) AS n FROM ${schema}.ranges WHERE simulation = $1`, [simulation]);
    return { ranges: Number(all!['n']), fresh: missing.length, again: failed.length };
  });
}
