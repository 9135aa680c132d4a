/** The charts of a simulation, once they are there: whoever reads the inputs may still be at it. */
import { ConfigError } from '../../../errors.ts';
import { openCharts, type Charts } from './open-charts.ts';
import { waitUntil } from './wait-until.ts';

export interface ChartsOptions {
  readonly folder: string;
  readonly waitMs: number;
  readonly now: () => Date;
  readonly stop?: AbortSignal;
}

/** Rejects with ConfigError where they do not turn up. */
export async function waitForCharts({ folder, ...options }: ChartsOptions): Promise<Charts> {
  const charts = await waitUntil({ look: () => openCharts(folder), ...options });
  if (charts === undefined) throw new ConfigError(`${folder}: holds no charts to work on. Make them first (simulate enqueue --out ${folder}), or wait for them (--wait).`);
  return charts;
}
