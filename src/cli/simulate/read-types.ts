/** Which resource types a simulation reads at all. */
import type { Topic } from '../../decision/topic.ts';

export interface ReadTypes {
  /** R4 types of a patient's own that a topic asks for. */
  readonly ofPatient: ReadonlySet<string>;
  /** R4 types that belong to nobody and that resources of a patient refer to. */
  readonly shared: ReadonlySet<string>;
}

/** FHIR R4: drugs are named by a Medication, and who orders by a role. */
const SHARED = ['Medication', 'PractitionerRole'];

export function readTypesOf(topics: readonly Topic[]): ReadTypes {
  return { ofPatient: new Set(topics.flatMap(({ reads }) => reads.map(({ resourceType }) => resourceType))), shared: new Set(SHARED) };
}
