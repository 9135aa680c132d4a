/** Makes orders, cards and counts of decisions that were written before there were any. */
import { cardOfColumns } from './card-row.ts';
import { placesOf, statement, type Job, type Row } from './database.ts';
import { readEvaluations } from './evaluation.ts';
import { joinOrders } from './join-orders.ts';
import { setValues } from './set-values.ts';
import { settleCounts } from './settle-counts.ts';

const AT_A_TIME = 500;

/** Everything derived must be empty. */
export function* rebuildOrders(): Job<void> {
  let last = 0;
  for (;;) {
    const decisions: readonly Row[] = yield statement(
      `SELECT d.*, e.would_change, e.gaps FROM decisions d JOIN details e ON e.decision = d.id WHERE d.seq > $1 ORDER BY d.seq LIMIT ${AT_A_TIME}`, [last],
    );
    if (decisions.length === 0) return;
    const ids = decisions.map(({ id }) => id!);
    const cards: readonly Row[] = yield statement(`SELECT * FROM cards WHERE decision IN (${placesOf(ids)})`, ids);
    const uuids = [...new Set(cards.map(({ uuid }) => uuid!))];
    const reports: readonly Row[] = uuids.length === 0 ? [] : yield statement(`SELECT * FROM feedback WHERE uuid IN (${placesOf(uuids)})`, uuids);
    const given: readonly Row[] = uuids.length === 0 ? [] : yield statement(`SELECT * FROM given_cards WHERE uuid IN (${placesOf(uuids)})`, uuids);
    const read = readEvaluations({ decisions, cards, reports }, given.map(cardOfColumns));
    const joined = yield* joinOrders(read.evaluations.map(({ order }) => order));
    yield* setValues('order_id', ids.map((id) => [String(id), joined.orderOf.get(String(id))!] as const));
    yield* settleCounts({ orders: joined.was, cards: given.map(cardOfColumns) }, { orders: joined.is, cards: read.cards });
    last = Number(decisions.at(-1)!['seq']);
  }
}
