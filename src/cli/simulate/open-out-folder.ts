/** The folder a simulation writes to: its own, readable by nobody else, and one simulation's only. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../errors.ts';
import type { Fingerprint } from './fingerprint.ts';
import { openWorkFile, type WorkFile } from './open-work-file.ts';

export interface OutFolder {
  readonly work: WorkFile;
  /** Something was done before, and goes on. */
  readonly isResumed: boolean;
}

const WORK = 'work.db';
export const REPORT = 'report.json';
const WHAT: Readonly<Record<keyof Fingerprint, string>> = { inputs: 'other inputs (or inputs that were changed since)', knowledge: 'other knowledge', settings: 'other settings' };

/** `done` where the same simulation is finished there. Throws ConfigError for a folder that holds anything else. */
export function openOutFolder(out: string, fingerprint: Fingerprint): OutFolder | 'done' {
  makeFolder(out);
  const held = readdirSync(out);
  if (held.includes(REPORT)) {
    refuseOther(out, readReport(join(out, REPORT)), fingerprint);
    return 'done';
  }
  if (held.length > 0 && !held.includes(WORK)) throw new ConfigError(`--out ${out}: holds other files. Name a folder that is empty or does not exist yet.`);
  const work = openWorkFile(join(out, WORK));
  try {
    const [before] = work.all('SELECT value FROM about WHERE name = ?', 'fingerprint');
    if (before !== undefined) refuseOther(out, JSON.parse(String(before['value'])) as Fingerprint, fingerprint);
    else work.run('INSERT INTO about VALUES (?, ?)', 'fingerprint', JSON.stringify(fingerprint));
    return { work, isResumed: before !== undefined };
  } catch (error) {
    work.close();
    throw error;
  }
}

/** It holds the charts. */
export function removeWorkFile(out: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(join(out, WORK + suffix), { force: true });
}

function makeFolder(out: string): void {
  try {
    const isNew = !existsSync(out);
    mkdirSync(out, { recursive: true, mode: 0o700 });
    if (isNew || readdirSync(out).length === 0) chmodSync(out, 0o700);
  } catch (error) {
    throw new ConfigError(`--out ${out}: cannot be made a folder to write to (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

function readReport(path: string): Fingerprint {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { fingerprint: Fingerprint }).fingerprint;
  } catch (error) {
    throw new ConfigError(`${path}: is no report of a simulation. Name another folder (--out).`, { cause: error });
  }
}

function refuseOther(out: string, before: Partial<Fingerprint> | undefined, now: Fingerprint): void {
  const differs = (Object.keys(WHAT) as (keyof Fingerprint)[]).filter((part) => before?.[part] !== now[part]);
  if (differs.length > 0) throw new ConfigError(`--out ${out}: holds a simulation of ${differs.map((part) => WHAT[part]).join(' and ')}. Name another folder, or remove this one.`);
}
