/** FHIRPath, small and strict: the few functions of ours, today as an argument, and a third value for "cannot tell". */
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { ExpressionError } from '../errors.ts';
import type { CodeIndex } from './code-index.ts';
import { writtenDate } from './calendar.ts';
import type { Day } from './chart.ts';
import { createKey } from './expression-key.ts';
import { numberIn } from './read-number.ts';
import { remember } from './remember.ts';
import { convert } from './units.ts';

/** Values an expression may name with `%`. */
export type Variables = Readonly<Record<string, unknown>>;

/** A compiled criterion. */
export interface Expression {
  readonly text: string;
  /** True, false, or `undefined` where the data cannot decide. Throws ExpressionError. */
  holds(subject: unknown, variables: Variables): boolean | undefined;
}

/** Our functions and how many arguments each takes; everything else must be on the allow-list of the language gate. */
export const ownFunctions: Readonly<Record<string, number>> = { codedIn: 1, memberOf: 1, calendarDay: 0, inUnit: 1, reading: 0 };

/** Compiles a criterion; `where` names it in errors (file and pointer). Never evaluate over shared or frozen data. */
export function compileExpression(text: string, where: string, codes: CodeIndex): Expression {
  const evaluate = attempt(text, where, () => fhirpath.compile(text, r4, { userInvocationTable: functions(codes) as never }));
  const names = [...text.matchAll(/%`?(\w+)/g)].map(([, name]) => name!);
  const keyOf = createKey(text);
  const evaluated = remember(MOST_ANSWERS, (_key: string, subject: unknown, variables: Variables) => evaluateOn(subject, variables));
  return {
    text,
    holds(subject, variables) {
      const key = isEmpty(subject) ? keyOf(variables) : undefined;
      return key === undefined ? evaluateOn(subject, variables) : evaluated(key, subject, variables);
    },
  };

  function evaluateOn(subject: unknown, variables: Variables): boolean | undefined {
    // fhirpath.js copies every variable at every evaluation: it gets those the criterion names.
    const named = Object.fromEntries(names.filter((name) => name in variables).map((name) => [name, variables[name]]));
    const result = attempt(text, where, () => evaluate(subject as never, named as never) as unknown[]);
    if (result.length === 0) return undefined;
    if (result.length > 1 || typeof result[0] !== 'boolean') {
      throw new ExpressionError(`${where}: "${text}" gives ${result.length} value(s) that are not one true or false`);
    }
    return result[0];
  }
}

const MOST_ANSWERS = 2000;

function isEmpty(subject: unknown): boolean {
  for (const _ in subject as object) return false;
  return !Array.isArray(subject);
}

/**
 * The same where data may be of any shape: a criterion that cannot be evaluated on what a client sent is answered with `ifBroken`, the answer
 * that is safer where it is asked. What is wrong with a criterion itself is found by the language gate and by vignettes.
 */
export function holdsOr(expression: Expression, subject: unknown, variables: Variables, ifBroken: boolean): boolean | undefined {
  try {
    return expression.holds(subject, variables);
  } catch (error) {
    if (error instanceof ExpressionError) return ifBroken;
    throw error;
  }
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
  const isMember = (concepts: readonly unknown[], valueSet: string): boolean =>
    concepts.flatMap((node) => codingsOf(plain(node))).some((coding) => codes.membership(coding).included.includes(valueSet));
  const member = { fn: isMember, arity: { 1: ['String'] }, internalStructures: true };
  const readsClock = { fn: () => { throw new Error('now(), today() and timeOfDay() read the clock: use %asOf'); }, arity: { 0: [] } };
  return {
    codedIn: member,
    memberOf: member,
    calendarDay: { fn: (nodes: readonly unknown[]) => nodes.flatMap(calendarDay), arity: { 0: [] }, internalStructures: true },
    inUnit: {
      fn: (nodes: readonly unknown[], unit: string) => nodes.flatMap((node) => convert(asQuantity(plain(node)), unit) ?? []),
      arity: { 1: ['String'] },
      internalStructures: true,
    },
    reading: { fn: (nodes: readonly unknown[]) => nodes.flatMap((node) => readingIn(plain(node)) ?? []), arity: { 0: [] }, internalStructures: true },
    now: readsClock,
    today: readsClock,
    timeOfDay: readsClock,
  };
}

/** The number in a value of any type: a quantity, an integer, or the first number of its words ("4/5"). */
function readingIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return numberIn(value);
  const { value: amount, text, coding } = value as { value?: unknown; text?: unknown; coding?: readonly { display?: unknown }[] };
  return numberIn(amount) ?? numberIn(text) ?? numberIn(coding?.[0]?.display);
}

/** The day a dateTime was recorded, as written: clock time and zone are dropped. Partial dates stay partial. */
function calendarDay(node: unknown): unknown[] {
  const value = plain(node);
  const written = writtenDate(typeof value === 'string' ? value : String((value as { asStr?: unknown } | undefined)?.asStr ?? value));
  return written === undefined ? [] : [fhirpathDay(written)];
}

function codingsOf(value: unknown): readonly { readonly system?: unknown; readonly code?: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { coding, code } = value as { coding?: unknown; code?: unknown };
  if (Array.isArray(coding)) return coding;
  return code === undefined ? [] : typeof code === 'object' ? codingsOf(code) : [value];
}

function asQuantity(value: unknown): { readonly value?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
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
