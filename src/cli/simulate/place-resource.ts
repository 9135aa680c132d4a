/** Where a resource of an export belongs: to a patient, to everybody, or nowhere; and what is wrong where that cannot be told. */
import type { Resource } from '../../decision/chart.ts';
import { list, member, relativeReference } from '../../decision/concept.ts';
import { r4TypeOf } from '../../chart/shape/to-r4.ts';
import { isFhirType } from '../../knowledge/is-fhir-type.ts';
import type { ReadTypes } from './read-types.ts';

export type Placed =
  | { readonly kind: 'patient'; readonly patientId: string }
  | { readonly kind: 'of-patient'; readonly patientId: string; readonly type: string }
  | { readonly kind: 'shared'; readonly reference: string; readonly type: string }
  /** No topic asks for its type, or it is about something else than a patient. */
  | { readonly kind: 'unasked' }
  /** No version of FHIR has its type: it could be a misspelt one. */
  | { readonly kind: 'unknown' }
  /** It could be anybody's. */
  | { readonly kind: 'nobody'; readonly type: string; readonly pointer: string; readonly message: string };

export function placeResource(resource: Resource, { ofPatient, shared }: ReadTypes): Placed {
  const type = r4TypeOf(resource.resourceType);
  const { id } = resource as { readonly id?: unknown };
  if (type === 'Patient') return isId(id) ? { kind: 'patient', patientId: String(id) } : { kind: 'nobody', type, pointer: '/id', message: 'is missing: nothing can belong to this Patient.' };
  if (shared.has(type)) return isId(id) ? { kind: 'shared', type, reference: `${type}/${id}` } : { kind: 'unasked' };
  if (!ofPatient.has(type)) return { kind: isFhirType(resource.resourceType) ? 'unasked' : 'unknown' };
  const element = resource['subject'] === undefined || resource['subject'] === null ? 'patient' : 'subject';
  const written = list(resource[element]);
  if (written.length === 0) return { kind: 'nobody', type, pointer: `/${element === 'patient' && resource['patient'] === undefined ? 'subject' : element}`, message: 'is missing: it could be anybody\'s.' };
  if (element === 'subject' && list(resource['patient']).some((each) => relativeReference(each) !== relativeReference(written[0]))) return { kind: 'nobody', type, pointer: '/patient', message: 'names another one than subject: it could be anybody\'s.' };
  const references = written.map((each) => relativeReference(each));
  const [first] = references;
  const [about = '', whose] = first?.split('/') ?? [];
  if (first !== undefined && references.every((each) => each === first) && about === 'Patient' && whose !== undefined) return { kind: 'of-patient', patientId: whose, type };
  // A reference without a type leads to a patient where an element says so.
  if (first !== undefined && whose === undefined && /^[\w.-]+$/.test(about) && (element === 'patient' || member(written[0], 'type') === 'Patient')) return { kind: 'of-patient', patientId: about, type };
  if (references.every((each) => each !== undefined && NO_PATIENT.test(each))) return { kind: 'unasked' };
  return { kind: 'nobody', type, pointer: `/${element}/reference`, message: 'does not lead to one Patient: it could be anybody\'s.' };
}

/** What is no patient, nor comes of one, in whatever FHIR version a subject may be it: a Person or an Encounter is somebody's. */
const NO_PATIENT = /^(?:Group|Device|Location|Organization|Substance|Medication|BiologicallyDerivedProduct|NutritionProduct)\/[^/]+$/;

function isId(id: unknown): boolean {
  return (typeof id === 'string' && id !== '') || typeof id === 'number';
}
