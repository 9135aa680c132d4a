/** Records of hundreds of names, of which a chart sets a few: the others are inherited from one record for all charts, not copied for each. */

/** A record with what both say, the second before the first, and the ancestor of the first. */
export function inherit<Value>(first: Readonly<Record<string, Value>>, second: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.assign(Object.create(Object.getPrototypeOf(first) as object | null) as Record<string, Value>, first, second);
}

/** A record that says what its ancestor says until it says something else. */
export function heirOf<Value>(ancestor: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.create(ancestor) as Record<string, Value>;
}
