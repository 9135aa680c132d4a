/** Makes the folder results are written to: its own, readable by nobody else, and one simulation's only. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../errors.ts';
import type { Fingerprint } from './fingerprint.ts';
import { refuseAnother } from './refuse-another.ts';
import type { Report } from './report.ts';

export const REPORT = 'report.json';

/** `done` where the same simulation is finished there. `isOurs` looks at what the folder holds. Throws ConfigError for a folder that holds anything else. */
export function prepareOutFolder(out: string, fingerprint: Fingerprint, isOurs: (held: readonly string[]) => boolean): 'done' | 'open' {
  makeFolder(out);
  const held = readdirSync(out);
  if (held.includes(REPORT)) {
    refuseAnother(out, readReport(out).fingerprint, fingerprint);
    return 'done';
  }
  if (held.length > 0 && !isOurs(held)) throw new ConfigError(`--out ${out}: holds other files. Name a folder that is empty or does not exist yet.`);
  return 'open';
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

/** Of a simulation that is finished there: what was wrong with its inputs is as wrong as when it was read. */
export function problemsBefore(out: string): number {
  return readReport(out).inputs.problems;
}

function readReport(out: string): Pick<Report, 'fingerprint' | 'inputs'> {
  const path = join(out, REPORT);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch (error) {
    throw new ConfigError(`${path}: is no report of a simulation. Name another folder (--out).`, { cause: error });
  }
}
