/** Keeps the list of orders by what is in lists of theirs: findings, reads, templates. */
import { insertRows, statement, type Job } from './database.ts';
import type { OrderRow } from './order-row.ts';

/** Which list of an order each kind of mark is from. */
export const MARKS = { finding: 'missing', read: 'short', template: 'templates' } as const;

const AT_A_TIME = 2000;

interface Mark {
  readonly kind: string;
  readonly value: string;
  readonly at: number;
  readonly order_id: string;
}

export function* settleMarks(was: readonly OrderRow[], is: readonly OrderRow[]): Job<void> {
  const [before, after] = [was, is].map((orders) => new Map(orders.flatMap(marksOf).map((mark) => [JSON.stringify(mark), mark])));
  const gone = [...before!].filter(([key]) => !after!.has(key)).map(([, mark]) => mark);
  const added = [...after!].filter(([key]) => !before!.has(key)).map(([, mark]) => ({ ...mark }));
  for (let from = 0; from < gone.length; from += AT_A_TIME) {
    const part = gone.slice(from, from + AT_A_TIME);
    const places = part.map((_, index) => `($${index * 4 + 1}, $${index * 4 + 2}, CAST($${index * 4 + 3} AS BIGINT), $${index * 4 + 4})`).join(', ');
    yield statement(`DELETE FROM marks WHERE (kind, value, at, order_id) IN (VALUES ${places})`, part.flatMap((mark) => [mark.kind, mark.value, mark.at, mark.order_id]));
  }
  for (const each of insertRows('marks', added, '')) yield each;
}

function marksOf(order: OrderRow): readonly Mark[] {
  return Object.entries(MARKS).flatMap(([kind, list]) => order[list].map((value) => ({ kind, value, at: order.at, order_id: order.id })));
}
