/** Processes with the knowledge that judge patients side by side, for as long as there are some. */
import { join } from 'node:path';
import type { Topic } from '../../decision/topic.ts';
import { loadTopics } from '../../knowledge/load-topics.ts';
import { createWorkerPool } from '../create-worker-pool.ts';
import { failedOrders } from './failed-orders.ts';
import type { BatchOutcome } from './patient-worker.ts';
import type { PatientWork } from './patient-work.ts';
import type { Batch, SimulateSettings } from './settings.ts';

export interface JudgesOptions {
  readonly settings: SimulateSettings;
  readonly workers: number;
  readonly workerMb: number;
}

export interface Judges {
  /** Resolves when all have the knowledge. Rejects with ConfigError for settings they cannot use. */
  readonly ready: Promise<void>;
  /** `take` answers the next patients after a number, none at the end; `keep` gets what came of some, in no certain order. */
  judge(take: (after: number) => readonly PatientWork[], keep: (answer: BatchOutcome) => void): Promise<void>;
  close(): void;
}

/** Batches for each process that are judged or wait for it. */
const BATCHES_PER_WORKER = 2;

export function startJudges({ settings, workers, workerMb }: JudgesOptions): Judges {
  const pool = createWorkerPool<Batch, BatchOutcome>({ program: join(import.meta.dirname, 'patient-worker.ts'), greeting: settings, workers, workerMb, onIdle: () => undefined });
  let known: readonly Topic[] | undefined;
  // Read here only if a process dies: that is rare.
  const topics = (): readonly Topic[] => (known ??= loadTopics(settings.knowledge, settings.topics));
  const judgeBatch = async (patients: readonly PatientWork[], keep: (answer: BatchOutcome) => void): Promise<void> => {
    const answer = await pool.run({ patients });
    if (answer !== 'died') return keep(answer);
    const [only, ...others] = patients;
    if (only === undefined) return;
    if (others.length === 0) return keep([{ n: only.n, outcomes: failedOrders(only, topics(), `A process with ${workerMb} MB died of the chart.`).map((outcome) => JSON.stringify(outcome)) }]);
    for (const each of patients) await judgeBatch([each], keep);
  };
  return {
    ready: pool.ready,
    async judge(take, keep) {
      let after = 0;
      const next = (): readonly PatientWork[] => {
        const patients = take(after);
        after = patients.at(-1)?.n ?? after;
        return patients;
      };
      const run = async (): Promise<void> => {
        for (let patients = next(); patients.length > 0; patients = next()) await judgeBatch(patients, keep);
      };
      await Promise.all(Array.from({ length: workers * BATCHES_PER_WORKER }, run));
    },
    close: () => pool.close(),
  };
}
