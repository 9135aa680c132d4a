/** Takes the next range of patients from the queue, and keeps it for as long as it is worked on. */
import type { SimulationQueue } from './open-queue.ts';
import type { PatientRange } from './plan.ts';

export interface TakenRange extends PatientRange {
  /** The attempt: what is said about it counts only while the range is ours. */
  readonly job: { readonly id: string; readonly retryCount: number };
  isLost(): boolean;
  /** Another may take it at once. `why` is kept in the database: it says nothing of a patient. */
  giveUp(why: string): Promise<void>;
  /** Ends the signs of life. */
  release(): void;
}

/** Signs of life in the time after which one is taken for dead. */
const SIGNS = 4;
const DEFAULT_SECONDS = 60;

/** `undefined` where none waits. */
export async function takeRange({ boss, guard }: SimulationQueue, simulation: string): Promise<TakenRange | undefined> {
  const [job] = await guard(() => boss.fetch<PatientRange>(simulation));
  if (job === undefined) return undefined;
  const attempt = { id: job.id, retryCount: job.retryCount };
  let isLost = false;
  const showLife = async (): Promise<void> => {
    await boss.touch(simulation, attempt);
    const [now] = await boss.findJobs(simulation, { id: job.id });
    if (now?.state !== 'active' || now.retryCount !== job.retryCount) isLost = true;
  };
  // Where it cannot be said now it is said next time, or the range is another's.
  const live = setInterval(() => void showLife().catch(() => undefined), ((job.heartbeatSeconds ?? DEFAULT_SECONDS) * 1000) / SIGNS);
  return {
    ...job.data, job: attempt, isLost: () => isLost,
    giveUp: async (why) => void await guard(() => boss.fail(simulation, attempt, { message: why })),
    release: () => clearInterval(live),
  };
}
