/** What a criterion is made of where it is read in plain TypeScript: steps from values to values. */
import type { Variables } from './variables.ts';

export type Values = readonly unknown[];

/** One evaluation: `isOdd` once it met what it was not made for. */
export interface Scope {
  readonly variables: Variables;
  isOdd: boolean;
}

export type Read = (focus: Values, scope: Scope) => Values;

/** What members are read of: a resource, an element, a part of known type, or a record that is none of FHIR. */
export type Place = 'resource' | 'element' | 'record' | { readonly type: string };

export interface Step {
  readonly read: Read;
  readonly place: Place;
}

export const NONE: Values = [];
export const TRUE: Values = [true];
export const FALSE: Values = [false];
