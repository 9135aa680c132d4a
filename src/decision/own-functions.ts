/** What our own functions of criteria do with the elements they are put to. */
import type { CodeIndex } from './code-index.ts';
import { numberIn } from './read-number.ts';
import { convert } from './units.ts';

/** Whether any of these concepts, codings or things with a code is in a value set. */
export function isMember(codes: CodeIndex, values: readonly unknown[], valueSet: string): boolean {
  return values.flatMap(codingsWithin).some((coding) => codes.membership(coding).included.includes(valueSet));
}

/** The number in a value of any type: a quantity, an integer, or the first number of its words ("4/5"). */
export function readingIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return numberIn(value);
  const { value: amount, text, coding } = value as { value?: unknown; text?: unknown; coding?: readonly { display?: unknown }[] };
  return numberIn(amount) ?? numberIn(text) ?? numberIn(coding?.[0]?.display);
}

/** A quantity's value in another unit. */
export function valueInUnit(value: unknown, unit: string): number | undefined {
  return convert(typeof value === 'object' && value !== null ? value : {}, unit);
}

/** Codings of a concept, or of what has a code; or itself as one. */
export function codingsWithin(value: unknown): readonly { readonly system?: unknown; readonly code?: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { coding, code } = value as { coding?: unknown; code?: unknown };
  if (Array.isArray(coding)) return coding;
  return code === undefined ? [] : typeof code === 'object' ? codingsWithin(code) : [value];
}
