/** What pages ask the store: one suite for every store. */
import { expect, test } from '@jest/globals';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import type { Field, OrderField, OrdersQuery, View } from '../../src/store/statistics.ts';
import type { Store } from '../../src/store/store.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { describeStores, identities } from '../support/stores.ts';

const ALL = { from: '2026-01', to: '2026-12' };
/** An order that has nothing it could be found by. */
const bare = (id: string, at: string, changes: Partial<DecisionRecord> = {}): DecisionRecord => {
  const { certainty: _, rating: __, indicator: ___, requester: ____, ...rest } = decisionRecord({ id, at, order: `ServiceRequest/${id}`, patient: id, cards: [], gaps: [], wouldChange: [], advice: 'silent', variantKind: 'none', variant: 'NONE', unrated: 'no-criteria' });
  return { ...rest, ...changes };
};
const pour = (store: Store) => store.addDecisions([
  decisionRecord({ measure: 'eligible', silence: { because: 'shown-when-selected', decision: 'd-0' } }), bare('d-2', '2026-06-30T23:59:59.999Z'), bare('d-3', '2026-07-01T00:00:00.000Z', { client: 'quiet', mode: 'shadow', rating: 'UA', unrated: undefined }), bare('d-4', '2026-05-31T23:59:59.999Z'),
]);

describeStores((create) => {
  test('counts by month, client and mode, of a client, of a mode, from one month to another', async () => {
    const store = await create();
    pour(store);
    const count = (query: object, ...groupBy: Field[]) => store.tally('ratings', { ...ALL, groupBy, ...query });
    expect(await count({}, 'month')).toEqual([{ count: 2, by: { month: '2026-06' } }, { count: 1, by: { month: '2026-05' } }, { count: 1, by: { month: '2026-07' } }]);
    expect(await count({ from: '2026-06', to: '2026-06' }, 'rating')).toEqual([{ count: 1, by: {} }, { count: 1, by: { rating: 'UNA' } }]);
    expect(await count({ client: 'quiet' })).toEqual([{ count: 1, by: {} }]);
    expect(await count({ mode: 'live' }, 'client', 'unrated')).toEqual([{ count: 2, by: { client: 'ehr', unrated: 'no-criteria' } }, { count: 1, by: { client: 'ehr' } }]);
    expect(await count({ from: '2026-08' })).toEqual([]);
    expect(await store.tally('missing', { ...ALL, groupBy: ['finding', 'rating'] })).toEqual([{ count: 1, by: { finding: 'cancer', rating: 'UNA' } }]);
    expect(await store.tally('gaps', { ...ALL, groupBy: ['read'] })).toEqual([{ count: 1, by: { read: 'observations' } }]);
    expect(await store.tally('measure', { ...ALL, groupBy: ['measure', 'outcome'] })).toEqual([{ count: 1, by: { measure: 'eligible', outcome: 'ignored' } }]);
    expect(await store.months()).toEqual({ first: '2026-05', last: '2026-07' });
    expect(await store.clients()).toEqual(['ehr', 'quiet']);
    expect(store.requesterHash('ehr', 'Practitioner/d1')).toBe(identities.requester('ehr', 'Practitioner/d1'));
  });

  test.each<[View, string]>([['ratings', 'outcome'], ['cards', 'requester'], ['gaps', 'rating'], ['measure', 'count'], ['missing', '1; DROP TABLE tallies'], ['toString' as View, 'month']])('the view %s cannot be told apart by %s', async (view, field) => {
    const store = await create();
    await expect(store.tally(view, { ...ALL, groupBy: [field as Field] })).rejects.toMatchObject({ code: 'store-failed', kind: 'refused' });
  });

  test('every view tells shadow mode apart', async () => {
    const store = await create();
    store.addDecisions([decisionRecord({ measure: 'eligible' }), decisionRecord({ id: 'd-2', client: 'quiet', mode: 'shadow', measure: 'outside', cards: [] })]);
    for (const view of ['ratings', 'requesters', 'outcomes', 'missing', 'gaps', 'measure'] as const) {
      expect(await store.tally(view, { ...ALL, groupBy: ['mode'] })).toEqual([{ count: 1, by: { mode: 'live' } }, { count: 1, by: { mode: 'shadow' } }]);
      expect(await store.tally(view, { ...ALL, mode: 'shadow', groupBy: [] })).toEqual([{ count: 1, by: {} }]);
    }
    expect(await store.tally('cards', { ...ALL, groupBy: ['mode'] })).toEqual([{ count: 1, by: { mode: 'live' } }]);
  });

  test('finds orders by each of their fields, and those that have none', async () => {
    const store = await create();
    pour(store);
    await store.addFeedback([{ client: 'ehr', service: 'imaging-advice', card: 'card-1', outcome: 'overridden', receivedAt: '2026-06-15T13:00:00.000Z', acceptedSuggestions: [], reason: { code: 'known' } }]);
    const find = async (where: OrdersQuery['where'], query: object = {}) => (await store.listOrders({ ...ALL, limit: 10, where, ...query })).orders.map(({ id }) => id);
    const one: Readonly<Record<Exclude<OrderField, 'taken' | 'unrated'>, string>> = {
      study: 'MR_WO', variant: 'V1', variantKind: 'variant', certainty: 'definite', rating: 'UNA', firstRating: 'UNA', advice: 'defer', indicator: 'warning', outcome: 'overridden', reason: 'known',
      requester: identities.requester('ehr', 'Practitioner/d1'), measure: 'eligible', silence: 'shown-when-selected', finding: 'cancer', read: 'observations', template: 'defer',
    };
    for (const [field, value] of Object.entries(one)) {
      expect([field, await find({ [field]: value, rating: 'UNA' })]).toEqual([field, ['d-1']]);
      expect([field, await find({ [field]: 'another' })]).toEqual([field, []]);
    }
    for (const field of ['certainty', 'indicator', 'reason', 'requester', 'measure', 'silence', 'finding', 'read', 'template'] as const) expect([field, await find({ [field]: '' })]).toEqual([field, ['d-3', 'd-2', 'd-4']]);
    expect(await find({ unrated: 'no-criteria' })).toEqual(['d-2', 'd-4']);
    expect(await find({ rating: '' })).toEqual(['d-2', 'd-4']);
    expect(await find(one)).toEqual(['d-1']);
    expect(await find({ ...one, read: 'another' })).toEqual([]);
    expect(await find({}, { mode: 'shadow' })).toEqual(['d-3']);
    expect(await find({ taken: '' }, { client: 'ehr', from: '2026-06' })).toEqual(['d-2', 'd-1']);
    expect(await find({ finding: 'cancer' }, { to: '2026-05' })).toEqual([]);
    expect(await find({ finding: 'cancer' }, { client: 'quiet' })).toEqual([]);
  });

  test('lists orders page by page, the newest first, those of one moment too', async () => {
    const store = await create();
    store.addDecisions([3, 1, 2, 2, 2].map((day, index) => bare(`d-${index}`, `2026-06-0${day}T00:00:00.000Z`, { gaps: [{ read: 'notes', state: 'failed', hidesRedFlags: false }] })));
    for (const where of [{}, { read: 'notes' }, { requester: '' }]) {
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const page = await store.listOrders({ ...ALL, where, limit: 2, ...(after !== undefined && { after }) });
        pages.push(page.orders.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(pages).toEqual([['d-0', 'd-4'], ['d-3', 'd-2'], ['d-1']]);
    }
  });

  test.each<object>([{ after: 'x' }, { from: 'June' }, { to: '2026-13' }, { where: { patient: 'p1' } }, { where: { constructor: '' } }])('refuses what it cannot look for: %j', async (odd) => {
    const store = await create();
    await expect(store.listOrders({ ...ALL, limit: 10, ...odd } as OrdersQuery)).rejects.toMatchObject({ code: 'store-failed', kind: 'refused' });
  });
});
