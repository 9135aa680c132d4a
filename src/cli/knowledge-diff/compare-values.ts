/** Every place where two values of knowledge differ. Nothing is left out: what equals in every place is equal. */

/** One step from a file to a value in it. */
export interface Step {
  /** Member, or name of an item; its place in the list where it has none. */
  readonly name: string;
  readonly isItem: boolean;
  /** What is there: on the later side, or where it is gone, on the earlier one. */
  readonly value: unknown;
}

export interface ValueChange {
  /** RFC 6901, into the later file; of what was removed, into the earlier one. */
  readonly pointer: string;
  /** `moved`: the same in another order. */
  readonly kind: 'changed' | 'added' | 'removed' | 'moved';
  readonly before?: unknown;
  readonly after?: unknown;
  readonly steps: readonly Step[];
}

interface Place { readonly pointer: string; readonly steps: readonly Step[] }
type Members = Readonly<Record<string, unknown>>;
/** What an item of a list goes by, and its place there. */
interface Item { readonly name: string; readonly label: string; readonly index: number; readonly value: unknown }

/** What items of knowledge go by, the best first. */
const NAMES = ['id', 'name', 'code', 'row', 'uri', 'language', 'finding', 'fact', 'answer', 'study', 'kind', 'modality', 'contrast', 'heading', 'label', 'url', 'system', 'type', 'text', 'phrase', 'words'];

/** Both are plain data. Items of lists are compared by what they are called, so that one more of them is one change. */
export function compareValues(before: unknown, after: unknown, place: Place = { pointer: '', steps: [] }): readonly ValueChange[] {
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, place);
  if (isMembers(before) && isMembers(after)) return compareMembers(before, after, place);
  return Object.is(before, after) ? [] : [{ ...place, kind: 'changed', before, after }];
}

function compareMembers(before: Members, after: Members, place: Place): readonly ValueChange[] {
  const [had, has] = [Object.keys(before), Object.keys(after)];
  const kept = had.filter((name) => Object.hasOwn(after, name));
  const at = (name: string, value: unknown): Place => below(place, name, { name, isItem: false, value });
  return [
    ...had.filter((name) => !Object.hasOwn(after, name)).map((name): ValueChange => ({ ...at(name, before[name]), kind: 'removed', before: before[name] })),
    ...kept.flatMap((name) => compareValues(before[name], after[name], at(name, after[name]))),
    ...has.filter((name) => !Object.hasOwn(before, name)).map((name): ValueChange => ({ ...at(name, after[name]), kind: 'added', after: after[name] })),
    ...moved(kept, has.filter((name) => Object.hasOwn(before, name)), place),
  ];
}

function compareLists(before: readonly unknown[], after: readonly unknown[], place: Place): readonly ValueChange[] {
  const [had, has] = nameItems(before, after);
  const [byName, known] = [new Map(has.map((item) => [item.name, item])), new Set(had.map(({ name }) => name))];
  const at = ({ label, index, value }: Item): Place => below(place, String(index), { name: label === '' ? String(index) : label, isItem: true, value });
  const kept = had.filter(({ name }) => byName.has(name));
  return [
    ...had.filter(({ name }) => !byName.has(name)).map((item): ValueChange => ({ ...at(item), kind: 'removed', before: item.value })),
    ...kept.flatMap((item) => compareValues(item.value, byName.get(item.name)!.value, at(byName.get(item.name)!))),
    ...has.filter(({ name }) => !known.has(name)).map((item): ValueChange => ({ ...at(item), kind: 'added', after: item.value })),
    ...moved(kept.map(({ name }) => name), has.filter(({ name }) => known.has(name)).map(({ name }) => name), place),
  ];
}

function moved(before: readonly string[], after: readonly string[], place: Place): readonly ValueChange[] {
  return before.some((name, index) => name !== after[index]) ? [{ ...place, kind: 'moved' }] : [];
}

/** Items that are the same on both sides are each other's; the rest go by their label, the first by that label with the first. */
function nameItems(before: readonly unknown[], after: readonly unknown[]): readonly [readonly Item[], readonly Item[]] {
  const labelOf = labelling([...before, ...after]);
  const shared = sharedCounts(before, after);
  const named = (items: readonly unknown[]): readonly Item[] => {
    const seen = new Map<string, number>();
    const next = (key: string): number => { seen.set(key, (seen.get(key) ?? 0) + 1); return seen.get(key)!; };
    return items.map((value, index) => {
      const [label, text] = [labelOf(value), JSON.stringify(value)];
      const same = `=${text}`;
      const isShared = (seen.get(same) ?? 0) < (shared.get(text) ?? 0);
      return { name: isShared ? `${same}#${next(same)}` : `${label}~${next(`~${label}`)}`, label, index, value };
    });
  };
  return [named(before), named(after)];
}

function labelling(items: readonly unknown[]): (item: unknown) => string {
  const key = NAMES.find((name) => items.every((item) => isMembers(item) && typeof item[name] === 'string'));
  return (item) => (key === undefined ? '' : String((item as Members)[key]));
}

function sharedCounts(before: readonly unknown[], after: readonly unknown[]): ReadonlyMap<string, number> {
  const [one, other] = [before, after].map((items) => items.reduce<Map<string, number>>((counts, item) => counts.set(JSON.stringify(item), (counts.get(JSON.stringify(item)) ?? 0) + 1), new Map()));
  return new Map([...one!].map(([text, count]) => [text, Math.min(count, other!.get(text) ?? 0)]));
}

function below({ pointer, steps }: Place, key: string, step: Step): Place {
  return { pointer: `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, steps: [...steps, step] };
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
