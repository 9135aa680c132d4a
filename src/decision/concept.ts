/** Codes and words of FHIR elements, whatever shape they arrived in. */
import type { Resource } from './chart.ts';

export interface Coding {
  readonly system?: unknown;
  readonly code?: unknown;
  readonly display?: unknown;
}

/** The elements of each resource type that say what it is about (FHIR R4). */
const conceptElements: Readonly<Record<string, readonly string[]>> = {
  Condition: ['code'],
  Observation: ['code'],
  Procedure: ['code'],
  MedicationRequest: ['medicationCodeableConcept'],
  MedicationStatement: ['medicationCodeableConcept'],
  MedicationDispense: ['medicationCodeableConcept'],
  MedicationAdministration: ['medicationCodeableConcept'],
  AllergyIntolerance: ['code'],
  ServiceRequest: ['code'],
  Encounter: ['type', 'reasonCode'],
  Device: ['type'],
  ImagingStudy: ['procedureCode'],
  DiagnosticReport: ['code', 'conclusionCode'],
  PractitionerRole: ['specialty', 'code'],
};

/** The CodeableConcepts that say what a resource is about; none for a type that is never evidence (family history). */
export function conceptsOf(resource: Resource): readonly unknown[] {
  return (conceptElements[resource.resourceType] ?? []).flatMap((element) => list(resource[element]));
}

/** The codings of a CodeableConcept that are objects. */
export function codingsOf(concept: unknown): readonly Coding[] {
  return list(member(concept, 'coding')).filter((coding): coding is Coding => typeof coding === 'object' && coding !== null);
}

/** The words of a CodeableConcept: its text, then the displays that say something else. */
export function wordsOf(concept: unknown): readonly string[] {
  const words = [member(concept, 'text'), ...codingsOf(concept).map((coding) => coding.display)];
  return [...new Set(words.filter((word): word is string => typeof word === 'string' && word.trim() !== ''))];
}

/** Every word a resource says about what, where and how: its concepts, dosages, routes, sites and devices (not its notes). */
export function allWordsOf(resource: Resource): readonly string[] {
  const dosages = list(resource['dosageInstruction'] ?? resource['dosage']);
  const concepts = [...conceptsOf(resource), ...list(resource['bodySite']), ...dosages.flatMap((dosage) => [member(dosage, 'route'), member(dosage, 'site'), member(dosage, 'method')])];
  const texts = dosages.flatMap((dosage) => [member(dosage, 'text'), member(dosage, 'patientInstruction')]);
  return [...concepts.flatMap(wordsOf), ...texts.filter((text): text is string => typeof text === 'string')];
}

/** The routes a drug is given by. */
export function routesOf(resource: Resource): readonly unknown[] {
  return list(resource['dosageInstruction'] ?? resource['dosage']).flatMap((dosage) => list(member(dosage, 'route')));
}

/** The code of a coded status element (`clinicalStatus`), lower-case. */
export function statusCode(concept: unknown): string | undefined {
  if (typeof concept === 'string') return concept.toLowerCase();
  const code = firstCode(list(member(concept, 'coding'))) ?? member(concept, 'text');
  return typeof code === 'string' ? code.trim().toLowerCase() : undefined;
}

function firstCode(codings: readonly unknown[]): string | undefined {
  for (const coding of codings) {
    const code = member(coding, 'code');
    if (typeof code === 'string') return code;
  }
  return undefined;
}

/** A FHIR element that may repeat, as a list. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A member of an element that may not be an object. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** `Type/id` of a resource, or its type where it has no id. */
export function referenceTo(resource: Resource): string {
  return resource.id === undefined ? resource.resourceType : `${resource.resourceType}/${resource.id}`;
}

/** The last two segments of a literal reference: absolute, relative and versioned references compare alike. */
export function relativeReference(reference: unknown): string | undefined {
  const written = typeof reference === 'string' ? reference : member(reference, 'reference');
  if (typeof written !== 'string') return undefined;
  if (PLAIN_REFERENCE.test(written)) return written;
  const plain = ODD_REFERENCE.test(written) ? tidyReference(written) : written;
  const segments = plain.split('/_history/')[0]!.split('/').filter((segment) => segment !== '');
  return segments.length < 2 ? plain : segments.slice(-2).join('/');
}

/** As nearly all are written: nothing to look for in it. */
const PLAIN_REFERENCE = /^[A-Za-z]+\/[A-Za-z\d.-]+$/;

/** Blanks, a query, a fragment behind a reference, percent-encoding: seen, and without meaning for whom it names. */
const ODD_REFERENCE = /[\s?%]|.#/;

function tidyReference(written: string): string {
  const [bare = ''] = written.trim().split(/(?<=.)[?#]/);
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}
