/** How the elements of one resource type were written in other FHIR versions, as data. */

/** Changes to one resource; the resource itself is never written to. */
export interface Edit {
  /** An element as it stands, changes included. */
  get(element: string): unknown;
  /** Sets an element, or removes it with `undefined`. */
  set(element: string, value: unknown): void;
}

/** What an element must look like in R4. */
export type ElementKind =
  /** CodeableConcept, 0..1. */
  | 'concept'
  /** CodeableConcept, 0..*. */
  | 'concepts'
  /** CodeableConcept that was a plain code before R4. */
  | 'status'
  /** Any structure, 0..*. */
  | 'objects'
  /** Annotation, 0..*: plain text before STU3. */
  | 'notes';

export interface Form {
  /** The R4 name of the resource type. */
  readonly type: string;
  readonly elements: Readonly<Record<string, ElementKind>>;
  /** Elements that have another name in R4; the R4 name wins where both are there. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Elements that `adjust` may have to do with, and for which of their values in R4 shape it has. */
  readonly oddities?: Readonly<Record<string, (value: unknown) => boolean>>;
  /** What names and kinds cannot say. Called only for resources that have one of `oddities`. */
  readonly adjust?: (edit: Edit) => void;
}

/** Whatever its value. */
export function always(): boolean {
  return true;
}

/** Of an element that is a code: one that R4 has another word for. */
export function isAmong(words: Readonly<Record<string, string>>): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && Object.hasOwn(words, value);
}
