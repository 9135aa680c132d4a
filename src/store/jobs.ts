/** What is written, by name: a name and an argument cross to the thread that has the database file, a function cannot. */
import type { Job, Row, Step } from './database.ts';
import { forget } from './forget.ts';
import { keepDecisions } from './keep-decisions.ts';
import { keepFeedback } from './keep-feedback.ts';

export const JOBS = { run, keepDecisions, keepFeedback, forget } as const;

export type JobName = keyof typeof JOBS;
export type JobArgument<Name extends JobName> = Parameters<(typeof JOBS)[Name]>[0];
export type JobResult<Name extends JobName> = ReturnType<(typeof JOBS)[Name]> extends Job<infer Result> ? Result : never;

/** A job that is to be done; its argument is plain data. */
export interface NamedJob {
  readonly name: JobName;
  readonly argument: unknown;
}

/** Begins a job. */
export function startJob({ name, argument }: NamedJob): Job<unknown> {
  return (JOBS[name] as (argument: unknown) => Job<unknown>)(argument);
}

/** Plain steps, and the rows of each. */
function* run(steps: readonly Step[]): Job<readonly (readonly Row[])[]> {
  const rows: (readonly Row[])[] = [];
  for (const each of steps) rows.push(yield each);
  return rows;
}
