/** Elements that are not written as FHIR R4 writes them: the same value where nothing is wrong, `undefined` where nothing is usable. */
import { list, member } from '../../decision/concept.ts';
import type { ElementKind } from './form.ts';

/** The element as R4 writes an element of that kind. */
export function reshapeElement(value: unknown, kind: ElementKind): unknown {
  switch (kind) {
    case 'concept': return Array.isArray(value) ? oneConcept(value.map(conceptFrom).filter(isObject)) : conceptFrom(value);
    case 'concepts': return listOf(value, conceptFrom);
    case 'status': return statusFrom(Array.isArray(value) ? value.find(isObject) : value);
    case 'objects': return listOf(value, objectFrom);
    case 'notes': return listOf(value, noteFrom);
  }
}

/** The CodeableConcepts of R5 CodeableReferences (R5 CodeableReference.concept). */
export function conceptsIn(references: unknown): unknown {
  return nonEmpty(list(references).map((reference) => member(reference, 'concept')).filter(isObject));
}

/** The References of R5 CodeableReferences (R5 CodeableReference.reference). */
export function referencesIn(references: unknown): unknown {
  return nonEmpty(list(references).map((reference) => member(reference, 'reference')).filter(isObject));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A concept may come as bare words, with one coding instead of a list, wrapped (R5 CodeableReference), or as a Coding. */
function conceptFrom(value: unknown): unknown {
  if (isText(value)) return { text: value };
  if (!isObject(value)) return undefined;
  if (isObject(value['concept'])) return conceptFrom(value['concept']);
  if (isText(value['code']) && value['coding'] === undefined) return { coding: [value] };
  const { coding, text } = value;
  const isClean = (coding === undefined || (Array.isArray(coding) && coding.every(isCoding))) && (text === undefined || typeof text === 'string');
  if (isClean) return value;
  const { coding: _, text: __, ...rest } = value;
  return { ...rest, ...(coding !== undefined && { coding: list(coding).flat().filter(isObject).map(withTextCode) }), ...(isText(text) && { text }) };
}

function objectFrom(value: unknown): unknown {
  return isObject(value) ? value : undefined;
}

function noteFrom(value: unknown): unknown {
  return isText(value) ? { text: value } : objectFrom(value);
}

/** Several concepts where R4 has one: all their codings say what it is. */
function oneConcept(concepts: readonly Readonly<Record<string, unknown>>[]): unknown {
  const [first, ...others] = concepts;
  if (first === undefined || others.length === 0) return first;
  const text = concepts.map((concept) => concept['text']).find(isText);
  return { ...first, coding: concepts.flatMap((concept) => list(concept['coding'])), ...(text !== undefined && { text }) };
}

function isCoding(value: unknown): boolean {
  return isObject(value) && typeof value['code'] !== 'number';
}

function withTextCode(coding: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return typeof coding['code'] === 'number' ? { ...coding, code: String(coding['code']) } : coding;
}

/** `"active"` (DSTU2, STU3) and `{ "text": "Active" }` say what `{ "coding": [{ "code": "active" }] }` says. */
function statusFrom(value: unknown): unknown {
  if (isText(value)) return { coding: [{ code: value.trim().toLowerCase() }] };
  const concept = conceptFrom(value);
  if (!isObject(concept)) return undefined;
  const { coding, text } = concept;
  return (Array.isArray(coding) && coding.some(hasCode)) || !isText(text) ? concept : { ...concept, coding: [{ code: text.trim().toLowerCase() }] };
}

function hasCode(coding: unknown): boolean {
  return isText(member(coding, 'code'));
}

function listOf(value: unknown, from: (each: unknown) => unknown): unknown {
  if (!Array.isArray(value)) {
    const only = from(value);
    return only === undefined ? undefined : [only];
  }
  if (isKept(value, from)) return value;
  return nonEmpty(value.map(from).filter((item) => item !== undefined));
}

function isKept(items: readonly unknown[], from: (each: unknown) => unknown): boolean {
  for (const item of items) if (item === undefined || from(item) !== item) return false;
  return true;
}

function nonEmpty(items: readonly unknown[]): readonly unknown[] | undefined {
  return items.length === 0 ? undefined : items;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
