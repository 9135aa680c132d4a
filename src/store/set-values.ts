/** One UPDATE for many decisions. */
import { statement, type Job } from './database.ts';

const AT_A_TIME = 5000;

/** Sets a column of decisions, each given with its value. */
export function* setValues(column: 'order_id', pairs: readonly (readonly [id: string, value: string])[]): Job<void> {
  for (let from = 0; from < pairs.length; from += AT_A_TIME) {
    const part = pairs.slice(from, from + AT_A_TIME);
    const places = part.map((_, index) => `($${index * 2 + 1}, $${index * 2 + 2})`).join(', ');
    yield statement(`UPDATE decisions SET ${column} = v.column2 FROM (VALUES ${places}) v WHERE decisions.id = v.column1`, part.flat());
  }
}
