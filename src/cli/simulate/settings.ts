/** How a simulation judges: everything a worker needs to be told, as plain data. */
import type { PatientWork } from './patient-work.ts';

export interface SimulateSettings {
  /** Folder of the knowledge. */
  readonly knowledge: string;
  /** Its topics to judge by: all that are no drafts where left out. */
  readonly topics?: readonly string[];
  /** BCP 47; the language the knowledge is written in where left out. */
  readonly language?: string;
  /** IANA zone in which a time is a day, as for the service. */
  readonly timeZone: string;
  /** R4 types of which the inputs hold all there is, though no file of theirs is among them. */
  readonly complete: 'all' | readonly string[];
}

/** Some patients, for one process to judge. */
export interface Batch {
  readonly patients: readonly PatientWork[];
}
