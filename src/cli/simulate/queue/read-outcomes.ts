/** The outcomes of a simulation in the order of its inputs, some at a time: all of them may be larger than memory. */
import { StoreError } from '../../../errors.ts';
import type { Charts } from './open-charts.ts';
import type { SimulationQueue } from './open-queue.ts';
import { simulationOf } from './plan.ts';

const PAGE = 500;

/** `expected`: how many were kept. Rejects with StoreError where the database has not so many. */
export async function* readOutcomes({ sql, schema }: SimulationQueue, { work, plan }: Charts, expected: number): AsyncIterable<string> {
  // Orders that belong to nobody were listed as the inputs were read.
  for (const { body } of work.each('SELECT body FROM results ORDER BY patient, place')) yield String(body);
  const simulation = simulationOf(plan);
  let [patient, place, count] = [0, -1, 0];
  for (;;) {
    const rows = await sql(`SELECT patient, place, body FROM ${schema}.outcomes WHERE simulation = $1 AND (patient, place) > ($2, $3) ORDER BY patient, place LIMIT ${PAGE}`, [simulation, patient, place]);
    for (const { body } of rows) yield String(body);
    count += rows.length;
    const last = rows.at(-1);
    if (last === undefined) break;
    [patient, place] = [Number(last['patient']), Number(last['place'])];
  }
  if (count !== expected) throw new StoreError('refused', `The database holds ${count} outcomes and ${expected} were kept: some were removed. Forget the simulation, and enqueue it again.`);
}
