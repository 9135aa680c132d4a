/** Every value that two versions of the knowledge have otherwise, the weightiest first. */
import type { KnowledgeFile } from '../../knowledge/read-files.ts';
import { compareValueSets } from './compare-value-sets.ts';
import { compareValues, type ValueChange } from './compare-values.ts';
import { describeChange, HEADINGS, type ChangeKind, type KnowledgeChange } from './describe-change.ts';
import type { Side } from './read-side.ts';

/** What topics share comes once. */
export function compareFiles(before: Side, after: Side): readonly KnowledgeChange[] {
  const systems = systemTitles(before, after);
  const known = pathsOf(before.files, after.files).flatMap((path) => {
    const [one, other] = [before.files.get(path), after.files.get(path)];
    return compareFile(one, other).map((change) => describeChange((other ?? one)!, change, (uri) => systems.get(uri) ?? uri));
  });
  const beside = pathsOf(before.others, after.others).flatMap((path) => compareBeside(before.others.get(path), after.others.get(path)).map((change) => describeChange({ path, kind: 'beside' }, change, String)));
  const weights = Object.keys(HEADINGS) as readonly ChangeKind[];
  return [...known, ...beside].sort((one, other) => weights.indexOf(one.kind) - weights.indexOf(other.kind));
}

function compareFile(before: KnowledgeFile | undefined, after: KnowledgeFile | undefined): readonly ValueChange[] {
  const [one, other] = [before?.content ?? hollow(after!.content), after?.content ?? hollow(before!.content)];
  const isObjects = [one, other].every((each) => typeof each === 'object' && each !== null && !Array.isArray(each));
  const found = (after ?? before)!.kind === 'value-set' && isObjects ? compareValueSets(one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>) : compareValues(one, other);
  const whole: readonly ValueChange[] = before === undefined ? [{ pointer: '', kind: 'added', steps: [] }] : after === undefined ? [{ pointer: '', kind: 'removed', steps: [] }] : [];
  return [...whole, ...found];
}

/** A file that came or went is told entry by entry, as if its lists and tables had been empty. */
function hollow(content: unknown): unknown {
  if (Array.isArray(content)) return [];
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, Array.isArray(value) ? [] : typeof value === 'object' && value !== null && name !== 'source' ? {} : value]));
}

/** Of a text nobody reads as knowledge, only that it is another. */
function compareBeside(before: unknown, after: unknown): readonly ValueChange[] {
  if (typeof before === 'object' && typeof after === 'object') return compareValues(before, after);
  if (before === after) return [];
  return [{ pointer: '', steps: [], kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed' }];
}

function pathsOf(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort();
}

function systemTitles(...sides: readonly Side[]): ReadonlyMap<string, string> {
  return new Map(sides.flatMap(({ files }) => [...files.values()].filter(({ kind }) => kind === 'code-systems').flatMap(({ content }) => {
    const { systems = [] } = (content ?? {}) as { readonly systems?: readonly { readonly uri: string; readonly title: string }[] };
    return systems.map(({ uri, title }) => [uri, title] as const);
  })));
}
