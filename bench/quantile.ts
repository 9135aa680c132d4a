/** The value that such a share of the values does not exceed: one that was measured, nothing in between (nearest rank). Throws RangeError for none. */
export function quantile(ascending: readonly number[], share: number): number {
  if (ascending.length === 0) throw new RangeError('There is no quantile of nothing.');
  return ascending[Math.min(ascending.length, Math.max(1, Math.ceil(share * ascending.length))) - 1]!;
}
