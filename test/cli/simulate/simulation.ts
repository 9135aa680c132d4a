/** Runs `backstop simulate` as people do: files in a folder, the real command, and what it wrote. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../../src/cli/simulate/judge-patient.ts';
import type { Report } from '../../../src/cli/simulate/report.ts';

export const ROOT = join(__dirname, '../../..');
export const CLI = join(ROOT, 'src/cli.ts');

export interface Simulation {
  readonly status: number | null;
  readonly stderr: string;
  readonly outcomes: readonly Outcome[];
  readonly report: Report;
  readonly out: string;
}

type Content = string | Buffer | readonly unknown[] | object;

/** A new folder with those files; lists become NDJSON, other values JSON. */
export function folderOf(files: Readonly<Record<string, Content>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-simulate-'));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : Array.isArray(content) ? ndjson(content) : JSON.stringify(content));
  }
  return folder;
}

export function ndjson(resources: readonly unknown[]): string {
  return resources.map((resource) => `${JSON.stringify(resource)}\n`).join('');
}

/** Inputs first, then options; the output folder is a new one unless named. */
export function simulate(args: readonly string[], { out = join(folderOf({}), 'out'), zone = 'UTC' }: { readonly out?: string; readonly zone?: string } = {}): Simulation {
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'simulate', ...args, '--out', out, '--workers', '1'], { encoding: 'utf8', env: { PATH: process.env['PATH'], TIME_ZONE: zone } as NodeJS.ProcessEnv });
  const read = (name: string): string => (existsSync(join(out, name)) ? readFileSync(join(out, name), 'utf8') : '');
  const report = read('report.json');
  return { status, stderr, out, outcomes: read('decisions.ndjson').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Outcome), report: (report === '' ? {} : JSON.parse(report)) as Report };
}
