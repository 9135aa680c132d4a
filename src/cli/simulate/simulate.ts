/** What would have been said: reads exports, joins each patient's chart, judges every imaging order on its own day, and writes what came of it. */
import { inLanguage } from '../../decision/in-language.ts';
import { loadTopics } from '../../knowledge/load-topics.ts';
import { checkSettings } from '../decide/check-settings.ts';
import { fingerprintOf } from './fingerprint.ts';
import { judgeAll } from './judge-all.ts';
import { listInputs } from './list-inputs.ts';
import { openOutFolder, removeWorkFile } from './open-out-folder.ts';
import type { WorkFile } from './open-work-file.ts';
import { problemsBefore } from './prepare-out-folder.ts';
import type { Progress } from './print-progress.ts';
import { readInputs } from './read-inputs.ts';
import { readLabels } from './read-labels.ts';
import { readTypesOf } from './read-types.ts';
import type { SimulateSettings } from './settings.ts';
import type { TypeStates } from './settle-types.ts';
import { writeInputNames } from './write-input-names.ts';
import { writeReport, type Simulated } from './write-report.ts';

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

/** `written-before` where the same simulation was finished there. Rejects with ConfigError and KnowledgeError. */
export async function simulate({ paths, out, settings, labels, workers, workerMb, maxBytes, keepsWork, progress, now }: SimulateOptions): Promise<{ readonly kind: 'written' } & Simulated | { readonly kind: 'written-before'; readonly problems: number }> {
  const inputs = listInputs(paths, out);
  const said = labels === undefined ? undefined : readLabels(labels);
  const loaded = loadTopics(settings.knowledge, settings.topics);
  checkSettings(settings, loaded);
  const topics = inLanguage(loaded, settings.language);
  const fingerprint = fingerprintOf(inputs, settings, said, maxBytes);
  const opened = openOutFolder(out, fingerprint);
  if (opened === 'done') {
    // It may have been killed in the very last step.
    if (!keepsWork) removeWorkFile(out);
    return { kind: 'written-before', problems: problemsBefore(out) };
  }
  const { work, isResumed } = opened;
  try {
    if (isResumed) progress.tell('Goes on where it was.');
    writeInputNames(out, inputs.files.map(({ path }) => path), inputs.passedOver);
    const states = await readInputs(work, inputs, { topics, maxBytes, progress });
    const complete = settings.complete === 'all' ? [...readTypesOf(topics).ofPatient] : settings.complete;
    await judge(work, states, complete, { settings, workers, workerMb, progress });
    const done = await writeReport(outcomesIn(work), out, { work, topics, states, passedOver: inputs.passedOver, complete, labels: said, fingerprint, timeZone: settings.timeZone, now });
    work.close();
    if (!keepsWork) removeWorkFile(out);
    return { kind: 'written', ...done };
  } finally {
    progress.end();
    work.close();
  }
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

function* outcomesIn(work: WorkFile): Iterable<string> {
  for (const { body } of work.each('SELECT body FROM results ORDER BY patient, place')) yield String(body);
}
