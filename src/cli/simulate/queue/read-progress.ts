/** How far a simulation on the queue is. */
import type { SimulationQueue } from './open-queue.ts';

export interface QueueProgress {
  readonly ranges: number;
  readonly done: number;
  /** Jobs that wait, that a worker has, and that were given up. */
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
  /** Outcomes that were kept when the ranges were done. */
  readonly outcomes: number;
}

/** `undefined` where there is no such simulation (any more). */
export async function readProgress({ sql, schema }: SimulationQueue, simulation: string): Promise<QueueProgress | undefined> {
  const [row] = await sql(`
    SELECT count(r.first)::int AS ranges, count(r.outcomes)::int AS done, coalesce(sum(r.outcomes), 0)::float8 AS outcomes, count(*) FILTER (WHERE j.state IN ('created', 'retry'))::int AS waiting,
      count(*) FILTER (WHERE j.state = 'active')::int AS active
    FROM ${schema}.simulations s LEFT JOIN ${schema}.ranges r ON r.simulation = s.id LEFT JOIN ${schema}.job j ON j.name = s.id AND j.id = r.job AND r.outcomes IS NULL
    WHERE s.id = $1 GROUP BY s.id`, [simulation]);
  if (row === undefined) return undefined;
  const [ranges, done, waiting, active, outcomes] = (['ranges', 'done', 'waiting', 'active', 'outcomes'] as const).map((name) => Number(row[name])) as [number, number, number, number, number];
  return { ranges, done, waiting, active, outcomes, failed: ranges - done - waiting - active };
}
