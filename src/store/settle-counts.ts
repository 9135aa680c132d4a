/** Writes orders and cards that changed, and keeps the counts in step: what was is taken out, what is comes in. */
import { columnsOfCard, keyOfCard, type CardRow } from './card-row.ts';
import { countRows, COMMON, VIEWS, type Change } from './count-rows.ts';
import { insertRows, placesOf, statement, type Insertion, type Job } from './database.ts';
import { columnOf, columnsOfOrder, type OrderRow } from './order-row.ts';
import { settleMarks } from './settle-marks.ts';
import { settleMeasure } from './settle-measure.ts';
import type { View } from './statistics.ts';

export interface Side {
  readonly orders: readonly OrderRow[];
  readonly cards: readonly CardRow[];
}

/** Columns that every count has; those a view has not are the empty text. */
export const TALLY_COLUMNS: readonly string[] = [...new Set([...COMMON, ...Object.values(VIEWS).flat()])].map(columnOf);

export function* settleCounts(was: Side, is: Side): Job<void> {
  if (was.orders.length > 0) yield statement(`DELETE FROM orders WHERE id IN (${placesOf(was.orders)})`, was.orders.map(({ id }) => id));
  for (const each of insertRows('orders', is.orders.map(columnsOfOrder), '')) yield each;
  yield* settleMarks(was.orders, is.orders);
  const measured = yield* settleMeasure(was.orders, is.orders);
  yield* settleCards(was.cards, is.cards);
  for (const each of countChanges(countRows({ ...was, orders: measured.was }, { ...is, orders: measured.is }))) yield each;
}

function* settleCards(was: readonly CardRow[], is: readonly CardRow[]): Job<void> {
  const staying = new Set(is.map(keyOfCard));
  const gone = was.filter((card) => !staying.has(keyOfCard(card)));
  if (gone.length > 0) {
    const pairs = gone.map((_, index) => `($${index * 2 + 1}, $${index * 2 + 2})`).join(', ');
    yield statement(`DELETE FROM given_cards WHERE (uuid, client) IN (VALUES ${pairs})`, gone.flatMap(({ uuid, client }) => [uuid, client]));
  }
  const known = new Map(was.map((card) => [keyOfCard(card), JSON.stringify(columnsOfCard(card))]));
  const changed = is.filter((card) => known.size === 0 || known.get(keyOfCard(card)) !== JSON.stringify(columnsOfCard(card)));
  const columns = Object.keys(columnsOfCard(changed[0] ?? {} as CardRow)).filter((column) => column !== 'uuid' && column !== 'client');
  for (const each of insertRows('given_cards', changed.map(columnsOfCard), `ON CONFLICT (uuid, client) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`)) yield each;
}

function countChanges(changes: readonly Change[]): readonly Insertion[] {
  const rowsOf = (view: View) => changes.filter((change) => change.view === view)
    .map(({ by, count }) => ({ view, ...Object.fromEntries(Object.entries(by).map(([field, value]) => [columnOf(field), value])), count }));
  return (Object.keys(VIEWS) as View[]).flatMap((view) => insertRows('tallies', rowsOf(view), `ON CONFLICT (view, ${TALLY_COLUMNS.join(', ')}) DO UPDATE SET count = tallies.count + excluded.count`));
}
