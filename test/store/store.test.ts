/** What every store does with decisions, cards, feedback and tokens. */
import { expect, test } from '@jest/globals';
import type { Feedback, Store } from '../../src/store/store.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { describeStores, identities } from '../support/stores.ts';

const told: Feedback = { client: 'ehr', service: 'imaging-advice', card: 'card-1', outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00.000Z', receivedAt: '2026-06-15T12:00:01.000Z', acceptedSuggestions: ['s-1', 's-2'] };
const overridden: Feedback = { ...told, outcome: 'overridden', acceptedSuggestions: [], reason: { code: 'known', system: 'urn:x', display: 'Known already' }, userComment: 'she told me' };
const JUNE = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-07-01T00:00:00Z') };

describeStores(keepsItsWord);

function keepsItsWord(create: () => Promise<Store>): void {
  test('FB-3 keeps what it is told, in order, once', async () => {
    const store = await create();
    expect(await store.addFeedback([told, { ...told, receivedAt: '2026-06-16T00:00:00.000Z', acceptedSuggestions: ['s-2', 's-1'] }])).toEqual({ added: 1, repeated: 1, unmatched: 1 });
    expect(await store.addFeedback([told, { ...told, outcome: 'overridden' }, { ...told, card: 'card-2' }, { ...told, outcomeTimestamp: '2026-06-15T11:00:00.000Z' }])).toEqual({ added: 3, repeated: 1, unmatched: 3 });
    expect((await store.listFeedback()).map(({ card, outcome, repeats }) => [card, outcome, repeats])).toEqual([['card-1', 'accepted', 2], ['card-1', 'overridden', undefined], ['card-2', 'accepted', undefined], ['card-1', 'accepted', undefined]]);
  });

  test('FB-2 FB-7 gives back what it was told', async () => {
    const store = await create();
    const odd = { ...overridden, card: 'CARD "1" \u{1F600}', userComment: `it's "so"; DROP TABLE feedback; --` };
    const { outcomeTimestamp: _, ...untimed } = told;
    await store.addFeedback([odd, untimed]);
    expect(await store.listFeedback()).toEqual([{ ...odd, isMatched: false }, { ...untimed, isMatched: false }]);
    expect(await store.addFeedback([{ ...told, card: 'a\0b\ud800' }])).toMatchObject({ added: 1 });
  });

  test('FB-4 TEN-2 knows its cards, and to whom they went', async () => {
    const store = await create();
    store.addDecisions([decisionRecord()]);
    expect(await store.addFeedback([told, { ...told, client: 'other' }, { ...told, card: 'CARD-1', outcome: 'overridden' }])).toEqual({ added: 3, repeated: 0, unmatched: 1 });
    expect((await store.listFeedback()).map(({ client, isMatched }) => [client, isMatched])).toEqual([['ehr', true], ['other', false], ['ehr', true]]);
    expect(await store.listFeedback({ card: 'Card-1' })).toHaveLength(3);
    expect(await store.listFeedback({ card: 'card-2' })).toEqual([]);
  });

  test('FB-4 tells late feedback: more than a day after the card', async () => {
    const store = await create();
    store.addDecisions([decisionRecord()]);
    await store.addFeedback([{ ...told, receivedAt: '2026-06-16T12:00:00.000Z' }, { ...overridden, receivedAt: '2026-06-16T12:00:00.001Z' }]);
    expect((await store.listFeedback()).map(({ isLate }) => isLate)).toEqual([undefined, true]);
  });

  test('gives back the decisions of a card, people only as hashes', async () => {
    const store = await create();
    const { patient: _, order: __, requester: ___, ...rest } = decisionRecord();
    store.addDecisions([decisionRecord(), decisionRecord({ id: 'd-2', order: 'ServiceRequest/o2', study: 'CT_WO' }), decisionRecord({ id: 'd-3', cards: [] })]);
    const found = await store.findCard('CARD-1');
    expect(found.map(({ id }) => id)).toEqual(['d-1', 'd-2']);
    expect(found[0]).toEqual({ ...rest, orderId: 'd-1', outcome: 'ignored', patientHash: identities.patient('ehr', 'p1'), orderHash: identities.order('ehr', 'p1', 'ServiceRequest/o1'), requester: identities.requester('ehr', 'Practitioner/d1') });
    expect(found[0]!.patientHash).toBe(found[1]!.patientHash);
    expect(found[0]!.orderHash).not.toBe(found[1]!.orderHash);
    expect(await store.findCard('card-9')).toEqual([]);
  });

  test('the same decision twice is one', async () => {
    const store = await create();
    store.addDecisions([decisionRecord(), decisionRecord()]);
    store.addDecisions([decisionRecord()]);
    await store.findCard('card-1');
    expect((await store.listDecisions({ ...JUNE, limit: 10 })).decisions.map(({ id }) => id)).toEqual(['d-1']);
    expect((await store.listOrders({ from: '2026-06', to: '2026-06', limit: 10 })).orders).toMatchObject([{ id: 'd-1', evaluations: 1 }]);
  });

  test('joins what became of a card to its decisions: taken stays taken, the last override counts', async () => {
    const store = await create();
    const outcomes = async () => (await store.findCard('card-1')).map(({ outcome, reason }) => [outcome, reason]);
    store.addDecisions([decisionRecord(), decisionRecord({ id: 'd-2' })]);
    await store.addFeedback([{ ...overridden, client: 'other' }]);
    expect(await outcomes()).toEqual([['ignored', undefined], ['ignored', undefined]]);
    await store.addFeedback([overridden, { ...overridden, outcomeTimestamp: '2026-06-15T10:05:00.000Z', reason: { code: 'refused' } }]);
    expect(await outcomes()).toEqual([['overridden', 'refused'], ['overridden', 'refused']]);
    await store.addFeedback([told, { ...overridden, outcomeTimestamp: '2026-06-15T10:06:00.000Z' }]);
    expect(await outcomes()).toEqual([['accepted', undefined], ['accepted', undefined]]);
  });

  test('feedback that comes before its card is written is joined all the same', async () => {
    const store = await create();
    await store.addFeedback([overridden, { ...told, card: 'card-2' }, { ...overridden, card: 'card-2', outcomeTimestamp: '2026-06-15T10:09:00.000Z' }]);
    store.addDecisions([decisionRecord(), decisionRecord({ id: 'd-2', cards: [{ uuid: 'Card-2', template: 'defer', indicator: 'info', suggestions: [] }] })]);
    expect((await store.findCard('card-1'))[0]).toMatchObject({ outcome: 'overridden', reason: 'known' });
    expect((await store.findCard('card-2'))[0]).toMatchObject({ outcome: 'accepted' });
    expect((await store.findCard('card-2'))[0]).not.toHaveProperty('reason');
  });

  test('tells what was shown and overridden before, for this patient of this client', async () => {
    const store = await create();
    const card = (uuid: string) => [{ uuid, template: 'defer', indicator: 'warning' as const, suggestions: [] }];
    store.addDecisions([
      decisionRecord(), decisionRecord({ id: 'd-2', at: '2026-06-16T12:00:00.000Z', order: 'ServiceRequest/o2', cards: card('card-2') }), decisionRecord({ id: 'd-3', patient: 'p2', cards: card('card-3') }),
      decisionRecord({ id: 'd-4', client: 'other', cards: card('card-4') }), decisionRecord({ id: 'd-5', cards: [] }), decisionRecord({ id: 'd-6', at: '2026-01-01T00:00:00.000Z', cards: card('card-6') }),
    ]);
    await store.addFeedback([overridden, { ...overridden, card: 'card-3' }, { ...overridden, card: 'card-6' }]);
    const query = { client: 'ehr', patient: 'p1', since: JUNE.from };
    expect(await store.overridesOf(query)).toEqual([{
      decision: 'd-1', at: '2026-06-15T12:00:00.000Z', service: 'imaging-advice', hook: 'order-select', topic: 'low-back-pain', version: '1.0.0', variant: 'V1', study: 'MR_WO', adviceRow: 'defer-acute', outcome: 'overridden', reason: 'known', hidden: ['observations'], outcomeAt: '2026-06-15T10:00:00.000Z',
    }]);
    expect((await store.shownTo(query)).map(({ decision, outcome }) => [decision, outcome])).toEqual([['d-2', 'ignored'], ['d-1', 'overridden']]);
    expect((await store.shownTo({ ...query, order: 'ServiceRequest/o2' })).map(({ decision }) => decision)).toEqual(['d-2']);
  });

  test('knows an encounter again, and keeps why something was held back', async () => {
    const store = await create();
    const encounters: readonly Partial<DecisionRecord>[] = [{ encounter: 'e1' }, { encounter: 'e2' }, { patient: 'p1' }, { silence: { because: 'overridden-in-encounter', decision: 'd-0' }, cards: [] }];
    store.addDecisions(encounters.map((changes, index) => decisionRecord({ id: `d-${index}`, at: `2026-06-15T12:00:0${index}.000Z`, cards: [{ uuid: `card-${index}`, template: 'defer', indicator: 'warning', suggestions: [] }], ...changes })));
    const query = { client: 'ehr', patient: 'p1', since: JUNE.from };
    const seen = async (encounter?: string) => (await store.shownTo({ ...query, ...(encounter !== undefined && { encounter }) })).map(({ decision, isSameEncounter }) => [decision, isSameEncounter]);
    expect(await seen('e1')).toEqual([['d-2', undefined], ['d-1', false], ['d-0', true]]);
    expect(await seen()).toEqual([['d-2', undefined], ['d-1', undefined], ['d-0', undefined]]);
    const { decisions } = await store.listDecisions({ ...JUNE, limit: 10 });
    expect(decisions.map(({ silence }) => silence)).toEqual([undefined, undefined, undefined, { because: 'overridden-in-encounter', decision: 'd-0' }]);
  });

  test('lists decisions page by page in the order of time, those of one moment too', async () => {
    const store = await create();
    const days = [3, 1, 2, 2, 2, 9];
    store.addDecisions(days.map((day, index) => decisionRecord({ id: `d-${index}`, at: `2026-06-0${day}T00:00:00.000Z`, client: index === 2 ? 'other' : 'ehr', cards: [] })));
    await store.addFeedback([told]);
    const query = { from: JUNE.from, to: new Date('2026-06-09T00:00:00Z'), limit: 2 };
    const first = await store.listDecisions(query);
    const second = await store.listDecisions({ ...query, after: first.next! });
    const third = await store.listDecisions({ ...query, after: second.next! });
    expect([first, second, third].map(({ decisions }) => decisions.map(({ id }) => id))).toEqual([['d-1', 'd-2'], ['d-3', 'd-4'], ['d-0']]);
    expect(third).not.toHaveProperty('next');
    expect((await store.listDecisions({ ...query, client: 'other' })).decisions.map(({ id }) => id)).toEqual(['d-2']);
    await expect(store.listDecisions({ ...query, after: 'x' })).rejects.toMatchObject({ code: 'store-failed' });
  });

  test('JWT-11 marks a token once, though many ask at once', async () => {
    const store = await create();
    const token = { issuer: 'https://ehr.example.org', id: 't-1', expiresAt: new Date('2026-06-15T12:05:00Z'), spentAt: JUNE.from };
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.spendToken(token)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await store.spendToken({ ...token, issuer: 'https://other.example.org' })).toBe(true);
    expect(await store.spendToken({ ...token, id: 't-2' })).toBe(true);
  });

  test('forgets what is old, and nothing else', async () => {
    const store = await create();
    const before = new Date('2026-06-10T00:00:00.000Z');
    store.addDecisions([
      decisionRecord({ at: '2026-06-09T23:59:59.999Z' }), decisionRecord({ id: 'd-2', at: '2026-06-10T00:00:00.000Z', cards: [{ uuid: 'card-2', template: 'defer', indicator: 'info', suggestions: [] }] }),
    ]);
    await store.addFeedback([{ ...overridden, receivedAt: '2026-06-09T00:00:00.000Z' }, { ...overridden, card: 'card-2' }]);
    await store.purge({ before, now: before });
    expect((await store.listDecisions({ ...JUNE, limit: 10 })).decisions.map(({ id }) => id)).toEqual(['d-2']);
    expect(await store.findCard('card-1')).toEqual([]);
    expect(await store.findCard('card-2')).toHaveLength(1);
    expect((await store.listFeedback()).map(({ card, userComment }) => [card, userComment])).toEqual([['card-2', 'she told me']]);
  });

  test('keeps traces byte for byte, once, or why there is none', async () => {
    const store = await create();
    const at = '2026-06-15T12:00:00.000Z';
    const body = Uint8Array.from({ length: 3000 }, (_, index) => index % 256);
    store.addTraces([{ decision: 'd-1', at, body }, { decision: 'd-2', at, gap: 'too-large' }]);
    store.addTraces([{ decision: 'd-1', at, body: Uint8Array.of(1) }]);
    const kept = await store.findTrace('d-1');
    expect({ ...kept, body: [...kept!.body!] }).toEqual({ decision: 'd-1', at, body: [...body] });
    expect(await store.findTrace('d-2')).toEqual({ decision: 'd-2', at, gap: 'too-large' });
    expect(await store.findTrace('d-3')).toBeUndefined();
  });

  test('forgets traces with the decisions, or sooner', async () => {
    const store = await create();
    const days = ['2026-06-01', '2026-06-10', '2026-06-14'];
    for (const day of days) store.addTraces([{ decision: day, at: `${day}T00:00:00.000Z`, gap: 'too-large' }]);
    const kept = async () => (await Promise.all(days.map((day) => store.findTrace(day)))).map((trace) => trace !== undefined);
    expect(await kept()).toEqual([true, true, true]);
    await store.purge({ before: new Date('2026-06-05T00:00:00Z'), tracesBefore: new Date('2026-05-01T00:00:00Z'), now: JUNE.from });
    expect(await kept()).toEqual([false, true, true]);
    await store.purge({ before: new Date('2026-05-01T00:00:00Z'), tracesBefore: new Date('2026-06-12T00:00:00Z'), now: JUNE.from });
    expect(await kept()).toEqual([false, false, true]);
  });

  test('finds a decision by its own id', async () => {
    const store = await create();
    store.addDecisions([decisionRecord(), decisionRecord({ id: 'd-2', cards: [] })]);
    expect(await store.findDecision('d-2')).toMatchObject({ id: 'd-2', cards: [], outcome: 'none' });
    expect(await store.findDecision('d-3')).toBeUndefined();
  });

  test('takes many decisions at once', async () => {
    const store = await create();
    store.addDecisions(Array.from({ length: 1234 }, (_, index) => decisionRecord({ id: `d-${index}`, cards: [{ uuid: `c-${index}`, template: 'defer', indicator: 'info', suggestions: [] }] })));
    expect(await store.addFeedback([{ ...told, card: 'c-1233' }])).toMatchObject({ unmatched: 0 });
    expect(await store.tally('cards', { from: '2026-06', to: '2026-06', groupBy: ['outcome'] })).toEqual([{ count: 1233, by: { outcome: 'ignored' } }, { count: 1, by: { outcome: 'accepted' } }]);
  });

  test('can be written', async () => {
    const store = await create();
    await Promise.all([store.checkWritable(), store.checkWritable()]);
    await store.checkWritable();
  });
}

test('a store in memory does not grow for ever: the oldest goes first', async () => {
  const store = createMemoryStore({ decisions: 1, feedback: 2, traces: 1 });
  store.addDecisions([decisionRecord(), decisionRecord({ id: 'd-2', cards: [{ uuid: 'card-2', template: 'defer', indicator: 'info', suggestions: [] }] })]);
  await store.addFeedback(['card-1', 'card-2', 'card-3'].map((card) => ({ ...told, card })));
  expect((await store.listFeedback()).map(({ card, isMatched }) => [card, isMatched])).toEqual([['card-2', true], ['card-3', false]]);
  for (const decision of ['d-2', 'd-3', 'd-4']) {
    store.addTraces([{ decision, at: '2026-06-15T12:00:00.000Z', gap: 'too-large' }]);
    await store.findTrace(decision);
  }
  expect(await store.findTrace('d-3')).toBeUndefined();
  expect(await store.findTrace('d-4')).toBeDefined();
  await store.close();
});
