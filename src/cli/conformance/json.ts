/** JSON of strangers: anything may stand anywhere. */
import { isDeeperThan } from '../../chart/depth.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The object, or an empty one where it is none. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Deeper than any answer or call is: a walk over what is left cannot exhaust the stack. */
const DEEPEST = 200;

/** The value, or undefined for what is no JSON, or nested deeper than 200 levels. */
export function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return isDeeperThan(value, DEEPEST) ? undefined : value;
  } catch {
    // What that means is for the caller to say.
    return undefined;
  }
}

/** Words of a stranger: nothing that a terminal obeys. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
