/** Orders and cards worked out anew, from the decisions and reports that are left of them. */
import { cardOfColumns, keyOfCard, type CardRow } from './card-row.ts';
import { placesOf, statement, type Job, type Row } from './database.ts';
import { readEvaluations, type Evaluation } from './evaluation.ts';
import { groupOrders } from './join-orders.ts';
import type { OrderRow } from './order-row.ts';
import { setValues } from './set-values.ts';
import type { Side } from './settle-counts.ts';

/** Lists are of what went, so they are short; what is left of an order may be long, and is found by the order. */
export function* deriveSide(was: Side): Job<Side> {
  const cards = yield* deriveCards(was.cards);
  return { orders: yield* deriveOrders(was.orders, cards), cards };
}

function* deriveCards(was: readonly CardRow[]): Job<readonly CardRow[]> {
  if (was.length === 0) return [];
  const uuids = [...new Set(was.map(({ uuid }) => uuid))];
  const ours = new Set(was.map(keyOfCard));
  const rows: readonly Row[] = yield statement(`SELECT c.*, d.mode FROM cards c JOIN decisions d ON d.id = c.decision WHERE c.uuid IN (${placesOf(uuids)}) ORDER BY c.at, c.decision`, uuids);
  const reports: readonly Row[] = yield statement(`SELECT * FROM feedback WHERE uuid IN (${placesOf(uuids)})`, uuids);
  return readEvaluations({ decisions: [], cards: rows.filter((row) => ours.has(keyOfCard({ uuid: String(row['uuid']), client: String(row['client']) }))), reports }).cards;
}

function* deriveOrders(was: readonly OrderRow[], changed: readonly CardRow[]): Job<readonly OrderRow[]> {
  if (was.length === 0) return [];
  const ids = was.map(({ id }) => id);
  const decisions: readonly Row[] = yield statement(`SELECT d.*, e.would_change, e.gaps FROM decisions d JOIN details e ON e.decision = d.id WHERE d.order_id IN (${placesOf(ids)})`, ids);
  const cards: readonly Row[] = yield statement(
    `SELECT c.decision, g.* FROM decisions d JOIN cards c ON c.decision = d.id JOIN given_cards g ON g.uuid = c.uuid AND g.client = c.client WHERE d.order_id IN (${placesOf(ids)})`, ids,
  );
  const { evaluations } = readEvaluations({ decisions, cards, reports: [] }, [...cards.map(cardOfColumns), ...changed]);
  const orders: OrderRow[] = [];
  const before = Map.groupBy(evaluations, (_, index) => String(decisions[index]!['order_id']));
  for (const [order, parts] of before) {
    const groups = groupOrders(parts.map((part) => part.order));
    for (const group of groups) orders.push(group.order);
    if (groups.length > 1) yield* setValues('order_id', groups.flatMap((group) => group.parts.map(({ id }) => [id, group.order.id] as const)));
    else if (groups[0]!.order.id !== order) yield statement('UPDATE decisions SET order_id = $1 WHERE order_id = $2', [groups[0]!.order.id, order]);
  }
  yield* correctOutcomes(decisions, evaluations);
  return orders;
}

function* correctOutcomes(decisions: readonly Row[], evaluations: readonly Evaluation[]): Job<void> {
  for (const [index, { id, fate: { outcome, reason } }] of evaluations.entries()) {
    const row = decisions[index]!;
    if (row['outcome'] !== outcome || row['reason'] !== (reason ?? null)) yield statement('UPDATE decisions SET outcome = $1, reason = $2 WHERE id = $3', [outcome, reason, id]);
  }
}
