/** How deep JSON is nested. */

/** True when there are more than so many levels of objects and lists; looks no deeper than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(item, levels - 1));
  for (const name in value) {
    const item = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof item === 'object' && isDeeperThan(item, levels - 1)) return true;
  }
  return false;
}
