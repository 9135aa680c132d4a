/** Tells one simulation from another: what goes on in a folder must be of the same inputs, knowledge and settings. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Inputs } from './list-inputs.ts';
import type { Labels } from './read-labels.ts';
import type { SimulateSettings } from './settings.ts';

export interface Fingerprint {
  readonly inputs: string;
  readonly knowledge: string;
  readonly settings: string;
}

/** Changes with the form of the work file. */
const FORM = 1;
/** Patients that prove the knowledge are no part of it. */
const NOT_SERVED = /(^|[\\/])vignettes([\\/]|$)/;

export function fingerprintOf({ files, passedOver }: Inputs, settings: SimulateSettings, labels: Labels | undefined, maxBytes: number): Fingerprint {
  const { knowledge, ...rest } = settings;
  return {
    inputs: digest(JSON.stringify([files.map(({ path, bytes, modifiedMs }) => [resolve(path), bytes, modifiedMs]), passedOver])),
    knowledge: digestOfFolder(knowledge),
    settings: digest(JSON.stringify([FORM, rest, labels === undefined ? [] : [...labels], maxBytes])),
  };
}

function digestOfFolder(folder: string): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()) {
    const name = path.slice(folder.length);
    if (!NOT_SERVED.test(name)) hash.update(JSON.stringify(name)).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
