/** Whatever is poured in, in whatever order: orders, cards and counts are what the log says. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import type { Field, OrdersQuery, View } from '../../src/store/statistics.ts';
import type { Feedback, Store } from '../../src/store/store.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { recount, sortedLines, type Log } from '../support/recount.ts';
import { describeStores } from '../support/stores.ts';

const HALF_DAY = 43_200_000;
const START = Date.UTC(2026, 4, 20);
const FIELDS: Readonly<Record<View, readonly Field[]>> = {
  ratings: ['month', 'client', 'mode', 'study', 'variant', 'variantKind', 'certainty', 'rating', 'firstRating', 'unrated'], requesters: ['month', 'client', 'mode', 'requester', 'rating', 'taken'], outcomes: ['month', 'client', 'mode', 'rating', 'outcome', 'taken'],
  missing: ['month', 'client', 'mode', 'finding', 'rating'], gaps: ['month', 'client', 'mode', 'read'], measure: ['month', 'client', 'mode', 'measure', 'rating', 'outcome', 'taken'], silences: ['month', 'client', 'mode', 'silence', 'variant'],
  cards: ['month', 'client', 'mode', 'template', 'indicator', 'outcome', 'reason', 'taken'],
};

const client = fc.constantFrom('a', 'b', 'quiet');
const time = fc.integer({ min: 0, max: 40 });
const judged = fc.record({
  order: fc.constantFrom('ServiceRequest/1', 'ServiceRequest/1', 'ServiceRequest/2', undefined), study: fc.constantFrom('MR', 'CT'), rating: fc.constantFrom('UNA' as const, 'UA' as const, undefined),
  measure: fc.constantFrom('eligible' as const, 'eligible' as const, 'excluded' as const, undefined), days: fc.constantFrom(3, 10), finding: fc.constantFrom('flag', 'fever', undefined), read: fc.constantFrom('notes', undefined),
  silence: fc.constantFrom('shown-when-selected' as const, 'overridden-in-encounter' as const, undefined, undefined),
});
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('call' as const), client, time, patient: fc.constantFrom('p1', 'p2'), requester: fc.constantFrom('Practitioner/1', undefined), indicator: fc.constantFrom('info' as const, 'critical' as const), suggestion: fc.constantFrom('orderSet', 'replace', 'add', 'update'), card: fc.boolean(), beside: fc.boolean(), orders: fc.array(judged, { minLength: 1, maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(30) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('told' as const), client, card: fc.nat(6), outcome: fc.constantFrom('accepted' as const, 'overridden' as const), reason: fc.constantFrom('known', 'refused', undefined), suggestion: fc.boolean(), minute: fc.nat(3), time }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('purge' as const), time }) },
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const at = (halfDays: number): string => new Date(START + halfDays * HALF_DAY).toISOString();

/** A call with one card about all its orders, or none. */
function recordsOf(call: Step & { readonly kind: 'call' }, index: number, calls: Map<string, number>): readonly DecisionRecord[] {
  const number = (calls.get(call.client) ?? 0) + 1;
  calls.set(call.client, number);
  const mode = call.client === 'quiet' ? 'shadow' : 'live';
  const cards = call.card && mode === 'live' ? [{ uuid: `Card-${number}`, template: `t${number % 2}`, indicator: call.indicator, suggestions: [{ uuid: `s-${number}`, kind: call.suggestion }], ...(call.beside && { isBeside: true as const }) }] : [];
  return call.orders.map(({ order, study, rating, measure, days, finding, read, silence }, place) => {
    const { order: _, requester: __, rating: ___, ...rest } = decisionRecord({
      // Not in the order of time.
      id: `d-${((index * 2 + place) * 389) % 1000}`, at: at(call.time), client: call.client, mode, patient: call.patient, study, version: `1.${place}.0`, cards, measureDays: days,
      gaps: read === undefined ? [] : [{ read, state: 'failed', hidesRedFlags: true }],
      wouldChange: finding === undefined ? [] : [{ finding, ifPresent: { scenario: 'V7', category: 'UA' }, ifAbsent: { scenario: 'V1', category: finding === 'flag' ? 'UA' : 'UNA' } }],
    });
    return { ...rest, ...(order && { order }), ...(call.requester && { requester: call.requester }), ...(rating ? { rating } : { unrated: 'outside' as const }), ...(measure && { measure }), ...(silence && { silence: { because: silence, decision: 'd-0' } }) };
  });
}

const sameReport = (one: Feedback, other: Feedback): boolean => JSON.stringify([one.client, one.card.toLowerCase(), one.outcome, one.outcomeTimestamp, one.acceptedSuggestions]) === JSON.stringify([other.client, other.card.toLowerCase(), other.outcome, other.outcomeTimestamp, other.acceptedSuggestions]);

/** Does the steps with the store, and keeps the log of them beside it. */
async function follow(store: Store, steps: readonly Step[]): Promise<Log> {
  let decisions: readonly DecisionRecord[] = [];
  let feedback: readonly Feedback[] = [];
  const made: DecisionRecord[] = [];
  const calls = new Map<string, number>();
  const add = (records: readonly DecisionRecord[]): void => {
    store.addDecisions(records);
    decisions = [...decisions, ...records.filter(({ id }) => decisions.every((each) => each.id !== id))];
  };
  for (const [index, each] of steps.entries()) {
    if (each.kind === 'call') {
      const records = recordsOf(each, index, calls);
      for (const record of records) made.push(record);
      add(records);
    } else if (each.kind === 'again') {
      const again = made[each.which];
      if (again !== undefined) add([again]);
    } else if (each.kind === 'told') {
      const report: Feedback = {
        client: each.client, service: 'imaging-advice', card: `card-${each.card}`, outcome: each.outcome, outcomeTimestamp: `2026-06-01T10:0${each.minute}:00.000Z`, receivedAt: at(each.time),
        acceptedSuggestions: each.suggestion && each.outcome === 'accepted' ? [`s-${each.card}`] : [], ...(each.reason && { reason: { code: each.reason } }),
      };
      const isNew = feedback.every((other) => !sameReport(report, other));
      if (isNew) feedback = [...feedback, report];
      expect(await store.addFeedback([report])).toMatchObject({ added: isNew ? 1 : 0 });
    } else {
      await store.findCard('none');
      await store.purge({ before: new Date(at(each.time)), now: new Date(0) });
      decisions = decisions.filter((record) => record.at >= at(each.time));
      feedback = feedback.filter(({ receivedAt }) => receivedAt >= at(each.time));
    }
  }
  return { decisions, feedback };
}

async function read(store: Store) {
  const all = { from: '2026-01', to: '2026-12' };
  const orders: object[] = [];
  let after: string | undefined;
  do {
    const page = await store.listOrders({ ...all, limit: 3, ...(after !== undefined && { after }) });
    for (const order of page.orders) orders.push(order);
    after = page.next;
  } while (after !== undefined);
  const views = await Promise.all((Object.keys(FIELDS) as View[]).map(async (view) => [view, sortedLines(await store.tally(view, { ...all, groupBy: FIELDS[view] }))]));
  const { decisions } = await store.listDecisions({ from: new Date(START), to: new Date(START + 100 * HALF_DAY), limit: 1000 });
  const kept = decisions.map(({ id, orderId, outcome, reason }) => ({ id, orderId, outcome, ...(reason !== undefined && { reason }) })).sort((one, other) => (one.id < other.id ? -1 : 1));
  return { decisions: kept, orders, views: Object.fromEntries(views) as object };
}

/** Orders found by what they have, against all orders looked through. */
async function expectFound(store: Store, { orders }: ReturnType<typeof recount>): Promise<void> {
  const found = async (where: OrdersQuery['where']) => (await store.listOrders({ from: '2026-01', to: '2026-12', where, limit: 1000 })).orders.map(({ id }) => id);
  const ids = (has: (order: Readonly<Record<string, unknown>>) => boolean) => orders.filter(has).map(({ id }) => id);
  const includes = (list: unknown, value: string): boolean => (list as readonly string[]).includes(value);
  for (const finding of ['flag', 'fever']) expect(await found({ finding, rating: 'UNA' })).toEqual(ids((order) => includes(order['missing'], finding) && order['rating'] === 'UNA'));
  expect(await found({ read: 'notes' })).toEqual(ids(({ short }) => includes(short, 'notes')));
  expect(await found({ finding: '', taken: '' })).toEqual(ids(({ missing, taken }) => (missing as readonly string[]).length === 0 && taken === undefined));
  // The template of a card is told by its number.
  expect(await found({ template: 't1' })).toEqual(ids(({ cards }) => (cards as readonly string[]).some((uuid) => Number(uuid.slice('card-'.length)) % 2 === 1)));
}

/** The SQL is the same; a database of its own for each run takes its time. */
const RUNS = { memory: 150, sqlite: 6, postgres: 10 };

describeStores((create, kind) => {
  test('orders, cards and counts are what the log says, whatever came when and was forgotten', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const store = await create();
      const log = await follow(store, steps);
      const expected = recount(log);
      expect(await read(store)).toEqual(expected);
      await expectFound(store, expected);
      await store.close();
    }), { numRuns: RUNS[kind] });
  }, 120_000);
});
