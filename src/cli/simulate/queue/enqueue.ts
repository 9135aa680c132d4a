/** Reads the inputs once, and makes the jobs: the charts go into a folder that all workers see, the ranges of patients into the queue. */
import { join } from 'node:path';
import { inLanguage } from '../../../decision/in-language.ts';
import { ConfigError } from '../../../errors.ts';
import { loadTopics } from '../../../knowledge/load-topics.ts';
import { checkSettings } from '../../decide/check-settings.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { countProblems } from '../input-part.ts';
import { listInputs } from '../list-inputs.ts';
import { openOutFolder, WORK } from '../open-out-folder.ts';
import type { Progress } from '../print-progress.ts';
import { readInputs } from '../read-inputs.ts';
import { readLabels } from '../read-labels.ts';
import { readTypesOf } from '../read-types.ts';
import type { SimulateSettings } from '../settings.ts';
import { writeInputNames } from '../write-input-names.ts';
import { openCharts, type Charts } from './open-charts.ts';
import { openQueue } from './open-queue.ts';
import { simulationOf, type PatientRange, type Plan } from './plan.ts';
import { putRanges, type Put } from './put-ranges.ts';
import { readRelease } from './read-release.ts';
import { sealCharts } from './seal-charts.ts';

export interface EnqueueOptions {
  readonly paths: readonly string[];
  /** Folder of the charts. */
  readonly out: string;
  readonly url: string;
  readonly schema: string;
  readonly settings: SimulateSettings;
  readonly labels?: string;
  readonly maxBytes: number;
  readonly patientsPerJob: number;
  readonly lostAfterSeconds: number;
  readonly progress: Progress;
  readonly now: () => Date;
}

export interface Enqueued extends Put {
  readonly patients: number;
  /** Things that were wrong with the inputs, and types that count as not read whole. */
  readonly problems: number;
}

/** Done again it goes on where it was, and puts back what was given up. Rejects with ConfigError, KnowledgeError and StoreError. */
export async function enqueue(options: EnqueueOptions): Promise<Enqueued> {
  const { url, schema, patientsPerJob, progress } = options;
  // What cannot be reached is said before anything is read.
  const queue = await openQueue(url, schema);
  try {
    const { work, plan } = await readCharts(options);
    try {
      const patients = work.all('SELECT n FROM wanted ORDER BY n').map(({ n }) => Number(n));
      const ranges = rangesOf(patients, patientsPerJob);
      const put = await putRanges(queue, { ...options, plan, ranges, patients: patients.length });
      return { ...put, patients: patients.length, problems: countProblems(work) };
    } finally {
      work.close();
    }
  } finally {
    progress.end();
    await queue.close().catch(() => undefined);
  }
}

async function readCharts({ paths, out, settings, labels, maxBytes, progress }: EnqueueOptions): Promise<Charts> {
  const inputs = listInputs(paths, out);
  const said = labels === undefined ? undefined : readLabels(labels);
  const loaded = loadTopics(settings.knowledge, settings.topics);
  checkSettings(settings, loaded);
  const topics = inLanguage(loaded, settings.language);
  const complete = settings.complete === 'all' ? [...readTypesOf(topics).ofPatient] : settings.complete;
  const plan: Plan = {
    fingerprint: fingerprintOf(inputs, settings, said, maxBytes), release: readRelease(), timeZone: settings.timeZone, complete, passedOver: inputs.passedOver,
    ...(settings.topics !== undefined && { topics: settings.topics }), ...(settings.language !== undefined && { language: settings.language }), ...(said !== undefined && { labels: [...said] }),
  };
  const before = openCharts(out);
  if (before !== undefined) {
    if (simulationOf(before.plan) === simulationOf(plan)) return before;
    before.work.close();
    throw new ConfigError(`--out ${out}: holds the charts of other inputs, knowledge or settings, or of another release. Name another folder, or remove it.`);
  }
  const opened = openOutFolder(out, plan.fingerprint);
  if (opened === 'done') throw new ConfigError(`--out ${out}: holds a simulation that is finished. Name another folder.`);
  const { work, isResumed } = opened;
  try {
    if (isResumed) progress.tell('Goes on where it was.');
    writeInputNames(out, inputs.files.map(({ path }) => path), inputs.passedOver);
    await readInputs(work, inputs, { topics, maxBytes, progress });
    sealCharts(work, out, join(out, WORK), plan);
  } finally {
    work.close();
  }
  return openCharts(out)!;
}

function rangesOf(patients: readonly number[], size: number): readonly PatientRange[] {
  return Array.from({ length: Math.ceil(patients.length / size) }, (_, index) => ({ first: patients[index * size]!, last: patients[Math.min(patients.length, (index + 1) * size) - 1]! }));
}
