/** Drops what JSON from a CDS service must not hold: `null`, `''`, `[]` and `{}` (JSON-2). */

/** A copy without empty members; `undefined` where nothing is left. */
export function withoutEmpty(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) {
    const kept = value.map(withoutEmpty).filter((item) => item !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value !== 'object') return value;
  const kept = Object.entries(value).flatMap(([name, part]) => keptMember(name, part, value));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** FHIR R4 JSON pads a repeating primitive and its `_` twin with `null` to keep them in step: both stay as they are. */
function keptMember(name: string, part: unknown, parent: object): readonly (readonly [string, unknown])[] {
  const twin = name.startsWith('_') ? name.slice(1) : `_${name}`;
  if (Array.isArray(part) && part.length > 0 && twin in parent) return [[name, part.map((item: unknown) => withoutEmpty(item) ?? null)]];
  const kept = withoutEmpty(part);
  return kept === undefined ? [] : [[name, kept]];
}
