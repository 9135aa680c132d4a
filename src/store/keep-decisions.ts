/** Decisions become rows, orders and counts. The same decision twice is one, so a batch whose commit was not confirmed may be written again. */
import { cardOfColumns } from './card-row.ts';
import { insertRows, placesOf, statement, type Job, type Row } from './database.ts';
import { readEvaluations } from './evaluation.ts';
import { joinOrders } from './join-orders.ts';
import type { DecisionRows } from './rows-of-decision.ts';
import { settleCounts } from './settle-counts.ts';
import { takeTurn } from './take-turn.ts';

export function* keepDecisions(batch: readonly DecisionRows[]): Job<void> {
  if (batch.length === 0) return;
  yield takeTurn();
  const byId = new Map(batch.map((each) => [String(each.decision['id']), each]));
  const known: readonly Row[] = yield statement(`SELECT id FROM decisions WHERE id IN (${placesOf([...byId])})`, [...byId.keys()]);
  for (const { id } of known) byId.delete(String(id));
  const fresh = [...byId.values()];
  if (fresh.length === 0) return;
  const cards = fresh.flatMap((each) => each.cards);
  const { reports, given } = yield* readReports(cards);
  const decisions = fresh.map(({ decision, details }) => ({ ...details, ...decision }));
  const read = readEvaluations({ decisions, cards, reports }, given.map(cardOfColumns));
  const joined = yield* joinOrders(read.evaluations.map(({ order }) => order));
  const fates = new Map(read.evaluations.map(({ id, fate }) => [id, fate]));
  const rows = fresh.map(({ decision }) => {
    const { outcome, reason } = fates.get(String(decision['id']))!;
    return { ...decision, order_id: joined.orderOf.get(String(decision['id'])), outcome, reason };
  });
  for (const each of [...insertRows('decisions', rows, ''), ...insertRows('details', fresh.map(({ details }) => details), ''), ...insertRows('cards', cards, ''), ...insertRows('challenges', fresh.flatMap(({ challenges }) => challenges), '')]) yield each;
  yield* settleCounts({ orders: joined.was, cards: given.map(cardOfColumns) }, { orders: joined.is, cards: read.cards });
}

/** What was said already of cards, as another replica may hear of one before the one that gave it has written it down; and which of them are known. */
function* readReports(cards: readonly Row[]): Job<{ readonly reports: readonly Row[]; readonly given: readonly Row[] }> {
  if (cards.length === 0) return { reports: [], given: [] };
  const uuids = [...new Set(cards.map(({ uuid }) => uuid!))];
  return {
    reports: yield statement(`SELECT * FROM feedback WHERE uuid IN (${placesOf(uuids)})`, uuids),
    given: yield statement(`SELECT * FROM given_cards WHERE uuid IN (${placesOf(uuids)})`, uuids),
  };
}
