/** Removes the simulation of some charts from the database. */
import { ConfigError } from '../../../errors.ts';
import { forget } from './forget.ts';
import { openCharts } from './open-charts.ts';
import { openQueue } from './open-queue.ts';
import { simulationOf } from './plan.ts';

/** False where there was none. Rejects with ConfigError and StoreError. */
export async function forgetSimulation({ folder, url, schema }: { readonly folder: string; readonly url: string; readonly schema: string }): Promise<boolean> {
  const charts = openCharts(folder);
  if (charts === undefined) throw new ConfigError(`${folder}: holds no charts. Name the folder that enqueue wrote; without it drop the schema ${schema}, which removes every simulation.`);
  charts.work.close();
  const queue = await openQueue(url, schema);
  try {
    return await forget(queue, simulationOf(charts.plan));
  } finally {
    await queue.close().catch(() => undefined);
  }
}
