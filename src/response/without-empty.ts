/** Drops what JSON from a CDS service must not hold: `null`, `''`, `[]` and `{}` (JSON-2). */

/** The value without empty members, itself where it has none; `undefined` where nothing is left. */
export function withoutEmpty(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'object') return value;
  return Array.isArray(value) ? keptItems(value) : keptMembers(value as Readonly<Record<string, unknown>>);
}

function keptItems(items: readonly unknown[]): readonly unknown[] | undefined {
  const kept = items.map(withoutEmpty);
  if (items.length > 0 && kept.every((item, index) => item !== undefined && item === items[index])) return items;
  const left = kept.filter((item) => item !== undefined);
  return left.length === 0 ? undefined : left;
}

function keptMembers(value: Readonly<Record<string, unknown>>): unknown {
  const names = Object.keys(value);
  const kept = names.map((name) => keptMember(name, value));
  if (names.length > 0 && kept.every((part, index) => part !== undefined && part === value[names[index]!])) return value;
  const left = names.flatMap((name, index) => (kept[index] === undefined ? [] : [[name, kept[index]] as const]));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** FHIR R4 JSON pads a repeating primitive and its `_` twin with `null` to keep them in step: both stay as they are. */
function keptMember(name: string, parent: Readonly<Record<string, unknown>>): unknown {
  const part = parent[name];
  if (!Array.isArray(part) || part.length === 0) return withoutEmpty(part);
  return twinOf(name) in parent ? part.map((item: unknown) => withoutEmpty(item) ?? null) : keptItems(part);
}

/** The name of the member that FHIR R4 JSON keeps in step with this one. */
export function twinOf(name: string): string {
  return name.startsWith('_') ? name.slice(1) : `_${name}`;
}
