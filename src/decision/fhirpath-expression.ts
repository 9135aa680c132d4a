/** FHIRPath as fhirpath.js evaluates it, with the few functions of ours: for every criterion, and for data of every shape. */
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { ExpressionError } from '../errors.ts';
import type { CodeIndex } from './code-index.ts';
import { writtenDate } from './calendar.ts';
import type { Day } from './chart.ts';
import type { Expression } from './expression.ts';
import { isMember, readingIn, valueInUnit } from './own-functions.ts';
import type { SyntaxNode } from './plain-expression.ts';

/** What a text is made of, by the grammar of FHIRPath. Throws what fhirpath.js throws. */
export type Parse = (text: string) => SyntaxNode;

/** Parses anew each time; who meets a text again remembers what it was. */
export const parseText: Parse = (text) => fhirpath.parse(text) as SyntaxNode;

/** What a criterion is made of. Throws ExpressionError; `where` names it in errors (file and pointer). */
export function parseFhirpath(text: string, where: string, parse = parseText): SyntaxNode {
  return attempt(text, where, () => parse(text));
}

/** Compiled when it is first needed. Never evaluate over shared or frozen data. */
export function compileFhirpath(text: string, where: string, codes: CodeIndex): Expression {
  const names = [...text.matchAll(/%`?(\w+)/g)].map(([, name]) => name!);
  let evaluate: ReturnType<typeof fhirpath.compile> | undefined;
  return {
    text,
    holds(subject, variables) {
      // fhirpath.js copies every variable at every evaluation: it gets those the criterion names.
      const named = Object.fromEntries(names.filter((name) => name in variables).map((name) => [name, variables[name]]));
      evaluate ??= attempt(text, where, () => fhirpath.compile(text, r4, { userInvocationTable: functions(codes) as never }));
      const result = attempt(text, where, () => evaluate!(subject as never, named as never) as unknown[]);
      if (result.length === 0) return undefined;
      if (result.length > 1 || typeof result[0] !== 'boolean') {
        throw new ExpressionError(`${where}: "${text}" gives ${result.length} value(s) that are not one true or false`);
      }
      return result[0];
    },
  };
}

const daysAsFhirpath = new Map<string, unknown>();

/** A day as FHIRPath compares it (`%asOf`); partial days stay partial. */
export function fhirpathDay(day: Day): unknown {
  let known = daysAsFhirpath.get(day);
  if (known === undefined) {
    known = (fhirpath.evaluate({}, `@${day}`, {}, r4, { resolveInternalTypes: false }) as unknown[])[0];
    if (daysAsFhirpath.size > 10_000) daysAsFhirpath.clear();
    daysAsFhirpath.set(day, known);
  }
  return known;
}

function functions(codes: CodeIndex): unknown {
  const member = { fn: (nodes: readonly unknown[], valueSet: string) => isMember(codes, nodes.map(plain), valueSet), arity: { 1: ['String'] }, internalStructures: true };
  const readsClock = { fn: () => { throw new Error('now(), today() and timeOfDay() read the clock: use %asOf'); }, arity: { 0: [] } };
  return {
    codedIn: member,
    memberOf: member,
    calendarDay: { fn: (nodes: readonly unknown[]) => nodes.flatMap(calendarDay), arity: { 0: [] }, internalStructures: true },
    inUnit: {
      fn: (nodes: readonly unknown[], unit: string) => nodes.flatMap((node) => valueInUnit(plain(node), unit) ?? []),
      arity: { 1: ['String'] },
      internalStructures: true,
    },
    reading: { fn: (nodes: readonly unknown[]) => nodes.flatMap((node) => readingIn(plain(node)) ?? []), arity: { 0: [] }, internalStructures: true },
    now: readsClock,
    today: readsClock,
    timeOfDay: readsClock,
  };
}

/** The day a dateTime was recorded, as written: clock time and zone are dropped. Partial dates stay partial. */
function calendarDay(node: unknown): unknown[] {
  const value = plain(node);
  const written = writtenDate(typeof value === 'string' ? value : String((value as { asStr?: unknown } | undefined)?.asStr ?? value));
  return written === undefined ? [] : [fhirpathDay(written)];
}

/** What a fhirpath.js node holds. */
function plain(node: unknown): unknown {
  return typeof node === 'object' && node !== null && 'data' in node ? (node as { data: unknown }).data : node;
}

/** fhirpath.js throws strings as well as errors: every failure gets the name of the expression. */
function attempt<T>(text: string, where: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExpressionError(`${where}: "${text}" cannot be evaluated: ${reason}`, { cause });
  }
}
