/** Judges all patients with orders, side by side; what is judged is kept at once, so that a process that is killed goes on where it was. */
import { join } from 'node:path';
import { createWorkerPool } from '../create-worker-pool.ts';
import type { BatchOutcome } from './patient-worker.ts';
import type { PatientWork } from './patient-work.ts';
import type { Batch, SimulateSettings } from './settings.ts';
import { takePatients, type TakeOptions } from './take-patients.ts';

export interface JudgeOptions extends TakeOptions {
  readonly settings: SimulateSettings;
  readonly workers: number;
  readonly workerMb: number;
  /** Called when all processes have the knowledge. */
  readonly onReady: () => void;
  /** Called as patients are judged. */
  readonly onJudged: (patients: number) => void;
}

/** Batches for each process that are judged or wait for it. */
const BATCHES_PER_WORKER = 2;

/** Rejects with ConfigError for settings the processes cannot use. */
export async function judgeAll({ settings, workers, workerMb, onReady, onJudged, ...options }: JudgeOptions): Promise<void> {
  const { work } = options;
  const pool = createWorkerPool<Batch, BatchOutcome>({ program: join(import.meta.dirname, 'patient-worker.ts'), greeting: settings, workers, workerMb, onIdle: () => undefined });
  const keep = (answer: BatchOutcome): void => {
    work.together(() => {
      for (const { n, outcomes } of answer) {
        outcomes.forEach((body, place) => work.run('INSERT OR REPLACE INTO results VALUES (?, ?, ?)', n, place, body));
        work.run('UPDATE wanted SET is_done = 1 WHERE n = ?', n);
      }
    });
    onJudged(answer.length);
  };
  const judge = async (patients: readonly PatientWork[]): Promise<void> => {
    const answer = await pool.run({ patients });
    if (answer !== 'died') return keep(answer);
    const [only, ...others] = patients;
    if (only === undefined) return;
    if (others.length === 0) return keep([{ n: only.n, outcomes: [JSON.stringify(diedOf(only, workerMb))] }]);
    for (const each of patients) await judge([each]);
  };
  try {
    await pool.ready;
    onReady();
    const lane = { after: 0 };
    const run = async (): Promise<void> => {
      for (let patients = next(); patients.length > 0; patients = next()) await judge(patients);
    };
    const next = (): readonly PatientWork[] => {
      const patients = takePatients(lane.after, options);
      lane.after = patients.at(-1)?.n ?? lane.after;
      return patients;
    };
    await Promise.all(Array.from({ length: workers * BATCHES_PER_WORKER }, run));
  } finally {
    pool.close();
  }
}

/** All orders of a patient of whom a process died, as one: which of them it was cannot be told. */
function diedOf({ patientId }: PatientWork, workerMb: number): object {
  return { order: 'ServiceRequest', patient: `Patient/${patientId}`, notJudged: { reason: 'failed', message: `A process with ${workerMb} MB died of the chart.` } };
}
