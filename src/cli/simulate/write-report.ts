/** Writes what a simulation found: each decision, and the report over all of them. The report in JSON comes last: where it is, all is. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Topic } from '../../decision/topic.ts';
import { countLabels } from './count-labels.ts';
import { countOutcomes } from './count-outcomes.ts';
import type { Fingerprint } from './fingerprint.ts';
import { inputFiles, inputPart } from './input-part.ts';
import type { Inputs } from './list-inputs.ts';
import type { WorkFile } from './open-work-file.ts';
import { REPORT } from './prepare-out-folder.ts';
import { keyOf, type Labels } from './read-labels.ts';
import { readTypesOf } from './read-types.ts';
import type { Report } from './report.ts';
import { reportPage } from './report-page.ts';
import type { TypeStates } from './settle-types.ts';
import { writeInputNames } from './write-input-names.ts';
import { writeOutcomes } from './write-outcomes.ts';

export interface ReportOptions {
  /** The work file, once all inputs were read into it. */
  readonly work: Pick<WorkFile, 'all'>;
  readonly topics: readonly Topic[];
  readonly states: TypeStates;
  readonly passedOver: Inputs['passedOver'];
  readonly complete: readonly string[];
  readonly labels: Labels | undefined;
  readonly fingerprint: Fingerprint;
  readonly timeZone: string;
  readonly now: () => Date;
}

/** What came of it, in numbers. */
export interface Simulated {
  readonly report: Report;
  /** Things that were wrong with the inputs, and types that count as not read whole. */
  readonly problems: number;
}

/** `bodies`: the outcomes as JSON, in the order of the inputs. */
export async function writeReport(bodies: Iterable<string> | AsyncIterable<string>, out: string, { work, topics, states, passedOver, complete, labels, fingerprint, timeZone, now }: ReportOptions): Promise<Simulated> {
  const count = countOutcomes(topics, labels === undefined ? undefined : countLabels(labels));
  await writeOutcomes(bodies, out, (order) => labels?.get(keyOf(order)), count.add);
  const { orders, ...counted } = count.report();
  const report: Report = {
    format: 1, madeAt: now().toISOString(), fingerprint, timeZone,
    knowledge: topics.map(({ id, version, title, source }) => ({ id, version, title, source: source.label })),
    inputs: inputPart(work, { passedOver }, readTypesOf(topics), states, complete), orders: { ...requestsRead(work), ...orders }, ...counted,
  };
  writeInputNames(out, inputFiles(work).map(({ name }) => String(name)), passedOver);
  writeWhole(join(out, 'report.html'), reportPage(report));
  writeWhole(join(out, REPORT), `${JSON.stringify(report, null, 2)}\n`);
  return { report, problems: report.inputs.problems };
}

function requestsRead(work: ReportOptions['work']): Pick<Report['orders'], 'read' | 'notCovered'> {
  const counts = new Map(work.all('SELECT name, n FROM counts').map(({ name, n }) => [String(name), Number(n)]));
  return { read: [...counts.values()].reduce((sum, n) => sum + n, 0), notCovered: counts.get('order not-covered') ?? 0 };
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text, { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
