/** What lies in a patient's Bundle and says that it is somebody else's: a mistyped reference, or a resource in the wrong Bundle. */
import type { SentResource } from '../../chart/open-prefetch.ts';
import { isSamePatient, patientUrns } from '../../chart/same-patient.ts';
import { r4TypeOf } from '../../chart/shape/to-r4.ts';
import { list, relativeReference } from '../../decision/concept.ts';
import { placeResource } from './place-resource.ts';
import type { ReadTypes } from './read-types.ts';

export interface Stray {
  readonly sent: SentResource;
  /** R4. */
  readonly type: string;
  /** Everybody it could be of: the patient of the Bundle, and whom it names. */
  readonly patientIds: readonly string[];
}

/** What is about a group, a device or a place is nobody's. */
export function findStrays(resources: readonly SentResource[], patientId: string, types: ReadTypes): readonly Stray[] {
  const whose = { patientId, urns: patientUrns([resources]) };
  return resources.flatMap((sent): readonly Stray[] => {
    const { resource } = sent;
    const type = r4TypeOf(resource.resourceType);
    if (type === 'Patient' || !types.ofPatient.has(type) || isSamePatient(resource, whose) || placeResource(resource, types).kind === 'unasked') return [];
    const named = [...list(resource['subject']), ...list(resource['patient'])].flatMap((each) => /^Patient\/(.+)$/.exec(relativeReference(each) ?? '')?.[1] ?? []);
    return [{ sent, type, patientIds: [...new Set([patientId, ...named])] }];
  });
}
