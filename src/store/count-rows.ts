/** Which counts an order or a card is in. */
import type { CardRow } from './card-row.ts';
import type { OrderRow } from './order-row.ts';
import type { Field, View } from './statistics.ts';

/** The fields of each view beside `month`, `client` and `mode`, which all have. */
export const VIEWS: Readonly<Record<View, readonly Field[]>> = {
  ratings: ['study', 'variant', 'variantKind', 'certainty', 'rating', 'firstRating', 'unrated'],
  requesters: ['requester', 'rating', 'taken'],
  outcomes: ['rating', 'outcome', 'taken'],
  missing: ['finding', 'rating'],
  gaps: ['read'],
  measure: ['measure', 'rating', 'outcome', 'taken'],
  silences: ['silence', 'variant'],
  cards: ['template', 'indicator', 'outcome', 'reason', 'taken'],
};

export const COMMON: readonly Field[] = ['month', 'client', 'mode'];

const FIELDS: ReadonlyMap<View, readonly Field[]> = new Map((Object.keys(VIEWS) as View[]).map((view) => [view, [...COMMON, ...VIEWS[view]]]));

/** One line of a view, and by how much its count changes. The empty text stands for a value that is not there. */
export interface Change {
  readonly view: View;
  readonly by: Readonly<Partial<Record<Field, string>>>;
  readonly count: number;
}

type Side<Each> = readonly Each[];

/** What changes in the counts when rows that were become rows that are; lines that stay as they were are left out. */
export function countRows(was: { readonly orders: Side<OrderRow>; readonly cards: Side<CardRow> }, is: { readonly orders: Side<OrderRow>; readonly cards: Side<CardRow> }): readonly Change[] {
  const changes = new Map<string, Change & { count: number }>();
  const add = (view: View, values: Readonly<Partial<Record<Field, string | undefined>>>, count: number): void => {
    const fields = FIELDS.get(view)!;
    const said = fields.map((field) => values[field] ?? '');
    const key = JSON.stringify([view, said]);
    const line = changes.get(key);
    if (line !== undefined) line.count += count;
    else changes.set(key, { view, by: Object.fromEntries(fields.map((field, index) => [field, said[index]!])), count });
  };
  for (const [side, count] of [[was, -1], [is, 1]] as const) {
    for (const order of side.orders) countOrder(order, (view, values) => add(view, values, count));
    for (const card of side.cards) add('cards', { ...card, month: monthOf(card.at) } as Readonly<Record<string, unknown>>, count);
  }
  return [...changes.values()].filter(({ count }) => count !== 0);
}

/** A month in UTC: `2026-01`. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

function countOrder(order: OrderRow, add: (view: View, values: Readonly<Partial<Record<Field, string | undefined>>>) => void): void {
  const values = { ...order, month: monthOf(order.at) } as Readonly<Record<string, unknown>>;
  add('ratings', values);
  // What became of the study, where it did not stay: nobody is counted for what was taken back.
  add('requesters', { ...values, taken: order.taken === 'kept' ? undefined : order.taken });
  add('outcomes', values);
  if (order.measure !== undefined) add('measure', values);
  if (order.silence !== undefined) add('silences', values);
  for (const finding of order.missing) add('missing', { ...values, finding });
  for (const read of order.short) add('gaps', { ...values, read });
}
