/** Reads the inputs into the work file, and settles which types were read to their end; says what is wrong on the way. */
import type { Topic } from '../../decision/topic.ts';
import type { Inputs } from './list-inputs.ts';
import { ANY_TYPE, loadInputs } from './load-inputs.ts';
import type { WorkFile } from './open-work-file.ts';
import type { Progress } from './print-progress.ts';
import { readTypesOf } from './read-types.ts';
import { settleTypes, type TypeStates } from './settle-types.ts';
import { uncountVersions } from './uncount-versions.ts';

export interface ReadOptions {
  readonly topics: readonly Topic[];
  /** Longest line, and largest Bundle. */
  readonly maxBytes: number;
  readonly progress: Progress;
}

const BYTES_PER_MB = 1_048_576;
/** So many problems of a run are said one by one; all are counted. */
const MOST_TOLD = 50;

export async function readInputs(work: WorkFile, inputs: Inputs, { topics, maxBytes, progress }: ReadOptions): Promise<TypeStates> {
  const types = readTypesOf(topics);
  for (const { shown, why } of inputs.passedOver) progress.tell(`${shown}: ${why}`);
  const total = inputs.files.reduce((sum, { bytes }) => sum + bytes, 0) / BYTES_PER_MB;
  let told = 0;
  await loadInputs(inputs.files, {
    work, topics, types, maxBytes,
    onRead: (bytes) => progress.show('reading MB', bytes / BYTES_PER_MB, total),
    onProblem: (problem) => {
      told += 1;
      if (told <= MOST_TOLD) progress.tell(problem);
      if (told === MOST_TOLD) progress.tell('More are counted in the report.');
    },
  });
  progress.show('sorting', 0, 1);
  work.run('CREATE INDEX IF NOT EXISTS by_patient ON resources(patient)');
  uncountVersions(work, topics);
  const states = settleTypes(work, inputs, types);
  for (const { type, why } of work.all('SELECT type, why FROM short ORDER BY type')) progress.tell(`${type === ANY_TYPE ? 'Every type' : String(type)} counts as not read whole: ${String(why)}`);
  return states;
}
