/** What the challenger would have said, counted and one by one. */
import type { Difference, Parting } from '../decision/compare-decisions.ts';
import { statement, type Database, type Row, type Value } from './database.ts';
import type { ChallengesQuery, ChallengeTally, KeptChallenge } from './store.ts';

const WORDS = 'live_version, version, parting, live_variant, variant, live_rating, rating, live_advice, advice, live_indicator, indicator';
const MOST_ROWS = 1000;

/** One tally for each combination that occurs, the most frequent first. */
export async function countChallenges(database: Database, query: ChallengesQuery): Promise<readonly ChallengeTally[]> {
  const { where, values } = within(query);
  const rows = await database.browse(statement(`SELECT count(*) AS count, ${WORDS} FROM challenges c WHERE ${where} GROUP BY ${WORDS} ORDER BY count(*) DESC, ${WORDS}`, values));
  return rows.map((row) => ({ count: Number(row['count']), ...sidesOf(row) }));
}

export async function listChallenges(database: Database, { parting, limit, ...query }: ChallengesQuery & { readonly parting: Parting; readonly limit: number }): Promise<readonly KeptChallenge[]> {
  const { where, values } = within(query);
  const rows = await database.browse(statement(
    `SELECT c.*, d.order_id FROM challenges c JOIN decisions d ON d.id = c.decision WHERE ${where} AND c.parting = $${values.length + 1} ORDER BY c.seq DESC LIMIT $${values.length + 2}`, [...values, parting, Math.min(Math.max(1, limit), MOST_ROWS)],
  ));
  return rows.map(keptOf);
}

export async function findChallenge(database: Database, decision: string): Promise<KeptChallenge | undefined> {
  const [row] = await database.browse(statement('SELECT c.*, d.order_id FROM challenges c JOIN decisions d ON d.id = c.decision WHERE c.decision = $1', [decision]));
  return row === undefined ? undefined : keptOf(row);
}

function within({ from, to, client }: ChallengesQuery): { readonly where: string; readonly values: readonly Value[] } {
  return { where: `c.month >= $1 AND c.month <= $2${client === undefined ? '' : ' AND c.client = $3'}`, values: [from, to, ...(client === undefined ? [] : [client])] };
}

function keptOf(row: Row): KeptChallenge {
  return {
    decision: String(row['decision']), order: String(row['order_id']), at: new Date(Number(row['at'])).toISOString(), client: String(row['client']), ...sidesOf(row),
    differences: JSON.parse(String(row['differences'])) as readonly Difference[],
  };
}

function sidesOf(row: Row): Omit<ChallengeTally, 'count'> {
  const said = (prefix: string): ChallengeTally['challenger'] =>
    Object.fromEntries(['variant', 'rating', 'advice', 'indicator'].flatMap((name) => (row[`${prefix}${name}`] === null ? [] : [[name, String(row[`${prefix}${name}`])]])));
  return { liveVersion: String(row['live_version']), version: String(row['version']), parting: row['parting'] as Parting, live: said('live_') as ChallengeTally['live'], challenger: said('') };
}
