/** Counts, as the pages ask for them. */
import { StoreError } from '../errors.ts';
import { COMMON, VIEWS } from './count-rows.ts';
import { statement, type Database, type Value } from './database.ts';
import { columnOf } from './order-row.ts';
import { TALLY_COLUMNS } from './settle-counts.ts';
import type { Field, StatisticsQuery, StatisticsRow, View } from './statistics.ts';

/** One row for each combination of values that occurs, the largest first. Throws StoreError for a field the view has not. */
export async function readTallies(database: Database, view: View, { from, to, client, mode, groupBy }: StatisticsQuery & { readonly groupBy: readonly Field[] }): Promise<readonly StatisticsRow[]> {
  const fields = [...new Set(groupBy)];
  // The only names that get into a query.
  const has = Object.hasOwn(VIEWS, view) ? [...COMMON, ...VIEWS[view]] : [];
  const odd = fields.find((field) => !has.includes(field));
  if (odd !== undefined) throw new StoreError('refused', `The view "${view}" cannot be told apart by "${odd}".`);
  const names = fields.map(columnOf).join(', ');
  const values: Value[] = [view, from, to];
  const only = Object.entries({ client, mode }).flatMap(([column, value]) => (value === undefined ? [] : [` AND ${column} = $${values.push(value)}`])).join('');
  // Columns the view has not come first in the key or between: with them named, the counts are read in the order of the key.
  const empty = TALLY_COLUMNS.filter((column) => !has.map(columnOf).includes(column)).map((column) => ` AND ${column} = ''`).join('');
  const rows = await database.browse(statement(
    `SELECT CAST(sum(count) AS BIGINT) AS count${names === '' ? '' : `, ${names}`} FROM tallies WHERE view = $1 AND month >= $2 AND month <= $3${only}${empty}
     ${names === '' ? '' : `GROUP BY ${names}`} HAVING sum(count) > 0 ${names === '' ? '' : `ORDER BY 1 DESC, ${names}`}`,
    values,
  ));
  return rows.map((row) => ({
    count: Number(row['count']),
    by: Object.fromEntries(fields.flatMap((field) => (row[columnOf(field)] === '' ? [] : [[field, String(row[columnOf(field)])]]))),
  }));
}
