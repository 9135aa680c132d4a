/** What differs between two decisions, place by place. */

/** One place, as an RFC 6901 JSON pointer into the decision as it was kept, or, for what is new, into the one made now. */
export interface Change {
  readonly pointer: string;
  /** `reordered`: the same members, or the same items, in another order. */
  readonly kind: 'changed' | 'added' | 'removed' | 'reordered';
  readonly before?: unknown;
  readonly after?: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/** Both parsed from JSON. Lists of things with a name are compared by it, so that one more finding is one difference. */
export function listChanges(before: unknown, after: unknown, pointer = ''): readonly Change[] {
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, pointer);
  if (isMembers(before) && isMembers(after)) return compareMembers(before, after, pointer, Object.keys(before), Object.keys(after));
  return before === after ? [] : [{ pointer, kind: 'changed', before, after }];
}

function compareMembers(before: Members, after: Members, pointer: string, had: readonly string[], has: readonly string[], placeOf = (name: string, _isNew: boolean): string => name): readonly Change[] {
  const places = (name: string, isNew: boolean): string => `${pointer}/${placeOf(name, isNew).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const kept = had.filter((name) => has.includes(name));
  return [
    ...had.filter((name) => !has.includes(name)).map((name): Change => ({ pointer: places(name, false), kind: 'removed', before: before[name] })),
    ...kept.flatMap((name) => listChanges(before[name], after[name], places(name, false))),
    ...has.filter((name) => !had.includes(name)).map((name): Change => ({ pointer: places(name, true), kind: 'added', after: after[name] })),
    ...(has.filter((name) => had.includes(name)).some((name, index) => name !== kept[index]) ? [{ pointer, kind: 'reordered' } as const] : []),
  ];
}

function compareLists(before: readonly unknown[], after: readonly unknown[], pointer: string): readonly Change[] {
  const [had, has] = [namesOf(before), namesOf(after)];
  if (had === undefined || has === undefined) return compareMembers({ ...before }, { ...after }, pointer, [...before.keys()].map(String), [...after.keys()].map(String));
  const byName = (names: readonly string[], items: readonly unknown[]): Members => Object.fromEntries(names.map((name, index) => [name, items[index]]));
  return compareMembers(byName(had, before), byName(has, after), pointer, had, has, (name, isNew) => String((isNew ? has : had).indexOf(name)));
}

/** By what the members of a decision are called; none where an item has no name or shares one. */
function namesOf(items: readonly unknown[]): readonly string[] | undefined {
  const names = items.map((item) => (isMembers(item) ? item['code'] ?? item['id'] ?? item['finding'] ?? item['read'] ?? item['study'] : undefined));
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length ? names as readonly string[] : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
