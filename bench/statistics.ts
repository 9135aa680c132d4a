/**
 * Pours a million orders into a store and times what the pages ask: `node bench/statistics.ts sqlite:/tmp/bench.db [orders]`, or `postgres://…`.
 * A store that has orders already is only asked.
 */
import { createIdentities } from '../src/store/create-identities.ts';
import { createSqlStore } from '../src/store/create-sql-store.ts';
import type { DecisionRecord } from '../src/store/decision-record.ts';
import { openPostgres } from '../src/store/open-postgres.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import type { Feedback, Store } from '../src/store/store.ts';
import type { OrdersQuery, StatisticsQuery, View } from '../src/store/statistics.ts';
import { randomFrom } from './random-from.ts';

const [place = 'memory', count = '1000000'] = process.argv.slice(2);
const MONTHS = 24;
const START = Date.UTC(2024, 0, 1);
const SPAN_MS = Date.UTC(2026, 0, 1) - START;
const AT_ONCE = 1000;
const ALL: StatisticsQuery = { from: '2024-01', to: '2025-12' };
const REPEATS = 5;

const random = randomFrom(7);
/** The first ones often, the last ones seldom. */
const pick = <Each>(list: readonly Each[]): Each => list[Math.floor(list.length * random() ** 2.5)]!;
const numbered = (name: string, many: number): readonly string[] => Array.from({ length: many }, (_, index) => `${name}-${index}`);
const studies = numbered('study', 11);
const variants = numbered('variant', 10);
const findings = numbered('finding', 25);
const reads = numbered('read', 12);
const requesters = numbered('Practitioner/p', 500);
const reasons = numbered('reason', 12);
const templates = numbered('template', 15);
const CLIENTS = [{ client: 'a', mode: 'live' }, { client: 'b', mode: 'live' }, { client: 'c', mode: 'shadow' }] as const;
const RATINGS = ['UNA', 'UNA', 'UA', 'UNA', 'MBA', 'UNA', 'MBA-D'] as const;
let ids = 0;
/** Not in the order of time, as identifiers of the service are not. */
const newId = (): string => {
  const hex = Array.from({ length: 4 }, () => Math.floor(random() * 0x1_0000_0000).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${(ids += 1).toString(16).padStart(12, '0')}`;
};

function evaluation(order: number, at: number, base: Partial<DecisionRecord>): DecisionRecord {
  const kind = random() < 0.9 ? 'variant' : pick(['route', 'none'] as const);
  const study = pick(studies);
  const variant = kind === 'variant' ? pick(variants) : pick(numbered(kind, 3));
  // A guideline rates a study in a variant one way.
  const rating = kind === 'variant' && random() < 0.97 ? RATINGS[(studies.indexOf(base.study ?? study) * 7 + variants.indexOf(variant) * 3) % RATINGS.length] : undefined;
  const mode = base.mode!;
  const hasCard = mode === 'live' && rating !== 'UA' && random() < 0.7;
  const indicator = pick(['warning', 'info', 'critical'] as const);
  const finding = pick(findings);
  return {
    id: newId(), at: new Date(at).toISOString(), client: 'a', service: 'imaging-advice', hook: pick(['order-select', 'order-sign']), mode: 'live', topic: 'topic', version: at < START + SPAN_MS / 2 ? '1.0.0' : '1.1.0',
    study, variant, variantKind: kind, variantRow: pick(numbered('row', 30)),
    ...(kind === 'variant' && { certainty: pick(['definite', 'probable', 'possible'] as const) }), ...(rating === undefined ? { unrated: kind === 'variant' ? 'unreadable' : kind === 'none' ? 'no-criteria' : 'route' } : { rating }),
    advice: hasCard ? pick(['defer', 'replace', 'discuss', 'expedite'] as const) : 'silent', adviceRow: pick(numbered('row', 20)), ...(hasCard && { indicator }), urgency: pick(['routine', 'urgent', 'emergent'] as const),
    findings: numbered('finding', 6).map((code) => ({ code, grade: 'C' })), gaps: random() < 0.15 ? [{ read: pick(reads), state: 'failed', hidesRedFlags: true }] : [],
    wouldChange: random() < 0.4 ? [{ finding, ifPresent: { scenario: 'x', category: 'UA' }, ifAbsent: { scenario: 'y', category: 'UNA' } }] : [],
    explanation: { findings: numbered('finding', 6).map((code) => ({ code, title: `What ${code} means, in some words of a person` })), sources: numbered('https://example.org/source', 8) },
    cards: hasCard ? [{ uuid: newId(), template: pick(templates), indicator, suggestions: [{ uuid: newId(), kind: pick(['orderSet', 'replace', 'add']) }, { uuid: newId(), kind: 'options' }] }] : [],
    latencyMs: 12.5, measure: pick(['outside', 'eligible', 'excluded', 'unknown'] as const), measureDays: 28, patient: `p${Math.floor(order * 0.8)}`, order: `ServiceRequest/${order}`, ...base,
  };
}

/** One order in the order of time: now and then evaluated again, until a minute or an hour later. */
function evaluations(order: number, orders: number): readonly DecisionRecord[] {
  const at = Math.floor(START + (SPAN_MS * order) / orders);
  const requester = pick(requesters);
  // Each works at one place.
  const base = { requester, ...CLIENTS[requesters.indexOf(requester) % CLIENTS.length] };
  const study = pick(studies);
  return Array.from({ length: 1 + (random() < 0.2 ? 1 : 0) + (random() < 0.1 ? 1 : 0) }, (_, index) => evaluation(order, at + index * 90_000, { ...base, study }));
}

function reportOf({ client, cards: [card], at }: DecisionRecord): readonly Feedback[] {
  if (card === undefined || random() < 0.5) return [];
  const report = { client, service: 'imaging-advice', card: card.uuid, outcomeTimestamp: at, receivedAt: at };
  return random() < 0.4
    ? [{ ...report, outcome: 'accepted', acceptedSuggestions: [pick(card.suggestions).uuid] }]
    : [{ ...report, outcome: 'overridden', acceptedSuggestions: [], reason: { code: pick(reasons) } }];
}

async function pour(store: Store, orders: number): Promise<void> {
  let [decided, told, decidingMs, tellingMs] = [0, 0, 0, 0];
  for (let order = 0; order < orders; order += AT_ONCE) {
    const records = Array.from({ length: Math.min(AT_ONCE, orders - order) }, (_, index) => evaluations(order + index, orders)).flat();
    const reports = records.flatMap(reportOf);
    const start = performance.now();
    store.addDecisions(records);
    await store.findCard('none');
    const middle = performance.now();
    // As clients tell them: one or two in a call, several calls at once.
    await Promise.all(reports.map((report) => store.addFeedback([report])));
    decided += records.length;
    told += reports.length;
    decidingMs += middle - start;
    tellingMs += performance.now() - middle;
    if (order % 100_000 === 0) console.log(`${order} orders: ${Math.round((decided * 1000) / decidingMs)} decisions/s, ${Math.round((told * 1000) / tellingMs)} reports/s`);
  }
  console.log(`${decided} decisions, ${Math.round((decided * 1000) / decidingMs)}/s; ${told} reports, ${Math.round((told * 1000) / tellingMs)}/s`);
}

/** The first time, and the middle of some more. */
async function time(name: string, ask: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  const busy = process.cpuUsage();
  let size = 0;
  for (let repeat = 0; repeat <= REPEATS; repeat += 1) {
    const start = performance.now();
    const answer = await ask();
    times.push(performance.now() - start);
    size = Array.isArray(answer) ? answer.length : (answer as { orders?: readonly unknown[] } | undefined)?.orders?.length ?? 1;
  }
  const [first, ...others] = times;
  const { user, system } = process.cpuUsage(busy);
  console.log(`${name}: ${first!.toFixed(1)} ms first, ${others.sort((one, other) => one - other)[Math.floor(REPEATS / 2)]!.toFixed(1)} ms then, ${((user + system) / 1000 / (REPEATS + 1)).toFixed(1)} ms of a processor, ${size} rows`);
}

async function ask(store: Store): Promise<void> {
  const views: readonly (readonly [View, Parameters<Store['tally']>[1]['groupBy']])[] = [
    ['ratings', ['month', 'rating']], ['ratings', ['study', 'variant', 'certainty', 'rating', 'firstRating', 'unrated']], ['requesters', ['client', 'requester', 'rating']], ['outcomes', ['rating', 'outcome', 'taken']],
    ['missing', ['finding', 'rating']], ['gaps', ['month', 'read']], ['measure', ['month', 'client', 'measure', 'outcome', 'taken']], ['cards', ['template', 'indicator', 'outcome', 'reason', 'taken']],
  ];
  for (const [view, groupBy] of views) await time(`tally ${view} by ${groupBy.join(', ')}`, () => store.tally(view, { ...ALL, mode: 'live', groupBy }));
  const requester = store.requesterHash('a', requesters[3]!);
  const lists: readonly (readonly [string, Omit<OrdersQuery, 'from' | 'to' | 'limit'>])[] = [
    ['all', {}], ['usual', { client: 'a', mode: 'live', where: { rating: 'UNA', outcome: 'overridden' } }], ['rare', { where: { study: 'study-10', variant: 'variant-9', rating: 'MBA-D', outcome: 'accepted' } }],
    ['none at all', { where: { study: 'study-99' } }], ['requester', { where: { requester, rating: 'UNA' } }], ['requester, rare', { where: { requester, rating: 'MBA-D', unrated: 'route' } }], ['reason', { where: { reason: 'reason-11' } }],
    ['finding', { where: { finding: 'finding-0' } }], ['finding, rare', { where: { finding: 'finding-0', rating: 'MBA-D', reason: 'reason-11', study: 'study-10' } }], ['read', { where: { read: 'read-11' } }], ['template', { where: { template: 'template-3', reason: 'reason-5' } }],
    ['no read short', { where: { read: '' } }], ['measure', { where: { measure: 'again' } }],
  ];
  for (const [name, query] of lists) {
    await time(`orders, ${name}`, () => store.listOrders({ ...ALL, ...query, limit: 50 }));
  }
  let after: string | undefined;
  for (let page = 0; page < 20; page += 1) after = (await store.listOrders({ ...ALL, limit: 1000, ...(after !== undefined && { after }) })).next;
  await time('orders, all, the 20,001st on', () => store.listOrders({ ...ALL, limit: 50, after: after! }));
  const middle = `${START + SPAN_MS / 20}-x`;
  await time('orders, usual, far down', () => store.listOrders({ ...ALL, client: 'a', where: { rating: 'UNA', outcome: 'overridden' }, limit: 50, after: middle }));
  const { orders: [some] } = await store.listOrders({ ...ALL, where: { outcome: 'accepted' }, limit: 1, after: middle });
  await time('findCard', () => store.findCard(some!.cards[0]!));
  await time('decisionsOf', () => store.decisionsOf(some!.id));
  await time('months', () => store.months());
  await time('clients', () => store.clients());
}

const database = place.startsWith('postgres:') ? openPostgres(place, () => new Date()) : openSqlite(place.replace(/^sqlite:/, ''));
const store = createSqlStore(database, { identities: createIdentities('a key for measuring, long enough', 'hashed'), report: (gap) => console.error(gap) });
if (await store.months() === undefined) await pour(store, Number(count));
await ask(store);
console.log(`${MONTHS} months, ${Math.round(process.memoryUsage().rss / 1_000_000)} MB of memory`);
await store.close();
