/** Orders, their cards and counts: one suite for every store. */
import { expect, test } from '@jest/globals';
import type { DecisionRecord, GivenCard } from '../../src/store/decision-record.ts';
import type { Feedback, Store } from '../../src/store/store.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { describeStores, identities } from '../support/stores.ts';

const ALL = { from: '2026-01', to: '2026-12' };
const card = (uuid: string, changes: Partial<GivenCard> = {}): readonly GivenCard[] => [{ uuid, template: 'defer', indicator: 'warning', suggestions: [{ uuid: `${uuid}-set`, kind: 'orderSet' }, { uuid: `${uuid}-add`, kind: 'add' }], ...changes }];
const told = (uuid: string, changes: Partial<Feedback> = {}): Feedback => ({
  client: 'ehr', service: 'imaging-advice', card: uuid, outcome: 'overridden', outcomeTimestamp: '2026-06-15T13:00:00.000Z', receivedAt: '2026-06-15T13:00:01.000Z', acceptedSuggestions: [], reason: { code: 'known' }, ...changes,
});
const accepted = (uuid: string, ...suggestions: readonly string[]): Feedback => told(uuid, { outcome: 'accepted', acceptedSuggestions: suggestions, reason: undefined });
/** An evaluation of the order, so many hours after noon of 15 June. */
const evaluation = (id: string, hours: number, changes: Partial<DecisionRecord> = {}): DecisionRecord => decisionRecord({ id, at: new Date(Date.UTC(2026, 5, 15, 12) + hours * 3_600_000).toISOString(), cards: [], ...changes });
const without = ({ order: _, ...rest }: DecisionRecord): DecisionRecord => rest;
const list = async (store: Store, where = {}) => (await store.listOrders({ ...ALL, where, limit: 100 })).orders;
const ids = async (store: Store, where = {}) => (await list(store, where)).map(({ id }) => id);

describeStores((create) => {
  test('evaluations of one order within a day of each other are one order, in one batch or several', async () => {
    const store = await create();
    store.addDecisions([evaluation('d-1', 0, { rating: 'UA', study: 'CT_WO' }), evaluation('d-2', 24), evaluation('d-5', 72.1), evaluation('e-1', 0, { order: 'ServiceRequest/o2' }), evaluation('f-1', 0, { patient: 'p2' }), evaluation('g-1', 0, { client: 'other' })]);
    await store.findCard('none');
    store.addDecisions([evaluation('d-3', 48, { rating: 'MBA', variant: 'V2', version: '1.1.0' })]);
    expect((await list(store)).map(({ id, evaluations }) => [id, evaluations])).toEqual([['d-5', 1], ['d-1', 3], ['e-1', 1], ['f-1', 1], ['g-1', 1]].sort(([one], [other]) => (one === 'd-5' ? -1 : other === 'd-5' ? 1 : String(other).localeCompare(String(one)))));
    expect((await store.decisionsOf('d-1')).map(({ id, orderId }) => [id, orderId])).toEqual([['d-1', 'd-1'], ['d-2', 'd-1'], ['d-3', 'd-1']]);
    expect(await store.decisionsOf('d-2')).toEqual([]);
    expect((await store.findDecision('d-3'))!.orderId).toBe('d-1');
    expect(await store.findDecision('x')).toBeUndefined();
  });

  test('an order tells its first rating, everything else of its last evaluation, and all its cards', async () => {
    const store = await create();
    store.addDecisions([
      evaluation('d-1', 0, { rating: 'UA', cards: card('c-2', { indicator: 'critical' }) }), evaluation('d-2', 1, { tenant: 't', version: '1.1.0', study: 'CT_WO', variant: 'V2', certainty: 'possible', advice: 'replace', urgency: 'urgent', gaps: [], wouldChange: [], cards: card('c-1') }),
    ]);
    const order = {
      id: 'd-1', at: '2026-06-15T12:00:00.000Z', evaluations: 2, client: 'ehr', tenant: 't', mode: 'live', requester: identities.requester('ehr', 'Practitioner/d1'), patientHash: identities.patient('ehr', 'p1'), version: '1.1.0',
      study: 'CT_WO', variant: 'V2', variantKind: 'variant', certainty: 'possible', rating: 'UNA', firstRating: 'UA', advice: 'replace', indicator: 'critical', urgency: 'urgent', outcome: 'ignored', missing: [], short: [], lastDecision: 'd-2', cards: ['c-2', 'c-1'],
    };
    expect(await list(store)).toEqual([order]);
    expect(await store.tally('ratings', { ...ALL, groupBy: ['month', 'study', 'rating', 'firstRating'] })).toEqual([{ count: 1, by: { month: '2026-06', study: 'CT_WO', rating: 'UNA', firstRating: 'UA' } }]);
  });

  test('one that comes late, in the middle, makes one order of two', async () => {
    const store = await create();
    store.addDecisions([evaluation('d-1', 0), evaluation('d-3', 30, { rating: 'UA' })]);
    expect(await ids(store)).toEqual(['d-3', 'd-1']);
    store.addDecisions([evaluation('d-2', 15, { rating: 'MBA' })]);
    expect(await list(store)).toMatchObject([{ id: 'd-1', evaluations: 3, rating: 'UA', firstRating: 'UNA', lastDecision: 'd-3' }]);
    expect(await store.tally('ratings', { ...ALL, groupBy: [] })).toEqual([{ count: 1, by: {} }]);
    expect(await store.decisionsOf('d-1')).toHaveLength(3);
  });

  test('orders without an id are each their own', async () => {
    const store = await create();
    store.addDecisions([without(evaluation('d-1', 0)), without(evaluation('d-2', 0))]);
    expect(await ids(store)).toEqual(['d-2', 'd-1']);
  });

  test('the outcome is the strongest of its cards, the reason that of the last override', async () => {
    const store = await create();
    store.addDecisions([evaluation('d-1', 0, { cards: card('c-1') }), evaluation('d-2', 1, { cards: card('c-2') })]);
    const outcome = async () => (await list(store)).map(({ outcome: now, reason, taken }) => [now, reason, taken]);
    await store.addFeedback([told('c-2', { reason: { code: 'refused' } })]);
    expect(await outcome()).toEqual([['overridden', 'refused', undefined]]);
    await store.addFeedback([told('c-1')]);
    expect(await outcome()).toEqual([['overridden', 'known', undefined]]);
    // A third evaluation changes nothing of it, nor does a report that is told again.
    store.addDecisions([evaluation('d-3', 2)]);
    await store.addFeedback([told('c-2', { reason: { code: 'refused' } })]);
    expect(await outcome()).toEqual([['overridden', 'known', undefined]]);
    await store.addFeedback([accepted('c-1', 'c-1-add')]);
    expect(await outcome()).toEqual([['accepted', undefined, 'kept']]);
    expect(await store.tally('cards', { ...ALL, groupBy: ['outcome', 'reason', 'taken'] })).toEqual([{ count: 1, by: { outcome: 'accepted', taken: 'kept' } }, { count: 1, by: { outcome: 'overridden', reason: 'refused' } }]);
  });

  test.each([
    ['an order set', ['orderSet'], 'withdrawn'], ['the removal of the order', ['remove'], 'withdrawn'], ['a deletion', ['delete'], 'withdrawn'], ['another study', ['replace'], 'switched'], ['a higher priority', ['raise'], 'kept'],
    ['drafts beside it', ['add'], 'kept'], ['an option', ['options'], 'kept'], ['a new draft', ['create'], 'kept'], ['an option and an order set', ['options', 'orderSet'], 'withdrawn'],
    ['an update, which may be either', ['update'], undefined], ['nothing that is named', [], undefined],
  ])('accepting %s says what became of the imaging', async (_, kinds, expected) => {
    const store = await create();
    store.addDecisions([evaluation('d-1', 0, { cards: card('c-1', { suggestions: kinds.map((kind) => ({ uuid: `S-${kind}`, kind })) }) })]);
    await store.addFeedback([accepted('c-1', 'unknown', ...kinds.map((kind) => `s-${kind}`))]);
    expect((await list(store))[0]!.taken).toBe(expected);
  });

  test('a card about two orders is one card, and both orders hear of it', async () => {
    const store = await create();
    store.addDecisions([evaluation('d-1', 0, { cards: card('c-1') }), evaluation('e-1', 0, { order: 'ServiceRequest/o2', cards: card('C-1') })]);
    await store.addFeedback([accepted('c-1', 'c-1-set')]);
    expect((await list(store)).map(({ id, outcome, taken, cards }) => [id, outcome, taken, cards])).toEqual([['e-1', 'accepted', 'withdrawn', ['c-1']], ['d-1', 'accepted', 'withdrawn', ['c-1']]]);
    expect(await store.tally('cards', { ...ALL, groupBy: ['template', 'indicator', 'taken'] })).toEqual([{ count: 1, by: { template: 'defer', indicator: 'warning', taken: 'withdrawn' } }]);
  });

  test('an eligible order counts in the measure once in so many days for one patient', async () => {
    const store = await create();
    const measured = (id: string, day: number, changes: Partial<DecisionRecord> = {}) => evaluation(id, day * 24, { order: `ServiceRequest/${id}`, measure: 'eligible', measureDays: 10, ...changes });
    store.addDecisions([measured('d-3', 11), measured('d-1', 0), measured('d-4', 30), measured('d-5', 35, { patient: 'p2' }), measured('d-6', 36, { measure: 'excluded' })]);
    const measures = async () => Object.fromEntries((await list(store)).map(({ id, measure }) => [id, measure]));
    expect(await measures()).toEqual({ 'd-1': 'eligible', 'd-3': 'eligible', 'd-4': 'eligible', 'd-5': 'eligible', 'd-6': 'excluded' });
    // One between them comes late.
    store.addDecisions([measured('d-2', 10)]);
    expect(await measures()).toMatchObject({ 'd-1': 'eligible', 'd-2': 'again', 'd-3': 'again', 'd-4': 'eligible' });
    expect(await store.tally('measure', { ...ALL, groupBy: ['measure'] })).toEqual([{ count: 3, by: { measure: 'eligible' } }, { count: 2, by: { measure: 'again' } }, { count: 1, by: { measure: 'excluded' } }]);
    expect(await ids(store, { measure: 'again' })).toEqual(['d-3', 'd-2']);
    await store.purge({ before: new Date('2026-06-16T00:00:00Z'), now: new Date(0) });
    expect(await measures()).toMatchObject({ 'd-2': 'eligible', 'd-3': 'again' });
  });

  test('what is forgotten is taken out of the counts, an order in part too', async () => {
    const store = await create();
    store.addDecisions([evaluation('d-1', 0, { rating: 'UA', cards: card('c-1', { indicator: 'critical' }) }), evaluation('d-2', 10, { cards: card('c-2', { template: 'replace' }) }), evaluation('e-1', 0, { order: 'ServiceRequest/o2' })]);
    await store.addFeedback([accepted('c-1', 'c-1-set'), told('c-2')]);
    await store.purge({ before: new Date('2026-06-15T22:00:00.000Z'), now: new Date(0) });
    expect(await list(store)).toMatchObject([{ id: 'd-2', evaluations: 1, firstRating: 'UNA', indicator: 'warning', outcome: 'ignored', cards: ['c-2'] }]);
    expect(await store.tally('cards', { ...ALL, groupBy: ['template', 'outcome'] })).toEqual([{ count: 1, by: { template: 'replace', outcome: 'ignored' } }]);
    expect(await store.tally('missing', { ...ALL, groupBy: ['finding'] })).toEqual([{ count: 1, by: { finding: 'cancer' } }]);
    expect((await store.findCard('c-2'))[0]).toMatchObject({ orderId: 'd-2', outcome: 'ignored' });
    await store.purge({ before: new Date('2026-07-01T00:00:00Z'), now: new Date(0) });
    expect(await list(store)).toEqual([]);
    expect(await store.months()).toBeUndefined();
    expect(await store.clients()).toEqual([]);
    for (const view of ['ratings', 'requesters', 'outcomes', 'missing', 'gaps', 'measure', 'cards'] as const) expect(await store.tally(view, { ...ALL, groupBy: [] })).toEqual([]);
  });
});
