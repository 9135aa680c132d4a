/** Jobs that take turns anyway wait here, not each on a connection, and those that wait are done in one transaction. */
import type { StoreError } from '../errors.ts';
import type { NamedJob } from './jobs.ts';

/** How one of several jobs ended. */
export type Settled = { readonly result: unknown } | { readonly failure: StoreError };

interface Waiting {
  readonly job: NamedJob;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 50;

/** Takes jobs one by one; `workAll` does several, and rejects when none of them was done. */
export function groupJobs(workAll: (jobs: readonly NamedJob[]) => Promise<readonly Settled[]>): (job: NamedJob) => Promise<unknown> {
  const waiting: Waiting[] = [];
  let isBusy = false;

  const workSome = async (some: readonly Waiting[]): Promise<void> => {
    try {
      const settled = await workAll(some.map(({ job }) => job));
      for (const [index, { resolve, reject }] of some.entries()) {
        const each = settled[index]!;
        if ('result' in each) resolve(each.result);
        else reject(each.failure);
      }
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  };
  const drain = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    while (waiting.length > 0) await workSome(waiting.splice(0, MOST_AT_ONCE));
    isBusy = false;
  };
  return (job) => new Promise((resolve, reject) => {
    waiting.push({ job, resolve, reject });
    void drain();
  });
}
