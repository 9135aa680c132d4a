/** Removes a simulation from the database: its jobs, and its results, which name patients as the inputs do. */
import type { SimulationQueue } from './open-queue.ts';

/** False where there was none. */
export async function forget({ boss, sql, guard, schema }: SimulationQueue, simulation: string): Promise<boolean> {
  const gone = await sql(`DELETE FROM ${schema}.simulations WHERE id = $1 RETURNING id`, [simulation]);
  await guard(() => boss.deleteQueue(simulation));
  return gone.length > 0;
}
