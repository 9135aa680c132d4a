/** Makes the work file of a simulation the charts that workers read: one file, not written to again, so that any number may read it over a network. */
import { chmodSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkFile } from '../open-work-file.ts';
import type { Plan } from './plan.ts';

/** In its folder. It holds patient data. */
export const CHARTS = 'charts.db';
/** In the table of what the file says about itself. */
export const PLAN = 'plan';

/** Closes it; it has its new name only when it is whole. */
export function sealCharts(work: WorkFile, folder: string, file: string, plan: Plan): void {
  work.run('INSERT OR REPLACE INTO about VALUES (?, ?)', PLAN, JSON.stringify(plan));
  // What is pending goes into the file itself: a reader over a network has no part in a log beside it.
  work.all('PRAGMA journal_mode = DELETE');
  work.close();
  chmodSync(file, 0o400);
  renameSync(file, join(folder, CHARTS));
}
