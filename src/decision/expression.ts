/** Criteria, small and strict: the few functions of ours, today as an argument, and a third value for "cannot tell". */
import { ExpressionError } from '../errors.ts';
import type { CodeIndex } from './code-index.ts';
import { compileFhirpath, parseFhirpath, type Parse } from './fhirpath-expression.ts';
import { compilePlain, ODD } from './plain-expression.ts';
import type { Variables } from './variables.ts';

export type { Variables } from './variables.ts';
export { fhirpathDay, parseText, type Parse } from './fhirpath-expression.ts';

/** A compiled criterion. */
export interface Expression {
  readonly text: string;
  /** True, false, or `undefined` where the data cannot decide. Throws ExpressionError. */
  holds(subject: unknown, variables: Variables): boolean | undefined;
}

/** Our functions and how many arguments each takes; everything else must be on the allow-list of the language gate. */
export const ownFunctions: Readonly<Record<string, number>> = { codedIn: 1, memberOf: 1, calendarDay: 0, inUnit: 1, reading: 0 };

/** Compiles a criterion; `where` names it in errors (file and pointer). It is read plainly where it and the data allow it, else as FHIRPath. Throws ExpressionError. */
export function compileExpression(text: string, where: string, codes: CodeIndex, parse?: Parse): Expression {
  const plain = compilePlain(parseFhirpath(text, where, parse), codes);
  const whole = compileFhirpath(text, where, codes);
  if (plain === undefined) return whole;
  return {
    text,
    holds(subject, variables) {
      const answer = plain(subject, variables);
      return answer === ODD ? whole.holds(subject, variables) : answer;
    },
  };
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
