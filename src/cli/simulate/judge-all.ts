/** Judges all patients with orders, side by side; what is judged is kept at once, so that a process that is killed goes on where it was. */
import type { WorkFile } from './open-work-file.ts';
import { startJudges, type JudgesOptions } from './start-judges.ts';
import { takePatients, type TakeOptions } from './take-patients.ts';

export interface JudgeOptions extends TakeOptions, JudgesOptions {
  readonly work: WorkFile;
  /** Called when all processes have the knowledge. */
  readonly onReady: () => void;
  /** Called as patients are judged. */
  readonly onJudged: (patients: number) => void;
}

/** Rejects with ConfigError for settings the processes cannot use. */
export async function judgeAll(options: JudgeOptions): Promise<void> {
  const { work, onReady, onJudged } = options;
  const judges = startJudges(options);
  try {
    await judges.ready;
    onReady();
    await judges.judge((after) => takePatients(after, options), (answer) => {
      work.together(() => {
        for (const { n, outcomes } of answer) {
          outcomes.forEach((body, place) => work.run('INSERT OR REPLACE INTO results VALUES (?, ?, ?)', n, place, body));
          work.run('UPDATE wanted SET is_done = 1 WHERE n = ?', n);
        }
      });
      onJudged(answer.length);
    });
  } finally {
    judges.close();
  }
}
