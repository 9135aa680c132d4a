/** Forgets decisions with their details and cards, or reports with their comments, and keeps orders and counts in step with what is left. */
import { cardOfColumns } from './card-row.ts';
import { placesOf, statement, type Job, type Row } from './database.ts';
import { deriveSide } from './derive-side.ts';
import { orderOfColumns } from './order-row.ts';
import { settleCounts, type Side } from './settle-counts.ts';
import { takeTurn } from './take-turn.ts';

/** From before a time, or about all but so many of the latest. */
export type Forgotten = { readonly kind: 'decisions' | 'feedback' } & ({ readonly before: number } | { readonly keep: number });

/** So many rows at a time, so that nobody who writes waits for long. */
const AT_A_TIME = 500;

/** Whether there may be more to forget. */
export function* forget(which: Forgotten): Job<boolean> {
  yield takeTurn();
  const { kind } = which;
  const rows = yield* 'before' in which ? readOlder(kind, which.before) : readSurplus(kind, which.keep);
  if (rows.length === 0) return false;
  const was = yield* kind === 'decisions' ? sideOfDecisions(rows) : sideOfFeedback(rows);
  yield* kind === 'decisions' ? deleteDecisions(rows) : deleteFeedback(rows);
  yield* settleCounts(was, yield* deriveSide(was));
  return rows.length === AT_A_TIME;
}

function* readOlder(kind: Forgotten['kind'], before: number): Job<readonly Row[]> {
  const time = kind === 'decisions' ? 'at' : 'received_at';
  return yield statement(`SELECT * FROM ${kind} WHERE ${time} < $1 ORDER BY ${time} LIMIT ${AT_A_TIME}`, [before]);
}

/** Some are let grow too many first: an order that is asked about without end is worked out anew each time a part of it goes. */
function* readSurplus(kind: Forgotten['kind'], keep: number): Job<readonly Row[]> {
  const [row]: readonly Row[] = yield statement(`SELECT (SELECT min(seq) FROM ${kind}) AS first, (SELECT max(seq) FROM ${kind}) AS last`, []);
  const last = Number(row!['last']) - keep;
  if (row!['first'] === null || Number(row!['first']) > last - Math.floor(keep / 50)) return [];
  return yield statement(`SELECT * FROM ${kind} WHERE seq <= $1 ORDER BY seq LIMIT ${AT_A_TIME}`, [last]);
}

function* deleteDecisions(rows: readonly Row[]): Job<void> {
  const ids = rows.map(({ id }) => id!);
  for (const [table, column] of [['details', 'decision'], ['challenges', 'decision'], ['traces', 'decision'], ['cards', 'decision'], ['decisions', 'id']] as const) yield statement(`DELETE FROM ${table} WHERE ${column} IN (${placesOf(ids)})`, ids);
}

function* deleteFeedback(rows: readonly Row[]): Job<void> {
  const keys = rows.map(({ key }) => key!);
  yield statement(`DELETE FROM comments WHERE feedback IN (${placesOf(keys)})`, keys);
  yield statement(`DELETE FROM feedback WHERE key IN (${placesOf(keys)})`, keys);
}

/** Orders that decisions are of, and cards that are about them. */
function* sideOfDecisions(decisions: readonly Row[]): Job<Side> {
  const orders = [...new Set(decisions.map((row) => row['order_id']!))];
  return {
    orders: (yield statement(`SELECT * FROM orders WHERE id IN (${placesOf(orders)})`, orders)).map(orderOfColumns),
    cards: (yield statement(`SELECT DISTINCT g.* FROM given_cards g JOIN cards c ON c.uuid = g.uuid AND c.client = g.client WHERE c.decision IN (${placesOf(decisions)})`, decisions.map(({ id }) => id!))).map(cardOfColumns),
  };
}

/** Cards that reports are about, and orders those are about. */
function* sideOfFeedback(reports: readonly Row[]): Job<Side> {
  const keys = reports.map(({ key }) => key!);
  const about = `FROM feedback f JOIN given_cards g ON g.uuid = f.uuid AND g.client = f.client`;
  return {
    orders: (yield statement(
      `SELECT * FROM orders WHERE id IN (SELECT d.order_id ${about} JOIN cards c ON c.uuid = g.uuid AND c.client = g.client JOIN decisions d ON d.id = c.decision WHERE f.key IN (${placesOf(keys)}))`, keys,
    )).map(orderOfColumns),
    cards: (yield statement(`SELECT DISTINCT g.* ${about} WHERE f.key IN (${placesOf(keys)})`, keys)).map(cardOfColumns),
  };
}
