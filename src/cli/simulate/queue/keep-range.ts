/** Keeps what came of a range, and says that it is done, in one: a range counts once, however many judged it. */
import type { SimulationQueue } from './open-queue.ts';
import type { TakenRange } from './take-range.ts';

/** For each patient of the range the outcomes, as JSON. */
export type RangeOutcomes = ReadonlyMap<number, readonly string[]>;

interface OutcomeRow {
  readonly patient: number;
  readonly place: number;
  readonly body: string;
}

/** So much goes to the database at once. */
const BATCH_BYTES = 2_097_152;

/** `lost` where the range was given to another worker in the meantime: nothing is kept then. */
export async function keepRange({ boss, schema, together }: SimulationQueue, simulation: string, { first, last, job }: TakenRange, outcomes: RangeOutcomes): Promise<'kept' | 'lost'> {
  return together(async (sql, db) => {
    // Says nothing where the job is not ours any more.
    await boss.complete(simulation, job, undefined, { db });
    const [settled] = await boss.findJobs(simulation, { id: job.id, db });
    if (settled?.state !== 'completed' || settled.retryCount !== job.retryCount) return 'lost';
    const count = [...outcomes.values()].reduce((sum, { length }) => sum + length, 0);
    const counted = await sql(`UPDATE ${schema}.ranges SET outcomes = $3, attempt = $4 WHERE simulation = $1 AND first = $2 RETURNING first`, [simulation, first, count, job.retryCount + 1]);
    if (counted.length === 0) return 'lost';
    await sql(`DELETE FROM ${schema}.outcomes WHERE simulation = $1 AND patient BETWEEN $2 AND $3`, [simulation, first, last]);
    for (const rows of batchesOf(outcomes)) {
      await sql(`INSERT INTO ${schema}.outcomes SELECT $1, * FROM unnest($2::int[], $3::int[], $4::text[])`, [simulation, rows.map(({ patient }) => patient), rows.map(({ place }) => place), rows.map(({ body }) => body)]);
    }
    return 'kept';
  });
}

function* batchesOf(outcomes: RangeOutcomes): Iterable<readonly OutcomeRow[]> {
  let rows: OutcomeRow[] = [];
  let bytes = 0;
  for (const [patient, bodies] of outcomes) {
    for (const [place, body] of bodies.entries()) {
      rows.push({ patient, place, body });
      bytes += body.length;
      if (bytes < BATCH_BYTES) continue;
      yield rows;
      [rows, bytes] = [[], 0];
    }
  }
  if (rows.length > 0) yield rows;
}
