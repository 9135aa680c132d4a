/** Finds which evaluations are of one order: the same order of the same patient, each within a day of the one before. */
import { placesOf, statement, type Job } from './database.ts';
import { combineOrders, isBefore, orderOfColumns, type OrderRow } from './order-row.ts';

/** A longer pause makes another order of it. */
const PAUSE_MS = 86_400_000;
/** A probe that asks about one order for ever makes many orders: what is forgotten in part is worked out anew from the rest. */
const MOST_EVALUATIONS = 1000;

export interface JoinedOrders {
  /** Orders as they were; some are now part of others. */
  readonly was: readonly OrderRow[];
  readonly is: readonly OrderRow[];
  /** Which order each of the new evaluations belongs to. */
  readonly orderOf: ReadonlyMap<string, string>;
}

/** Adds new evaluations to the orders that are kept. One that comes late may make one order of two. */
export function* joinOrders(fresh: readonly OrderRow[]): Job<JoinedOrders> {
  if (fresh.length === 0) return { was: [], is: [], orderOf: new Map() };
  const keys = [...new Set(fresh.map(({ orderKey }) => orderKey))];
  const earliest = fresh.reduce((least, { at }) => Math.min(least, at), Infinity);
  const latest = fresh.reduce((most, { until }) => Math.max(most, until), -Infinity);
  const rows = yield statement(`SELECT * FROM orders WHERE order_key IN (${placesOf(keys, 3)}) AND until >= $1 AND at <= $2`, [earliest - PAUSE_MS, latest + PAUSE_MS, ...keys]);
  const isFresh = new Set(fresh.map(({ id }) => id));
  const groups = groupOrders([...rows.map(orderOfColumns), ...fresh]).filter(({ parts }) => parts.some(({ id }) => isFresh.has(id)));
  const kept = groups.flatMap(({ order, parts }) => parts.filter(({ id }) => !isFresh.has(id)).map((part) => ({ part, order })));
  for (const { part, order } of kept) if (part.id !== order.id) yield statement('UPDATE decisions SET order_id = $1 WHERE order_id = $2', [order.id, part.id]);
  return {
    was: kept.map(({ part }) => part),
    is: groups.map(({ order }) => order),
    orderOf: new Map(groups.flatMap(({ order, parts }) => parts.map(({ id }) => [id, order.id]))),
  };
}

/** Parts that belong together, and the order they make. */
export function groupOrders(parts: readonly OrderRow[]): readonly { readonly order: OrderRow; readonly parts: readonly OrderRow[] }[] {
  const groups: { order: OrderRow; parts: OrderRow[] }[] = [];
  for (const same of Map.groupBy(parts, ({ orderKey }) => orderKey).values()) {
    let open: { order: OrderRow; parts: OrderRow[] } | undefined;
    for (const part of [...same].sort((one, other) => (isBefore([one.at, one.id], [other.at, other.id]) ? -1 : 1))) {
      if (open !== undefined && part.at - open.order.until <= PAUSE_MS && open.order.evaluations + part.evaluations <= MOST_EVALUATIONS) {
        open.order = combineOrders(open.order, part);
        open.parts.push(part);
      } else {
        groups.push(open = { order: part, parts: [part] });
      }
    }
  }
  return groups;
}
