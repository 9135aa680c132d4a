/** Adds up counts that are alike in some fields. */
import type { Field, StatisticsRow } from '../store/statistics.ts';

/** One row for each combination of values that occurs, the largest count first, alike counts by their values. */
export function sumBy(rows: readonly StatisticsRow[], fields: readonly Field[]): readonly StatisticsRow[] {
  const sums = new Map<string, { count: number; by: StatisticsRow['by'] }>();
  for (const { count, by } of rows) {
    const key = JSON.stringify(fields.map((field) => by[field] ?? null));
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { count, by: Object.fromEntries(fields.flatMap((field) => (by[field] === undefined ? [] : [[field, by[field]]]))) });
    else sum.count += count;
  }
  return [...sums].sort(([one, a], [other, b]) => b.count - a.count || (one < other ? -1 : 1)).map(([, sum]) => sum);
}
