/** Counts of decisions by any of their columns. */
import { statement, type Database } from './database.ts';
import type { Column, DecisionsQuery, Tally } from './store.ts';

/** The only names that get into a query. */
const COLUMNS: Readonly<Record<Column, string>> = {
  month: 'month', client: 'client', tenant: 'tenant', service: 'service', hook: 'hook', mode: 'mode', topic: 'topic', version: 'version', study: 'study', variant: 'variant', variantKind: 'variant_kind', certainty: 'certainty',
  rating: 'rating', advice: 'advice', adviceRow: 'advice_row', indicator: 'indicator', urgency: 'urgency', requester: 'requester', outcome: 'outcome', overrideReason: 'reason',
};

/** One tally for each combination of values that occurs, the largest first. */
export async function countDecisions(database: Database, { from, to, client, groupBy }: DecisionsQuery & { readonly groupBy: readonly Column[] }): Promise<readonly Tally[]> {
  const names = groupBy.map((column) => COLUMNS[column]).join(', ');
  const rows = await database.read(statement(
    `SELECT count(*) AS count${names === '' ? '' : `, ${names}`} FROM decisions WHERE at >= $1 AND at < $2 ${client === undefined ? '' : 'AND client = $3'}
     ${names === '' ? '' : `GROUP BY ${names} ORDER BY count(*) DESC, ${names}`}`,
    [from.getTime(), to.getTime(), ...(client === undefined ? [] : [client])],
  ));
  return rows.map((row) => ({
    count: Number(row['count']),
    by: Object.fromEntries(groupBy.flatMap((column) => (row[COLUMNS[column]] === null ? [] : [[column, String(row[COLUMNS[column]])]]))),
  }));
}
