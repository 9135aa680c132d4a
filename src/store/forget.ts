/** Forgets decisions with their details and cards, or reports with their comments, and keeps orders and counts in step with what is left. */
import { cardOfColumns } from './card-row.ts';
import { placesOf, statement, type Job, type Row } from './database.ts';
import { readEvaluations, type Evaluation } from './evaluation.ts';
import { groupOrders } from './join-orders.ts';
import { orderOfColumns } from './order-row.ts';
import { setValues } from './set-values.ts';
import { settleCounts, type Side } from './settle-counts.ts';
import { takeTurn } from './take-turn.ts';

/** From before a time, or all but so many of the latest. */
export type Forgotten = { readonly kind: 'decisions' | 'feedback' } & ({ readonly before: number } | { readonly keep: number });

/** So many rows at a time, so that nobody who writes waits for long. */
export const AT_A_TIME = 500;

/** How many went: fewer than `AT_A_TIME` when none are left. */
export function* forget(which: Forgotten): Job<number> {
  yield takeTurn();
  const { kind } = which;
  const time = kind === 'decisions' ? 'at' : 'received_at';
  const rows: readonly Row[] = yield 'before' in which
    ? statement(`SELECT * FROM ${kind} WHERE ${time} < $1 ORDER BY ${time} LIMIT ${AT_A_TIME}`, [which.before])
    : statement(`SELECT * FROM ${kind} WHERE seq <= (SELECT max(seq) - $1 FROM ${kind}) ORDER BY seq LIMIT ${AT_A_TIME}`, [which.keep]);
  if (rows.length === 0) return 0;
  const orders = kind === 'decisions' ? [...new Set(rows.map((row) => String(row['order_id'])))] : yield* ordersOf(rows);
  const was = yield* readSide(orders);
  yield* kind === 'decisions' ? deleteDecisions(rows) : deleteFeedback(rows);
  yield* settleCounts(was, yield* deriveSide(orders, was));
  return rows.length;
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

function* ordersOf(reports: readonly Row[]): Job<readonly string[]> {
  const keys = reports.map(({ key }) => key!);
  const rows: readonly Row[] = yield statement(
    `SELECT DISTINCT d.order_id FROM feedback f JOIN cards c ON c.uuid = f.uuid AND c.client = f.client JOIN decisions d ON d.id = c.decision WHERE f.key IN (${placesOf(keys)})`, keys,
  );
  return rows.map((row) => String(row['order_id']));
}

/** Orders and their cards as they are kept. */
function* readSide(orders: readonly string[]): Job<Side> {
  if (orders.length === 0) return { orders: [], cards: [] };
  const rows: readonly Row[] = yield statement(`SELECT * FROM orders WHERE id IN (${placesOf(orders)})`, orders);
  const cards: readonly Row[] = yield statement(
    `SELECT DISTINCT g.* FROM given_cards g JOIN cards c ON c.uuid = g.uuid AND c.client = g.client JOIN decisions d ON d.id = c.decision WHERE d.order_id IN (${placesOf(orders)})`, orders,
  );
  return { orders: rows.map(orderOfColumns), cards: cards.map(cardOfColumns) };
}

/** The same, worked out anew from the decisions and reports that are left. */
function* deriveSide(orders: readonly string[], { cards: given }: Side): Job<Side> {
  if (orders.length === 0) return { orders: [], cards: [] };
  const decisions: readonly Row[] = yield statement(`SELECT d.*, e.would_change, e.gaps FROM decisions d JOIN details e ON e.decision = d.id WHERE d.order_id IN (${placesOf(orders)}) ORDER BY d.at, d.id`, orders);
  const uuids = given.map(({ uuid }) => uuid);
  const cards: readonly Row[] = uuids.length === 0 ? [] : yield statement(`SELECT c.*, d.mode FROM cards c JOIN decisions d ON d.id = c.decision WHERE c.uuid IN (${placesOf(uuids)}) ORDER BY c.at, c.decision`, uuids);
  const reports: readonly Row[] = uuids.length === 0 ? [] : yield statement(`SELECT * FROM feedback WHERE uuid IN (${placesOf(uuids)})`, uuids);
  const ours = new Set(given.map(({ uuid, client }) => JSON.stringify([uuid, client])));
  const read = readEvaluations({ decisions, cards: cards.filter(({ uuid, client }) => ours.has(JSON.stringify([uuid, client]))), reports });
  const groups = groupOrders(read.evaluations.map(({ order }) => order));
  yield* correctDecisions(decisions, read.evaluations, new Map(groups.flatMap(({ order, parts }) => parts.map(({ id }) => [id, order.id]))));
  return { orders: groups.map(({ order }) => order), cards: read.cards };
}

function* correctDecisions(decisions: readonly Row[], evaluations: readonly Evaluation[], orderOf: ReadonlyMap<string, string>): Job<void> {
  const known = new Map(decisions.map((row) => [row['id'], row]));
  yield* setValues('order_id', evaluations.map(({ id }) => [id, orderOf.get(id)!] as const).filter(([id, order]) => known.get(id)!['order_id'] !== order));
  for (const { id, fate: { outcome, reason } } of evaluations) {
    const row = known.get(id)!;
    if (row['outcome'] !== outcome || row['reason'] !== (reason ?? null)) yield statement('UPDATE decisions SET outcome = $1, reason = $2 WHERE id = $3', [outcome, reason, id]);
  }
}
