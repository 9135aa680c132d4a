/** An order that is eligible for a measure counts there once in so many days: the next of the same patient is `again`. */
import { placesOf, statement, type Job, type Row } from './database.ts';
import { orderOfColumns, type OrderRow } from './order-row.ts';

const DAY_MS = 86_400_000;

/** The eligible order of the patient before an order `x`. */
const BEFORE = `(SELECT y.at FROM orders y WHERE y.client = x.client AND y.patient = x.patient AND y.own_measure = 'eligible' AND (y.at, y.id) < (x.at, x.id) ORDER BY y.at DESC, y.id DESC LIMIT 1)`;
/** The eligible order after a place in time, which is a row of values. */
const AFTER = `(SELECT y.id FROM orders y WHERE y.client = p.column1 AND y.patient = p.column2 AND y.own_measure = 'eligible' AND (y.at, y.id) > (p.column3, p.column4) ORDER BY y.at, y.id LIMIT 1)`;

/** Orders as they were and are, with those whose place in the measure changed because another came or went. Only the next one after it can. */
export function* settleMeasure(was: readonly OrderRow[], is: readonly OrderRow[]): Job<{ readonly was: readonly OrderRow[]; readonly is: readonly OrderRow[] }> {
  const [before, after] = [was, is].map((orders) => new Map(orders.filter(({ ownMeasure }) => ownMeasure === 'eligible').map((order) => [JSON.stringify([order.at, order.id]), order])));
  if (before!.size + after!.size === 0) return { was, is };
  const places = [...[...before!].filter(([key]) => !after!.has(key)), ...[...after!].filter(([key]) => !before!.has(key))].map(([, order]) => order);
  const followers = yield* readFollowers(places, new Set(is.map(({ id }) => id)));
  const eligible = [...after!.values(), ...followers];
  const measures = yield* readMeasures(eligible);
  const settled = (order: OrderRow): OrderRow => ({ ...order, measure: measures.get(order.id) ?? order.measure });
  const changed = eligible.filter(({ id, measure }) => measures.get(id) !== measure);
  for (const measure of ['eligible', 'again']) {
    const ids = changed.map(({ id }) => id).filter((id) => measures.get(id) === measure);
    if (ids.length > 0) yield statement(`UPDATE orders SET measure = $1 WHERE id IN (${placesOf(ids, 2)})`, [measure, ...ids]);
  }
  return { was: [...was, ...followers], is: [...is, ...followers].map(settled) };
}

function* readFollowers(places: readonly OrderRow[], isOurs: ReadonlySet<string>): Job<readonly OrderRow[]> {
  if (places.length === 0) return [];
  const values = places.map((_, index) => `($${index * 4 + 1}, $${index * 4 + 2}, CAST($${index * 4 + 3} AS BIGINT), $${index * 4 + 4})`).join(', ');
  const found: readonly Row[] = yield statement(`SELECT DISTINCT ${AFTER} AS id FROM (VALUES ${values}) p`, places.flatMap(({ client, patient, at, id }) => [client, patient, at, id]));
  const ids = found.flatMap(({ id }) => (id === null || isOurs.has(String(id)) ? [] : [String(id)]));
  if (ids.length === 0) return [];
  const rows: readonly Row[] = yield statement(`SELECT * FROM orders WHERE id IN (${placesOf(ids)})`, ids);
  return rows.map(orderOfColumns);
}

function* readMeasures(eligible: readonly OrderRow[]): Job<ReadonlyMap<string, 'eligible' | 'again'>> {
  if (eligible.length === 0) return new Map();
  const rows: readonly Row[] = yield statement(`SELECT x.id, x.at, x.measure_days, ${BEFORE} AS before FROM orders x WHERE x.id IN (${placesOf(eligible)})`, eligible.map(({ id }) => id));
  return new Map(rows.map(({ id, at, measure_days: days, before }) => [String(id), before !== null && days !== null && Number(at) - Number(before) <= Number(days) * DAY_MS ? 'again' : 'eligible']));
}
