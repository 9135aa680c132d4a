/** Gate "language": FHIRPath that fhirpath.js would silently answer with nothing is refused before it runs. */
import { ownFunctions, type Parse } from '../decision/expression.ts';
import type { SyntaxNode } from '../decision/plain-expression.ts';
import type { Problem } from '../errors.ts';
import { elementNames } from './fhir-names.ts';
import { nearestName } from './nearest-name.ts';
import { readByTopic } from './read-by-topic.ts';
import type { TopicFiles } from './topic-files.ts';

/** Functions an expression may use, with the numbers of arguments each takes. */
const ALLOWED: Readonly<Record<string, readonly number[]>> = {
  exists: [0, 1], empty: [0], where: [1], not: [0], all: [1], first: [0], last: [0], count: [0], ofType: [1], iif: [2, 3], matches: [1], contains: [1], startsWith: [1], lower: [0],
  ...Object.fromEntries(Object.entries(ownFunctions).map(([name, count]) => [name, [count]])),
};
/** Elements of CDS-independent parts that the R4 model keeps elsewhere. */
const FINDING_MEMBERS = ['grade', 'answer', 'values'];
/** What findings measure (see answer-exposure, answer-trend, answer-duration, answer-care). */
const MEASURES = ['coveredDays', 'undated', 'runDays', 'meanDose', 'total', 'fall', 'fallPercent', 'rise', 'fromDays', 'toDays', 'minDays', 'maxDays', 'backgroundDays'];

interface Scope {
  readonly parse: Parse;
  readonly elements: ReadonlySet<string>;
  readonly facts: ReadonlySet<string>;
  readonly findings: ReadonlySet<string>;
  readonly valueSets: ReadonlySet<string>;
  /** Findings that are not yet worked out there. */
  readonly later?: ReadonlySet<string>;
}

/** Every expression of the topic: it parses, its elements exist in FHIR R4, its functions are known, its names defined before. */
export function checkLanguage(files: TopicFiles, parse: Parse): readonly Problem[] {
  const { name } = files;
  const facts = new Set(files.facts.map((fact) => fact.name));
  const valueSets = new Set(readByTopic(files).map((set) => set.id));
  const codes = files.findings.map((finding) => finding.code);
  const elements = new Set([...elementNames(), ...FINDING_MEMBERS, ...MEASURES, ...files.findings.flatMap(({ exposure }) => (exposure?.levels ?? []).map(({ name: level }) => `${level}Days`))]);
  const patterns = files.facts.flatMap((fact) => [...(fact.words ?? []), fact.unless ?? '', fact.notWords ?? ''].flatMap((word) => patternProblems(`${fact.at}/words`, word)));
  return [
    ...patterns,
    ...files.facts.flatMap((fact) => check(fact.where, `${fact.at}/where`, { parse, elements, facts: new Set(), findings: new Set(), valueSets })),
    ...files.findings.flatMap((finding, index) => {
      const scope = { parse, elements, facts, findings: new Set(codes.slice(0, index)), valueSets, later: new Set(codes.slice(index)) };
      const { at } = finding;
      return [
        ...(finding.grades ?? []).flatMap(({ when }, each) => check(when, `${at}/grades/${each}/when`, scope)), ...check(finding.care?.progressive?.when, `${at}/care/progressive/when`, scope), ...check(finding.requires, `${at}/requires`, scope),
        ...(finding.evidence ?? []).flatMap(({ leads }, each) => check(leads?.when, `${at}/evidence/${each}/leads/when`, scope)),
        ...(finding.adjust ?? []).flatMap(({ when }, each) => check(when, `${at}/adjust/${each}/when`, scope)),
        ...(finding.answers ?? []).flatMap(({ when }, each) => check(when, `${at}/answers/${each}/when`, scope)),
      ];
    }),
    ...[...files.orderSets, { items: files.drafts }].flatMap(({ items }) => items.flatMap((item, index) => {
      const before = items.slice(0, index).flatMap(({ id }) => [id, `\`${id}\``]);
      const flags = files.findings.flatMap(({ leadsTo }) => leadsTo ?? []);
      const scope = { parse, elements, facts: new Set([...facts, 'chosen', 'flags']), findings: new Set([...codes, ...before, ...flags]), valueSets };
      const at = `${name}/order-sets#/${item.id}`;
      const reservations = [...(item.exclude ?? []), ...(item.untick ?? []), ...(item.adjust ?? [])];
      return [...check(item.tickWhen, `${at}/tickWhen`, scope), ...check(item.offer, `${at}/offer`, scope), ...reservations.flatMap(({ when }) => check(when, at, scope))];
    })),
  ];
}

function check(text: string | undefined, pointer: string, scope: Scope): readonly Problem[] {
  if (text === undefined) return [];
  const say = (message: string): Problem => ({ pointer, message: `"${text}": ${message}` });
  if (text.length > 160) return [say('is longer than 160 characters: split it into two facts')];
  let tree: SyntaxNode;
  try {
    tree = scope.parse(text);
  } catch (cause) {
    return [say(`cannot be parsed: ${cause instanceof Error ? cause.message : String(cause)}`)];
  }
  return walk(tree, scope).map(say);
}

function walk(node: SyntaxNode, scope: Scope): readonly string[] {
  switch (node.type) {
    case 'FunctionInvocation': return [...functionProblems(node, scope), ...childProblems(node.children?.[0]?.children?.slice(1) ?? [], scope)];
    case 'MemberInvocation': return scope.elements.has(node.text ?? '') || scope.findings.has(node.text ?? '') ? [] : [`${node.text} is no element of FHIR R4${scope.later?.has(node.text ?? '') === true ? ', and the finding is worked out later' : nearestElement(node.text ?? '', scope)}`];
    case 'ExternalConstantTerm': return variableProblems(node, scope);
    default: return childProblems(node.children ?? [], scope);
  }
}

/** Of three letters and fewer there is always something near. */
function nearestElement(name: string, { findings, elements }: Scope): string {
  return name.length <= 3 ? '' : nearestName(name, [...findings, ...elements]);
}

function childProblems(children: readonly SyntaxNode[], scope: Scope): readonly string[] {
  return children.flatMap((child) => walk(child, scope));
}

function functionProblems(node: SyntaxNode, scope: Scope): readonly string[] {
  const name = node.text ?? node.children?.[0]?.text ?? '';
  const parameters = node.children?.[0]?.children?.find((child) => child.type === 'ParamList')?.children ?? [];
  const counts = Object.hasOwn(ALLOWED, name) ? ALLOWED[name] : undefined;
  if (counts === undefined) return [`${name}() is not one of the functions allowed here (${Object.keys(ALLOWED).join(', ')})${nearestName(name, Object.keys(ALLOWED))}`];
  if (!counts.includes(parameters.length)) return [`${name}() takes ${counts.join(' or ')} argument(s), not ${parameters.length}`];
  if (name !== 'codedIn' && name !== 'memberOf') return [];
  const valueSet = literal(parameters[0]);
  return valueSet !== undefined && scope.valueSets.has(valueSet) ? [] : [`${name}() names no value set: ${valueSet ?? 'it needs a quoted id'}${nearestName(valueSet ?? '', scope.valueSets)}`];
}

function variableProblems(node: SyntaxNode, scope: Scope): readonly string[] {
  const name = (node.text ?? textOf(node)).replace(/^%/, '');
  const fixed = ['asOf', 'age', 'order', 'reasons', 'patient', 'found', 'context', 'resource'];
  return fixed.includes(name) || scope.facts.has(name) ? [] : [`%${name} is neither a fact nor one of %${fixed.join(', %')}${nearestName(name, [...fixed, ...scope.facts])}`];
}

function textOf(node: SyntaxNode | undefined): string {
  if (node === undefined) return '';
  return node.children === undefined || node.children.length === 0 ? node.text ?? '' : node.children.map(textOf).join('');
}

function literal(node: SyntaxNode | undefined): string | undefined {
  const text = node?.text ?? textOf(node);
  return /^'.*'$/.test(text) ? text.slice(1, -1) : node?.children?.length === 1 ? literal(node.children[0]) : undefined;
}

function patternProblems(pointer: string, source: string): readonly Problem[] {
  try {
    new RegExp(source, 'i');
    return [];
  } catch (cause) {
    return [{ pointer, message: `"${source}" is no regular expression: ${(cause as Error).message}` }];
  }
}
