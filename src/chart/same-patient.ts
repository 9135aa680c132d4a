/** Patient safety: what is known to be about somebody else stays out (CTX-11). */
import type { Resource } from '../decision/chart.ts';
import { list, member, relativeReference } from '../decision/concept.ts';

/** Whose a resource is, as far as it says so. */
export interface Whose {
  /** Id of the patient of this request, without a type. */
  readonly patientId: string;
  /** Ids of Patient resources that other resources name by a `urn:` full URL. */
  readonly urns: ReadonlyMap<string, string>;
}

/**
 * False for a resource whose subject is somebody else, or something else; looked at as it came, since each FHIR version has its own elements.
 * An absolute reference counts by its last two segments, as servers write their base differently. A resource that names nobody literally is
 * taken for this patient's: it came in answer to this patient's query.
 */
export function isSamePatient(resource: Resource, whose: Whose): boolean {
  if (resource.resourceType === 'Patient') return resource.id === undefined || resource.id === whose.patientId;
  return isSame(resource['subject'], whose) && isSame(resource['patient'], whose);
}

/** Who is meant where a Bundle names its patients by URN. */
export function patientUrns(bundles: readonly (readonly { readonly fullUrl?: string; readonly resource: Resource }[])[]): ReadonlyMap<string, string> {
  const urns = new Map<string, string>();
  for (const bundle of bundles) {
    for (const { fullUrl, resource } of bundle) {
      if (resource.resourceType === 'Patient' && fullUrl?.startsWith('urn:') && resource.id !== undefined) urns.set(fullUrl, resource.id);
    }
  }
  return urns;
}

function isSame(written: unknown, whose: Whose): boolean {
  if (written === undefined || written === null) return true;
  // Nearly every resource of a chart names its patient so; the rest is worth a closer look.
  if (isPlainly(whose.patientId, member(written, 'reference'))) return true;
  return list(written).every((reference) => leadsTo(relativeReference(reference), whose));
}

const PATIENT = 'Patient/';

/** `Patient/id`; put together anew for every resource it would cost more than the look. */
function isPlainly(patientId: string, reference: unknown): boolean {
  return typeof reference === 'string' && reference.length === PATIENT.length + patientId.length && reference.startsWith(PATIENT) && reference.endsWith(patientId);
}

function leadsTo(reference: string | undefined, { patientId, urns }: Whose): boolean {
  if (reference === undefined || reference.startsWith('#')) return true;
  if (reference.startsWith('urn:')) return (urns.get(reference) ?? patientId) === patientId;
  const [type, id] = reference.split('/');
  return id === undefined ? type === patientId : type === 'Patient' && id === patientId;
}
