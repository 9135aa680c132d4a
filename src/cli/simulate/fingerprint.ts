/** Tells one simulation from another: what goes on in a folder must be of the same inputs, knowledge and settings. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { digestKnowledge } from './digest-knowledge.ts';
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

export function fingerprintOf({ files, passedOver }: Inputs, settings: SimulateSettings, labels: Labels | undefined, maxBytes: number): Fingerprint {
  const { knowledge, ...rest } = settings;
  return {
    inputs: digest(JSON.stringify([files.map(({ path, bytes, modifiedMs }) => [resolve(path), bytes, modifiedMs]), passedOver])),
    knowledge: digestKnowledge(knowledge),
    settings: digest(JSON.stringify([FORM, rest, labels === undefined ? [] : [...labels], maxBytes])),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
