/** Orders, the newest first, page by page. */
import { StoreError } from '../errors.ts';
import { placesOf, statement, type Database, type Row, type Value } from './database.ts';
import { columnOf, orderOfColumns } from './order-row.ts';
import { MARKS } from './settle-marks.ts';
import type { KeptOrder, OrderField, OrdersPage, OrdersQuery } from './statistics.ts';

const MOST_ROWS = 1000;
/** By time, as both lists are in that order: found by id each order would be a page of its own. */
const MARKED = `marks m JOIN orders o ON o.at = m.at AND o.id || '' = m.order_id`;
/** The only fields that get into a query. */
const FIELDS: Readonly<Record<Exclude<OrderField, keyof typeof MARKS>, true>> = {
  study: true, variant: true, variantKind: true, certainty: true, rating: true, firstRating: true, unrated: true, advice: true, indicator: true, outcome: true, reason: true, taken: true, requester: true, measure: true, silence: true,
};

/** One page of orders, 1,000 at most. Throws StoreError for an `after` that no page gave, and a field orders have not. */
export async function readOrders(database: Database, query: OrdersQuery): Promise<OrdersPage> {
  const most = Math.min(Math.max(1, query.limit), MOST_ROWS);
  const { conditions, values, from, at, id } = conditionsOf(query);
  // The places are found in an index alone; then only the rows of the page are read.
  const rows = await database.browse(statement(
    `SELECT * FROM orders WHERE id IN (SELECT ${id} FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY ${at} DESC, ${id} DESC LIMIT ${most + 1}) ORDER BY at DESC, id DESC`, values,
  ));
  const page = rows.slice(0, most);
  const cards = page.length === 0 ? [] : await database.browse(statement(
    `SELECT d.order_id, c.uuid FROM decisions d JOIN cards c ON c.decision = d.id WHERE d.order_id IN (${placesOf(page)}) GROUP BY d.order_id, c.uuid ORDER BY min(c.at), c.uuid`, page.map((row) => row['id']!),
  ));
  const cardsOf = Map.groupBy(cards, (row) => row['order_id']);
  const last = page.at(-1);
  return { orders: page.map((row) => keptOrder(row, (cardsOf.get(row['id']!) ?? []).map(({ uuid }) => String(uuid)))), ...(rows.length > most && { next: `${last!['at']}-${last!['id']}` }) };
}

function conditionsOf({ from, to, client, mode, where = {}, after }: OrdersQuery) {
  const values: Value[] = [];
  const add = (value: Value): string => `$${values.push(value)}`;
  const given = Object.entries(where).filter((entry): entry is [OrderField, string] => entry[1] !== undefined);
  const marks = given.flatMap(([field, value]) => (Object.hasOwn(MARKS, field) && value !== '' ? [{ kind: field, value }] : []));
  // What is rarest is not known; any list of marks is shorter than the list of all orders, and in the same order.
  const [first, ...others] = marks;
  const [at, id] = first === undefined ? ['o.at', 'o.id'] : ['m.at', 'm.order_id'];
  const conditions = [`${at} >= ${add(startOf(from))}`, `${at} < ${add(startOf(to, 1))}`];
  if (first !== undefined) conditions.push(`m.kind = ${add(first.kind)}`, `m.value = ${add(first.value)}`);
  for (const { kind, value } of others) conditions.push(`EXISTS (SELECT 1 FROM marks n WHERE n.kind = ${add(kind)} AND n.value = ${add(value)} AND n.at = ${at} AND n.order_id = ${id})`);
  if (after !== undefined) {
    const [, time, order] = /^(\d{1,15})-(.+)$/s.exec(after) ?? [];
    if (time === undefined || order === undefined) throw new StoreError('refused', 'There is no such place in the list of orders.');
    conditions.push(`(${at}, ${id}) < (${add(Number(time))}, ${add(order)})`);
  }
  const own = [...Object.entries({ client, mode }).filter((entry): entry is [string, string] => entry[1] !== undefined).map(([column, value]) => `o.${column} = ${add(value)}`),
    ...given.filter(([field, value]) => !Object.hasOwn(MARKS, field) || value === '').map(([field, value]) => conditionOf(field, value, add))];
  const isJoined = first === undefined || own.length > 0;
  return { conditions: [...conditions, ...own], values, at, id, from: first === undefined ? 'orders o' : isJoined ? MARKED : 'marks m' };
}

function conditionOf(field: OrderField, value: string, add: (value: Value) => string): string {
  if (Object.hasOwn(MARKS, field)) return `o.${MARKS[field as keyof typeof MARKS]} = '[]'`;
  if (!Object.hasOwn(FIELDS, field)) throw new StoreError('refused', `Orders have no "${field}".`);
  return value === '' ? `o.${columnOf(field)} IS NULL` : `o.${columnOf(field)} = ${add(value)}`;
}

/** When a month begins, UTC, or one some months later. Throws StoreError for what is no month. */
function startOf(month: string, later = 0): number {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined) throw new StoreError('refused', 'A month is written as 2026-01.');
  return Date.UTC(Number(year), Number(number) - 1 + later);
}

function keptOrder(row: Row, cards: readonly string[]): KeptOrder {
  const { at, until: _, patient: patientHash, orderKey: __, told: ___, ownMeasure: ____, measureDays: _____, templates: ______, ...order } = orderOfColumns(row);
  const given = Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined));
  return { ...given, at: new Date(at).toISOString(), patientHash, cards } as unknown as KeptOrder;
}
