/** Vignettes for readers. There are many and YAML is slow: one is parsed at a time, so that calls in between do not wait. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseYaml } from './parse-yaml.ts';
import { describeResource } from './describe-resource.ts';
import type { ReadableVignette } from './readable-topic.ts';

interface VignetteFile {
  readonly id: string; readonly title: string; readonly source?: string; readonly remark?: string; readonly nearMissOf?: string; readonly today: string;
  readonly patient?: Readonly<Record<string, unknown>>;
  readonly orders: readonly { readonly study?: string; readonly resource?: Readonly<Record<string, unknown>>; readonly reason?: ReasonFile | readonly ReasonFile[]; readonly priority?: string }[];
  /** A key without entries is null. */
  readonly chart?: readonly Readonly<Record<string, unknown>>[] | null; readonly reads?: Readonly<Record<string, string>>; readonly expect: ReadableVignette['expect'];
}
/** Words and codes by their names; `problem` is the id of an entry of the chart. */
type ReasonFile = Readonly<Record<string, string>>;

/** All of one topic, in the order of files; none where the folder was not shipped. */
export async function readVignettes(folder: string, topic: string): Promise<readonly ReadableVignette[]> {
  const place = join(folder, topic, 'vignettes');
  if (!existsSync(place)) return [];
  const vignettes: ReadableVignette[] = [];
  for (const name of (await readdir(place)).filter((each) => each.endsWith('.yaml')).sort()) {
    for (const text of (await readFile(join(place, name), 'utf8')).split(/^---[ \t]*$/m)) {
      const file = parseYaml(text) as VignetteFile | null;
      if (file !== null) vignettes.push(readable(file));
      await setImmediate();
    }
  }
  return vignettes;
}

function readable({ id, title, source, remark, nearMissOf, today, patient = {}, orders, chart, reads = {}, expect }: VignetteFile): ReadableVignette {
  const { gender, birthDate } = patient;
  return {
    id, title, today, expect,
    ...(source !== undefined && { source }), ...(remark !== undefined && { remark }), ...(nearMissOf !== undefined && { nearMissOf }),
    patient: { ...(typeof gender === 'string' && { gender }), ...(typeof birthDate === 'string' && { birthDate }) },
    orders: orders.map(({ study, resource, reason, priority }) => ({
      ...(study !== undefined && { study }), ...(resource !== undefined && { words: describeResource(resource).words }), ...(priority !== undefined && { priority }),
      reasons: ([reason ?? []].flat() as readonly ReasonFile[]).map((each) => Object.entries(each).map(([name, value]) => (name === 'problem' ? `the problem ${value}` : value)).join(', ')),
    })),
    chart: (chart ?? []).map(describeResource),
    unread: Object.entries(reads).filter(([, state]) => state !== 'complete').map(([read, state]) => ({ read, state })),
  };
}
