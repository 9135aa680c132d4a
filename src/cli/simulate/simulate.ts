/** What would have been said: reads exports, joins each patient's chart, judges every imaging order on its own day, and writes what came of it. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inLanguage } from '../../decision/in-language.ts';
import type { Topic } from '../../decision/topic.ts';
import { checkSettings } from '../decide/check-settings.ts';
import { loadTopics } from '../../knowledge/load-topics.ts';
import { countLabels } from './count-labels.ts';
import { countOutcomes } from './count-outcomes.ts';
import { fingerprintOf } from './fingerprint.ts';
import { inputPart } from './input-part.ts';
import { judgeAll } from './judge-all.ts';
import { listInputs, type Inputs } from './list-inputs.ts';
import { ANY_BUNDLE, ANY_TYPE, loadInputs } from './load-inputs.ts';
import { openOutFolder, removeWorkFile, REPORT } from './open-out-folder.ts';
import type { WorkFile } from './open-work-file.ts';
import type { Progress } from './print-progress.ts';
import { keyOf, readLabels } from './read-labels.ts';
import { readTypesOf } from './read-types.ts';
import type { Report } from './report.ts';
import { reportPage } from './report-page.ts';
import type { SimulateSettings } from './settings.ts';
import { settleTypes, type TypeStates } from './settle-types.ts';
import { writeOutcomes } from './write-outcomes.ts';

export interface SimulateOptions {
  readonly paths: readonly string[];
  readonly out: string;
  readonly settings: SimulateSettings;
  readonly labels?: string;
  readonly workers: number;
  readonly workerMb: number;
  readonly maxBytes: number;
  /** The work file stays: patient data. */
  readonly keepsWork: boolean;
  readonly progress: Progress;
  readonly now: () => Date;
}

export interface Simulated {
  readonly report: Report;
  /** Things that were wrong with the inputs. */
  readonly problems: number;
}

const BYTES_PER_MB = 1_048_576;
const SHORT: Readonly<Record<string, string>> = { [ANY_TYPE]: 'Every type', [ANY_BUNDLE]: 'Every type of patients without exactly one Bundle of their own' };
/** So many problems of a run are said one by one; all are counted. */
const MOST_TOLD = 50;

/** `undefined` where the same simulation was finished there before. Rejects with ConfigError and KnowledgeError. */
export async function simulate({ paths, out, settings, labels, workers, workerMb, maxBytes, keepsWork, progress, now }: SimulateOptions): Promise<Simulated | undefined> {
  const inputs = listInputs(paths, out);
  const said = labels === undefined ? undefined : readLabels(labels);
  const loaded = loadTopics(settings.knowledge, settings.topics);
  checkSettings(settings, loaded);
  const topics = inLanguage(loaded, settings.language);
  const types = readTypesOf(topics);
  const fingerprint = fingerprintOf(inputs, settings, said, maxBytes);
  const opened = openOutFolder(out, fingerprint);
  if (opened === 'done') return undefined;
  const { work, isResumed } = opened;
  try {
    if (isResumed) progress.tell('Goes on where it was.');
    for (const { name, why } of inputs.passedOver) progress.tell(`${name}: ${why}`);
    await load(work, inputs, topics, { maxBytes, progress });
    const states = settleTypes(work, inputs, types);
    for (const { type, why } of work.all('SELECT type, why FROM short ORDER BY type')) progress.tell(`${SHORT[String(type)] ?? String(type)} counts as not read whole: ${String(why)}`);
    const complete = settings.complete === 'all' ? [...types.ofPatient] : settings.complete;
    await judge(work, states, complete, { settings, workers, workerMb, progress });
    const count = countOutcomes(topics, said === undefined ? undefined : countLabels(said));
    await writeOutcomes(work, out, (order) => said?.get(keyOf(order)), count.add);
    const { orders, ...counted } = count.report();
    const report: Report = {
      format: 1, madeAt: now().toISOString(), fingerprint, timeZone: settings.timeZone,
      knowledge: topics.map(({ id, version, title, source }) => ({ id, version, title, source: source.label })),
      inputs: inputPart(work, inputs, types, states, complete), orders: { ...requestsRead(work), ...orders }, ...counted,
    };
    writeWhole(join(out, 'report.html'), reportPage(report));
    writeWhole(join(out, REPORT), `${JSON.stringify(report, null, 2)}\n`);
    const [problems] = work.all('SELECT count(*) AS n FROM problems');
    work.close();
    if (!keepsWork) removeWorkFile(out);
    return { report, problems: Number(problems!['n']) };
  } finally {
    progress.end();
    work.close();
  }
}

async function load(work: WorkFile, inputs: Inputs, topics: readonly Topic[], { maxBytes, progress }: Pick<SimulateOptions, 'maxBytes' | 'progress'>): Promise<void> {
  const total = inputs.files.reduce((sum, { bytes }) => sum + bytes, 0) / BYTES_PER_MB;
  let told = 0;
  await loadInputs(inputs.files, {
    work, topics, types: readTypesOf(topics), maxBytes,
    onRead: (bytes) => progress.show('reading MB', bytes / BYTES_PER_MB, total),
    onProblem: (problem) => {
      told += 1;
      if (told <= MOST_TOLD) progress.tell(problem);
      if (told === MOST_TOLD) progress.tell('More are counted in the report.');
    },
  });
  progress.show('sorting', 0, 1);
  work.run('CREATE INDEX IF NOT EXISTS by_patient ON resources(patient)');
}

async function judge(work: WorkFile, states: TypeStates, complete: readonly string[], { settings, workers, workerMb, progress }: Pick<SimulateOptions, 'settings' | 'workers' | 'workerMb' | 'progress'>): Promise<void> {
  const [wanted] = work.all('SELECT count(*) AS n, total(is_done) AS done FROM wanted');
  let done = Number(wanted!['done']);
  if (done === Number(wanted!['n'])) return;
  await judgeAll({
    work, states, complete, settings, workers, workerMb,
    onReady: () => progress.show('judging patients', done, Number(wanted!['n'])),
    onJudged: (patients) => progress.show('judging patients', done += patients, Number(wanted!['n'])),
  });
}

function requestsRead(work: WorkFile): Pick<Report['orders'], 'read' | 'notCovered'> {
  const counts = new Map(work.all('SELECT name, n FROM counts').map(({ name, n }) => [String(name), Number(n)]));
  return { read: [...counts.values()].reduce((sum, n) => sum + n, 0), notCovered: counts.get('order not-covered') ?? 0 };
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text, { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
