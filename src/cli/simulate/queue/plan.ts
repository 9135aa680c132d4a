/** What a simulation on a queue is: all that whoever works on it must be told, or must have the same. It lies in the charts folder, never in the queue. */
import { createHash } from 'node:crypto';
import type { Fingerprint } from '../fingerprint.ts';
import type { PassedOver } from '../list-inputs.ts';

export interface Plan {
  readonly fingerprint: Fingerprint;
  /** Of whoever read the inputs. */
  readonly release: string;
  /** Of the knowledge, where not all that are no drafts. */
  readonly topics?: readonly string[];
  readonly language?: string;
  readonly timeZone: string;
  /** R4 types the user says are whole. */
  readonly complete: readonly string[];
  readonly passedOver: readonly PassedOver[];
  /** Orders and what people said of them. */
  readonly labels?: readonly (readonly [string, string])[];
}

/** Patients of a job, by number, both included. */
export interface PatientRange {
  readonly first: number;
  readonly last: number;
}

/** Name of a simulation in the database: the same inputs, knowledge, settings and release give the same. It tells nothing about them. */
export function simulationOf({ fingerprint, release }: Plan): string {
  return createHash('sha256').update(JSON.stringify([fingerprint.inputs, fingerprint.knowledge, fingerprint.settings, release])).digest('hex').slice(0, 20);
}
