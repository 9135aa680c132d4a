/** Writes what came of a simulation on the queue, as the command on one machine writes it. */
import { inLanguage } from '../../../decision/in-language.ts';
import { ConfigError } from '../../../errors.ts';
import { loadTopics } from '../../../knowledge/load-topics.ts';
import { prepareOutFolder, problemsBefore } from '../prepare-out-folder.ts';
import type { Progress } from '../print-progress.ts';
import { writeReport, type Simulated } from '../write-report.ts';
import { forget } from './forget.ts';
import type { Charts } from './open-charts.ts';
import { openQueue, type SimulationQueue } from './open-queue.ts';
import { persevere } from './persevere.ts';
import { simulationOf } from './plan.ts';
import { readOutcomes } from './read-outcomes.ts';
import { readProgress, type QueueProgress } from './read-progress.ts';
import { refuseOther } from './refuse-other.ts';
import { waitForCharts } from './wait-for-charts.ts';
import { waitUntil } from './wait-until.ts';

export interface CollectOptions {
  /** Of the charts. */
  readonly folder: string;
  readonly out: string;
  readonly url: string;
  readonly schema: string;
  readonly knowledge: string;
  /** For the workers to be done. */
  readonly waitMs: number;
  /** The results leave the database once they are written. */
  readonly forgets: boolean;
  readonly progress: Progress;
  readonly now: () => Date;
}

export type Collected = { readonly kind: 'written' } & Simulated | { readonly kind: 'written-before'; readonly problems: number } | { readonly kind: 'unfinished'; readonly all: QueueProgress };

/** What an earlier try leaves that did not get to its end. */
const UNFINISHED = /^(?:inputs\.txt|decisions\.(?:ndjson|csv)|report\.(?:html|json))(?:\.part)?$/;

/** Rejects with ConfigError and StoreError. */
export async function collect(options: CollectOptions): Promise<Collected> {
  const { out, url, schema, knowledge, forgets, progress } = options;
  const charts = await waitForCharts(options);
  try {
    refuseOther(charts.plan, knowledge);
    if (prepareOutFolder(out, charts.plan.fingerprint, (held) => held.every((name) => UNFINISHED.test(name))) === 'done') return { kind: 'written-before', problems: problemsBefore(out) };
    const queue = await persevere(() => openQueue(url, schema), progress.tell);
    try {
      const all = await waitForRanges(queue, charts, options);
      if (all.done < all.ranges) return { kind: 'unfinished', all };
      const { fingerprint, timeZone, topics: ids, language, labels, complete, passedOver } = charts.plan;
      const topics = inLanguage(loadTopics(knowledge, ids), language);
      const written = await writeReport(readOutcomes(queue, charts, all.outcomes), out, { ...options, ...charts, topics, fingerprint, timeZone, complete, passedOver, labels: labels === undefined ? undefined : new Map(labels) });
      if (forgets) await forget(queue, simulationOf(charts.plan));
      return { kind: 'written', ...written };
    } finally {
      await queue.close().catch(() => undefined);
    }
  } finally {
    progress.end();
    charts.work.close();
  }
}

/** As far as they are when all are done, none will be any more, or the time is over. */
async function waitForRanges(queue: SimulationQueue, { plan }: Charts, { waitMs, now, progress }: CollectOptions): Promise<QueueProgress> {
  let all: QueueProgress | undefined;
  const look = async (): Promise<true | undefined> => {
    all = await persevere(() => readProgress(queue, simulationOf(plan)), progress.tell);
    if (all !== undefined) progress.show('jobs', all.done, all.ranges);
    return all !== undefined && all.waiting + all.active === 0 ? true : undefined;
  };
  await waitUntil({ look, waitMs, now });
  if (all === undefined) throw new ConfigError('--queue: has no jobs for these charts. Put them there first (simulate enqueue).');
  return all;
}
