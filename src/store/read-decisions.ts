/** Rows become decisions again. */
import { StoreError } from '../errors.ts';
import { placesOf, statement, type Database, type Row, type Statement } from './database.ts';
import type { GivenCard, KeptDecision } from './decision-record.ts';
import type { DecisionsPage, DecisionsQuery } from './store.ts';

const WITH_DETAILS = 'SELECT d.*, e.findings, e.gaps, e.would_change, e.explanation FROM decisions d JOIN details e ON e.decision = d.id';
const MOST_ROWS = 1000;

/** The decisions a card is about, as the request had them. */
export async function readCard(database: Database, uuid: string): Promise<readonly KeptDecision[]> {
  return withCards(database, statement(`${WITH_DETAILS} WHERE d.id IN (SELECT decision FROM cards WHERE uuid = $1) ORDER BY d.seq`, [uuid.toLowerCase()]));
}

/** One decision; none that nobody knows. */
export async function readDecision(database: Database, id: string): Promise<KeptDecision | undefined> {
  return (await withCards(database, statement(`${WITH_DETAILS} WHERE d.id = $1`, [id])))[0];
}

/** The evaluations of an order, oldest first, 1,000 at most. */
export async function readDecisionsOf(database: Database, order: string): Promise<readonly KeptDecision[]> {
  return withCards(database, statement(`${WITH_DETAILS} WHERE d.order_id = $1 ORDER BY d.at, d.id LIMIT ${MOST_ROWS}`, [order]));
}

/** One page of decisions in the order of time, 1,000 at most. Throws StoreError for an `after` that no page gave. */
export async function readDecisions(database: Database, { from, to, client, limit, after }: DecisionsQuery & { readonly limit: number; readonly after?: string }): Promise<DecisionsPage> {
  const most = Math.min(Math.max(1, limit), MOST_ROWS);
  const [at, seq] = after === undefined ? [from.getTime(), 0] : readPlace(after);
  const rows = await withCards(database, statement(
    `${WITH_DETAILS} WHERE (d.at, d.seq) > ($1, $2) AND d.at >= $3 AND d.at < $4 ${client === undefined ? '' : 'AND d.client = $6'} ORDER BY d.at, d.seq LIMIT $5`,
    [at, seq, from.getTime(), to.getTime(), most + 1, ...(client === undefined ? [] : [client])],
  ), true);
  const page = rows.slice(0, most);
  const last = page.at(-1);
  return { decisions: page.map(({ place: _, ...decision }) => decision), ...(rows.length > most && last !== undefined && { next: last.place }) };
}

function readPlace(after: string): readonly [number, number] {
  const [, at, seq] = /^(\d{1,15})-(\d{1,15})$/.exec(after) ?? [];
  if (at === undefined) throw new StoreError('refused', 'There is no such place in the list of decisions.');
  return [Number(at), Number(seq)];
}

function withCards(database: Database, query: Statement): Promise<readonly KeptDecision[]>;
function withCards(database: Database, query: Statement, placed: true): Promise<readonly (KeptDecision & { readonly place: string })[]>;
async function withCards(database: Database, query: Statement, placed?: true): Promise<readonly KeptDecision[]> {
  const rows = await database.browse(query);
  if (rows.length === 0) return [];
  const cards = await database.browse(statement(`SELECT * FROM cards WHERE decision IN (${placesOf(rows)}) ORDER BY uuid`, rows.map(({ id }) => id)));
  const byDecision = Map.groupBy(cards, ({ decision }) => decision);
  return rows.map((row) => ({ ...decisionOf(row, (byDecision.get(row['id']!) ?? []).map(cardOf)), ...(placed && { place: `${row['at']}-${row['seq']}` }) }));
}

function cardOf(row: Row): GivenCard {
  return { uuid: String(row['uuid']), template: String(row['template']), indicator: row['indicator'] as GivenCard['indicator'], suggestions: JSON.parse(String(row['suggestions'])) as GivenCard['suggestions'], ...(Number(row['beside']) === 1 && { isBeside: true as const }) };
}

/** Written by us in these shapes. */
function decisionOf(row: Row, cards: readonly GivenCard[]): KeptDecision {
  const [because, decision] = [row['silence'], row['silenced_by']];
  const given = Object.fromEntries(Object.entries({
    tenant: row['tenant'], certainty: row['certainty'], rating: row['rating'], indicator: row['indicator'], requester: row['requester'], reason: row['reason'], unrated: row['unrated'], measure: row['measure'], measureDays: row['measure_days'],
  }).filter(([, value]) => value !== null));
  return {
    id: row['id'], at: new Date(Number(row['at'])).toISOString(), client: row['client'], service: row['service'], hook: row['hook'], mode: row['mode'], topic: row['topic'], version: row['version'],
    study: row['study'], variant: row['variant'], variantKind: row['variant_kind'], variantRow: row['variant_row'], advice: row['advice'], adviceRow: row['advice_row'], urgency: row['urgency'],
    orderId: row['order_id'], patientHash: row['patient'], orderHash: row['order_key'], outcome: row['outcome'], latencyMs: row['latency_ms'], ...given, ...(because !== null && { silence: { because, decision } }),
    findings: JSON.parse(String(row['findings'])), gaps: JSON.parse(String(row['gaps'])), wouldChange: JSON.parse(String(row['would_change'])), explanation: JSON.parse(String(row['explanation'])),
    cards,
  } as unknown as KeptDecision;
}
