/** One UPDATE for many decisions. */
import { statement, type Job } from './database.ts';

/** Sets a column of decisions, each given with its value. */
export function* setValues(column: 'order_id', pairs: readonly (readonly [id: string, value: string])[]): Job<void> {
  if (pairs.length === 0) return;
  const places = pairs.map((_, index) => `($${index * 2 + 1}, $${index * 2 + 2})`).join(', ');
  yield statement(`UPDATE decisions SET ${column} = v.column2 FROM (VALUES ${places}) v WHERE decisions.id = v.column1`, pairs.flat());
}
