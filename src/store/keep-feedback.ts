/** Reports become rows: each once, joined to its card, the card's decisions and their orders (FB-3, FB-4, FB-7). */
import { createHash } from 'node:crypto';
import { cardOfColumns, keyOfCard, type CardRow } from './card-row.ts';
import { keepable, placesOf, statement, type Job, type Row } from './database.ts';
import type { GivenSuggestion } from './decision-record.ts';
import { joinFates, type Fate } from './join-fates.ts';
import { orderOfColumns, type OrderRow } from './order-row.ts';
import { readFate } from './read-fate.ts';
import { settleCounts } from './settle-counts.ts';
import type { Feedback, Taken } from './store.ts';
import { takeTurn } from './take-turn.ts';

/** A call may bring any number. */
const AT_A_TIME = 1000;

/** Keeps all of them or none. */
export function* keepFeedback(told: readonly Feedback[]): Job<Taken> {
  let taken: Taken = { added: 0, repeated: 0, unmatched: 0 };
  if (told.length > 0) yield takeTurn();
  for (let from = 0; from < told.length; from += AT_A_TIME) {
    const { added, repeated, unmatched } = yield* keepSome(told.slice(from, from + AT_A_TIME));
    taken = { added: taken.added + added, repeated: taken.repeated + repeated, unmatched: taken.unmatched + unmatched };
  }
  return taken;
}

function* keepSome(told: readonly Feedback[]): Job<Taken> {
  const fresh: { readonly report: Feedback; readonly seq: number }[] = [];
  for (const report of told) {
    const seq = yield* keepReport(report);
    if (seq !== undefined) fresh.push({ report, seq });
  }
  const known = yield* readCards(fresh.map(({ report }) => uuidOf(report)));
  let unmatched = 0;
  const fates = new Map<string, Fate>();
  for (const { report, seq } of fresh) {
    const key = keyOfCard({ uuid: uuidOf(report), client: report.client });
    const card = known.get(key);
    if (card === undefined) {
      unmatched += 1;
      continue;
    }
    const fate = readFate({ seq, outcome: report.outcome, reason: report.countedReason ?? report.reason?.code, accepted: report.acceptedSuggestions }, card.suggestions);
    fates.set(key, joinFates(fates.get(key) ?? card.row, fate));
    // A card that was taken once was taken, whatever else is said of it.
    if (card.row.beside === 0) yield statement(
      `UPDATE decisions SET outcome = $1, reason = $2 WHERE outcome <> 'accepted' AND id IN (SELECT decision FROM cards WHERE uuid = $3 AND client = $4)`,
      [fate.outcome, fate.reason, card.row.uuid, card.row.client],
    );
  }
  yield* changeFates(fates, known);
  return { added: fresh.length, repeated: told.length - fresh.length, unmatched };
}

/** Its number, or nothing where it was told before. */
function* keepReport(each: Feedback): Job<number | undefined> {
  const { client, service, card, outcome, outcomeTimestamp, receivedAt, acceptedSuggestions, reason, countedReason = reason?.code, userComment } = each;
  const key = keyOf(each);
  const [row]: readonly Row[] = yield statement(
    `INSERT INTO feedback (key, client, service, card, uuid, outcome, outcome_at, received_at, suggestions, reason_code, reason_system, counted, repeats) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)
     ON CONFLICT (key) DO UPDATE SET repeats = feedback.repeats + 1 RETURNING repeats, seq`,
    [key, client, service, card, uuidOf(each), outcome, outcomeTimestamp === undefined ? undefined : Date.parse(outcomeTimestamp), Date.parse(receivedAt), JSON.stringify(acceptedSuggestions), reason?.code, reason?.system, countedReason],
  );
  if (row!['repeats'] !== 0) return undefined;
  if (reason?.display !== undefined || userComment !== undefined) {
    yield statement('INSERT INTO comments (feedback, received_at, display, comment) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [key, Date.parse(receivedAt), reason?.display, userComment]);
  }
  return Number(row!['seq']);
}

/** What makes two reports the same one (FB-3). */
function keyOf({ client, card, outcome, outcomeTimestamp, acceptedSuggestions }: Feedback): string {
  return createHash('sha256').update(JSON.stringify([client, card.toLowerCase(), outcome, outcomeTimestamp, [...acceptedSuggestions].sort()])).digest('base64url');
}

function uuidOf({ card }: Feedback): string {
  return keepable(card.toLowerCase());
}

interface Known {
  readonly row: CardRow;
  readonly suggestions: readonly GivenSuggestion[];
  /** Orders it is about. */
  readonly orders: ReadonlySet<string>;
}

function* readCards(uuids: readonly string[]): Job<ReadonlyMap<string, Known>> {
  if (uuids.length === 0) return new Map();
  const distinct = [...new Set(uuids)];
  const rows: readonly Row[] = yield statement(
    `SELECT g.*, c.suggestions, d.order_id FROM given_cards g JOIN cards c ON c.uuid = g.uuid AND c.client = g.client JOIN decisions d ON d.id = c.decision WHERE g.uuid IN (${placesOf(distinct)})`, distinct,
  );
  return new Map([...Map.groupBy(rows, (row) => keyOfCard(cardOfColumns(row)))].map(([key, group]) => [key, {
    row: cardOfColumns(group[0]!), suggestions: JSON.parse(String(group[0]!['suggestions'])) as readonly GivenSuggestion[], orders: new Set(group.map((row) => String(row['order_id']))),
  }]));
}

function* changeFates(fates: ReadonlyMap<string, Fate>, known: ReadonlyMap<string, Known>): Job<void> {
  const ids = [...new Set([...fates.keys()].flatMap((key) => [...known.get(key)!.orders]))];
  if (ids.length === 0) return;
  const rows: readonly Row[] = yield statement(`SELECT * FROM orders WHERE id IN (${placesOf(ids)})`, ids);
  const orders = rows.map(orderOfColumns);
  const changed = orders.map((order): OrderRow => ({ ...order, ...[...fates].filter(([key]) => known.get(key)!.row.beside === 0 && known.get(key)!.orders.has(order.id)).map(([, fate]) => fate).reduce(joinFates, order) }));
  const cards = [...fates].map(([key, fate]) => ({ was: known.get(key)!.row, is: { ...known.get(key)!.row, ...fate } }));
  yield* settleCounts({ orders, cards: cards.map(({ was }) => was) }, { orders: changed, cards: cards.map(({ is }) => is) });
}
