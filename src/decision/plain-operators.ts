/** The operators of FHIRPath on truths, numbers and texts; with an operand that is nothing, most say nothing. */
import { FALSE, NONE, TRUE, type Read, type Scope, type Values } from './plain-step.ts';

/** `undefined` for an operator that is not known here. Both sides are always read, as an odd one makes the whole odd. */
export function combined(type: string, sign: string, one: Read, other: Read): Read | undefined {
  switch (type) {
    case 'AndExpression': return (focus, scope) => both(truthOf(one(focus, scope), scope), truthOf(other(focus, scope), scope));
    case 'OrExpression': return (focus, scope) => either(truthOf(one(focus, scope), scope), truthOf(other(focus, scope), scope));
    case 'UnionExpression': return (focus, scope) => together(one(focus, scope), other(focus, scope));
    case 'MembershipExpression': return sign === 'in' ? (focus, scope) => isAmong(one(focus, scope), other(focus, scope), scope) : undefined;
    case 'EqualityExpression':
    case 'InequalityExpression':
    case 'AdditiveExpression':
    case 'MultiplicativeExpression': {
      const work = works[sign];
      return work && ((focus, scope) => worked(work, one(focus, scope), other(focus, scope), scope));
    }
    default: return undefined;
  }
}

/** One truth, or none; anything else is odd. */
export function truthOf(values: Values, scope: Scope): boolean | undefined {
  if (values.length === 0) return undefined;
  if (values.length === 1 && typeof values[0] === 'boolean') return values[0];
  scope.isOdd = true;
  return undefined;
}

/** Text that FHIRPath does not take for a date or time: those it compares otherwise. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !/^T?\d/.test(value);
}

function both(one: boolean | undefined, other: boolean | undefined): Values {
  return one === false || other === false ? FALSE : one === undefined || other === undefined ? NONE : TRUE;
}

function either(one: boolean | undefined, other: boolean | undefined): Values {
  return one === true || other === true ? TRUE : one === undefined || other === undefined ? NONE : FALSE;
}

/** With what stands in both twice: nobody counts here. */
function together(one: Values, other: Values): Values {
  return one.length === 0 ? other : other.length === 0 ? one : [...one, ...other];
}

function isAmong(one: Values, others: Values, scope: Scope): Values {
  if (one.length === 0) return NONE;
  if (one.length > 1 || !isText(one[0]) || !others.every(isText)) scope.isOdd = true;
  return others.includes(one[0]) ? TRUE : FALSE;
}

type Work = (one: number, other: number) => boolean | number | undefined;

const works: Readonly<Record<string, Work>> = {
  '=': (one, other) => one === other, '!=': (one, other) => one !== other,
  '<': (one, other) => one < other, '<=': (one, other) => one <= other, '>': (one, other) => one > other, '>=': (one, other) => one >= other,
  '+': (one, other) => one + other, '-': (one, other) => one - other, '/': (one, other) => (other === 0 ? undefined : one / other),
};

/** FHIRPath rounds to eight places before it compares: what is nearer than this without being the same is left to it. */
const NEAR = 1e-6;
const LARGE = 1e9;

function worked(work: Work, one: Values, other: Values, scope: Scope): Values {
  if (one.length === 0 || other.length === 0) return NONE;
  const [first, second] = [one[0], other[0]];
  const isOne = one.length === 1 && other.length === 1;
  if (isOne && typeof first === 'number' && typeof second === 'number' && isUsual(first, second)) {
    const result = work(first, second);
    return result === true ? TRUE : result === false ? FALSE : result === undefined ? NONE : [result];
  }
  const isSame = isOne && ((isText(first) && isText(second)) || (typeof first === 'boolean' && typeof second === 'boolean'));
  if (isSame && work === works['=']) return first === second ? TRUE : FALSE;
  if (isSame && work === works['!=']) return first !== second ? TRUE : FALSE;
  scope.isOdd = true;
  return NONE;
}

function isUsual(one: number, other: number): boolean {
  return Math.abs(one) < LARGE && Math.abs(other) < LARGE && (one === other || Math.abs(one - other) > NEAR);
}
