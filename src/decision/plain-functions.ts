/** The functions of FHIRPath that criteria use, and our own, each for values of the kind it is meant for. */
import type { CodeIndex } from './code-index.ts';
import { codingsWithin, isMember, readingIn, valueInUnit } from './own-functions.ts';
import { FALSE, NONE, TRUE, type Read, type Scope, type Values } from './plain-step.ts';
import { isText, truthOf } from './plain-operators.ts';

type Make = (parameters: readonly Read[], codes: CodeIndex) => Read | undefined;

/** By name: what it does, or `undefined` for a number of parameters it is not known with. */
export const namedFunctions: Readonly<Record<string, Make>> = {
  exists: ([criterion]) => (criterion === undefined ? (focus) => (focus.length > 0 ? TRUE : FALSE) : (focus, scope) => (those(focus, criterion, scope).length > 0 ? TRUE : FALSE)),
  empty: () => (focus) => (focus.length > 0 ? FALSE : TRUE),
  not: () => (focus, scope) => said(invert(truthOf(focus, scope))),
  where: ([criterion]) => (focus, scope) => those(focus, criterion!, scope),
  iif: ([condition, yes, no]) => (focus, scope) => (truthOf(condition!(focus, scope), scope) === true ? yes!(focus, scope) : no?.(focus, scope) ?? NONE),
  lower: () => ofText((text) => text.toLowerCase()),
  startsWith: (parameters) => withText(parameters, (part) => (text) => text.startsWith(part)),
  contains: (parameters) => withText(parameters, (part) => (text) => text.includes(part)),
  matches: (parameters) => withText(parameters, (source) => {
    const pattern = new RegExp(source, 'us');
    return (text) => pattern.test(text);
  }),
  codedIn: member,
  memberOf: member,
  reading: () => (focus) => focus.map(readingIn).filter((number) => number !== undefined),
  inUnit: ([unit]) => (focus, scope) => focus.map((value) => valueInUnit(value, textOf(unit, scope))).filter((number) => number !== undefined),
  // Days and types of elements are for FHIRPath; of nothing, they are nothing.
  calendarDay: () => leftToFhirpath,
  ofType: () => leftToFhirpath,
};

function member([valueSet]: readonly Read[], codes: CodeIndex): Read {
  return (focus, scope) => {
    if (focus.flatMap(codingsWithin).some((coding) => typeof coding !== 'object' || coding === null)) return leftToFhirpath(focus, scope);
    return isMember(codes, focus, textOf(valueSet, scope)) ? TRUE : FALSE;
  };
}

function leftToFhirpath(focus: Values, scope: Scope): Values {
  if (focus.length > 0) scope.isOdd = true;
  return NONE;
}

function those(focus: Values, criterion: Read, scope: Scope): Values {
  return focus.filter((item) => truthOf(criterion([item], scope), scope) === true);
}

function invert(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

function said(truth: boolean | undefined): Values {
  return truth === undefined ? NONE : truth ? TRUE : FALSE;
}

/** Of one text; of nothing, nothing. */
function ofText(work: (text: string) => unknown): Read {
  return ([text, ...others], scope) => {
    if (text === undefined) return NONE;
    if (others.length === 0 && isText(text)) return [work(text)];
    scope.isOdd = true;
    return NONE;
  };
}

/** With a text that is written out: what is made of it is made once. */
function withText([part]: readonly Read[], make: (part: string) => (text: string) => boolean): Read | undefined {
  const scope: Scope = { variables: {}, isOdd: false };
  const [text] = part!(NONE, scope);
  return typeof text === 'string' && !scope.isOdd ? ofText(make(text)) : undefined;
}

function textOf(parameter: Read | undefined, scope: Scope): string {
  const [text] = parameter!(NONE, scope);
  if (typeof text !== 'string') scope.isOdd = true;
  return String(text);
}
