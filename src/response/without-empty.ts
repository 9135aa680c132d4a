/** Drops what JSON from a CDS service must not hold: `null`, `''`, `[]` and `{}` (JSON-2). */

/** The value without empty members, itself where it has none; `undefined` where nothing is left. */
export function withoutEmpty(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'object') return value;
  return Array.isArray(value) ? keptItems(value) : keptMembers(value as Readonly<Record<string, unknown>>);
}

function keptItems(items: readonly unknown[]): readonly unknown[] | undefined {
  const kept = items.map(withoutEmpty);
  const isWhole = kept.every((item, index) => item !== undefined && item === items[index]);
  const left = isWhole ? items : kept.filter((item) => item !== undefined);
  return left.length === 0 ? undefined : left;
}

function keptMembers(value: Readonly<Record<string, unknown>>): unknown {
  const kept: Record<string, unknown> = {};
  let count = 0;
  let isWhole = true;
  for (const name of Object.keys(value)) {
    const part = keptMember(name, value);
    if (part !== value[name] || part === undefined) isWhole = false;
    if (part === undefined) continue;
    // Assigned, `__proto__` would be no member.
    if (name === '__proto__') Object.defineProperty(kept, name, { value: part, enumerable: true, configurable: true, writable: true });
    else kept[name] = part;
    count += 1;
  }
  return count === 0 ? undefined : isWhole ? value : kept;
}

/** FHIR R4 JSON pads a repeating primitive and its `_` twin with `null` to keep them in step: both stay as they are. */
function keptMember(name: string, parent: Readonly<Record<string, unknown>>): unknown {
  const part = parent[name];
  if (!Array.isArray(part) || part.length === 0) return withoutEmpty(part);
  const twin = name.startsWith('_') ? name.slice(1) : `_${name}`;
  return twin in parent ? part.map((item: unknown) => withoutEmpty(item) ?? null) : keptItems(part);
}
