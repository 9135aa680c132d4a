/** Tells one simulation from another: what goes on in a folder must be of the same inputs, knowledge and settings. */
import { createHash } from 'node:crypto';
import { digestKnowledge } from './digest-knowledge.ts';
import type { Inputs } from './list-inputs.ts';
import { readRelease } from './queue/read-release.ts';
import type { Labels } from './read-labels.ts';
import type { SimulateSettings } from './settings.ts';

export interface Fingerprint {
  readonly inputs: string;
  readonly knowledge: string;
  readonly settings: string;
  /** Of Backstop: what two of them decide would not fit together. */
  readonly release: string;
}

/** Changes with the form of the work file. */
const FORM = 1;

export function fingerprintOf({ files, passedOver }: Inputs, settings: SimulateSettings, labels: Labels | undefined, maxBytes: number): Fingerprint {
  const { knowledge, ...rest } = settings;
  return {
    inputs: digest(JSON.stringify([files.map(({ path, bytes, modifiedMs }) => [path, bytes, modifiedMs]), passedOver])),
    knowledge: digestKnowledge(knowledge),
    settings: digest(JSON.stringify([FORM, rest, labels === undefined ? [] : [...labels], maxBytes])),
    release: digest(readRelease()),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
