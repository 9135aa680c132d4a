/**
 * Criteria read in plain TypeScript: the part of FHIRPath that knowledge is written in, on data of the usual shape. What is written otherwise is
 * not compiled, and data of an odd shape is not judged here: for both there is FHIRPath itself. Wherever this answers, FHIRPath answers the same.
 */
import type { CodeIndex } from './code-index.ts';
import type { Variables } from './variables.ts';
import { namedFunctions } from './plain-functions.ts';
import { combined } from './plain-operators.ts';
import { choiceOf, memberOf } from './plain-members.ts';
import { NONE, type Place, type Read, type Scope, type Step, type Values } from './plain-step.ts';

/** A node of what `fhirpath.parse` gives. */
export interface SyntaxNode {
  readonly type: string;
  readonly text?: string;
  readonly children?: readonly SyntaxNode[];
}

/** The answer to data of an odd shape. */
export const ODD = Symbol('odd');

export type PlainExpression = (subject: unknown, variables: Variables) => boolean | undefined | typeof ODD;

/** Variables that hold what was found and chosen, not resources. */
const RECORDS = ['found', 'flags', 'chosen'];

/** `undefined` for an expression with anything in it that is not known here. */
export function compilePlain(tree: SyntaxNode, codes: CodeIndex): PlainExpression | undefined {
  const step = compile(tree, 'resource', codes);
  if (step === undefined) return undefined;
  return (subject, variables) => {
    const scope: Scope = { variables, isOdd: false };
    const values = valuesOf(step, subject, scope);
    if (scope.isOdd || values.length > 1 || (values.length === 1 && typeof values[0] !== 'boolean')) return ODD;
    return values[0] as boolean | undefined;
  };
}

/** What throws here is for FHIRPath to judge too: it throws as well, and says where, or knows an answer. */
function valuesOf(step: Step, subject: unknown, scope: Scope): Values {
  try {
    return step.read([subject], scope);
  } catch {
    scope.isOdd = true;
    return NONE;
  }
}

function compile(node: SyntaxNode, place: Place, codes: CodeIndex): Step | undefined {
  const children = node.children ?? [];
  switch (node.type) {
    case 'EntireExpression':
    case 'TermExpression':
    case 'ParenthesizedTerm':
    case 'InvocationTerm':
    case 'LiteralTerm': return children.length === 1 ? compile(children[0]!, place, codes) : undefined;
    case 'StringLiteral': return node.text!.includes('\\') ? undefined : constant(node.text!.slice(1, -1));
    case 'NumberLiteral': return constant(Number(node.text));
    case 'BooleanLiteral': return constant(node.text === 'true');
    case 'PolarityExpression': return negative(children[0]!, node.text);
    case 'ExternalConstantTerm': return variable(nameIn(node));
    case 'MemberInvocation':
    case 'FunctionInvocation':
    case 'InvocationExpression': return path(stepsOf(node), place, codes);
    default: {
      const [one, other] = children.map((child) => compile(child, place, codes));
      const read = children.length === 2 && one && other ? combined(node.type, node.text ?? '', one.read, other.read) : undefined;
      return read && { read, place: 'element' };
    }
  }
}

function constant(value: unknown): Step {
  const values = [value];
  return { read: () => values, place: { type: 'constant' } };
}

function negative(node: SyntaxNode, sign: string | undefined): Step | undefined {
  if (node.type === 'NumberLiteral') return sign === '-' ? constant(-Number(node.text)) : undefined;
  return node.children?.length === 1 ? negative(node.children[0]!, sign) : undefined;
}

function variable(name: string): Step {
  return {
    read: (_, scope) => {
      const value = scope.variables[name];
      if (value === undefined || value === null) scope.isOdd = true;
      return Array.isArray(value) ? value : [value];
    },
    place: RECORDS.includes(name) ? 'record' : 'resource',
  };
}

/** `a.b.c()`, from left to right. */
function stepsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'InvocationExpression') return node.children!.flatMap(stepsOf);
  const isWrapped = ['TermExpression', 'InvocationTerm'].includes(node.type) && ['InvocationTerm', 'MemberInvocation', 'FunctionInvocation'].includes(node.children![0]!.type);
  return isWrapped ? stepsOf(node.children![0]!) : [node];
}

function path(nodes: readonly SyntaxNode[], place: Place, codes: CodeIndex): Step | undefined {
  let step: Step | undefined = { read: (focus) => focus, place };
  for (let index = 0; index < nodes.length && step !== undefined; index += 1) {
    const node: SyntaxNode = nodes[index]!;
    const type: string | undefined = node.type === 'MemberInvocation' && step.place === 'resource' ? typeAskedBy(nodes[index + 1]) : undefined;
    const next: Step | undefined = type === undefined ? stepAt(node, step.place, codes) : choiceOf(nameIn(node), type);
    step = next && (index === 0 ? next : chained(step, next));
    if (type !== undefined) index += 1;
  }
  return step;
}

function chained(first: Step, next: Step): Step {
  return { read: (focus, scope) => next.read(first.read(focus, scope), scope), place: next.place };
}

function stepAt(node: SyntaxNode, place: Place, codes: CodeIndex): Step | undefined {
  if (node.type === 'MemberInvocation') return memberOf(place, nameIn(node));
  const call = callIn(node);
  if (call === undefined) return compile(node, place, codes);
  const parameters = call.parameters.map((parameter) => compile(parameter, place, codes)?.read);
  const known = namedFunctions[call.name];
  const read = call.name === 'ofType' ? known!([], codes) : parameters.includes(undefined) ? undefined : known?.(parameters as readonly Read[], codes);
  return read && { read, place: ['where', 'ofType'].includes(call.name) ? place : 'element' };
}

/** `value.ofType(Quantity)` is one step. */
function typeAskedBy(node: SyntaxNode | undefined): string | undefined {
  const call = node && callIn(node);
  return call?.name === 'ofType' ? nameIn(call.parameters[0]!) : undefined;
}

function callIn(node: SyntaxNode): { readonly name: string; readonly parameters: readonly SyntaxNode[] } | undefined {
  if (node.type !== 'FunctionInvocation') return undefined;
  const [name, ...rest] = node.children![0]!.children!;
  return { name: nameIn(name!), parameters: rest.flatMap(({ children = [] }) => children) };
}

function nameIn(node: SyntaxNode): string {
  return node.type === 'Identifier' ? node.text!.replaceAll('`', '') : nameIn(node.children![0]!);
}
