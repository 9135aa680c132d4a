/** From when to when there are orders, and whose. */
import { statement, type Database } from './database.ts';

/** The first and the last month; none without orders. */
export async function readMonths(database: Database): Promise<{ readonly first: string; readonly last: string } | undefined> {
  const [row] = await database.browse(statement(`SELECT min(month) AS first, max(month) AS last FROM tallies WHERE view = 'ratings' AND count > 0`, []));
  return row === undefined || row['first'] === null ? undefined : { first: String(row['first']), last: String(row['last']) };
}

export async function readClients(database: Database): Promise<readonly string[]> {
  const rows = await database.browse(statement(`SELECT DISTINCT client FROM tallies WHERE view = 'ratings' AND count > 0 ORDER BY client`, []));
  return rows.map(({ client }) => String(client));
}
