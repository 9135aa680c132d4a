import { describe, expect, test } from '@jest/globals';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import type { Feedback, GivenCard } from '../../src/store/store.ts';

const card: GivenCard = { uuid: 'card-1', suggestions: ['s-1'], client: 'ehr', service: 'imaging-advice' };
const told: Feedback = { client: 'ehr', service: 'imaging-advice', card: 'card-1', outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00.000Z', receivedAt: '2026-06-15T10:00:01.000Z', acceptedSuggestions: ['s-1', 's-2'] };

describe.each([['memory:', createMemoryStore]])('the store %s', (_, create) => {
  test('FB-3 keeps what it is told, in order, once', async () => {
    const store = create();
    expect(await store.addFeedback([told, { ...told, receivedAt: '2026-06-16T00:00:00.000Z', acceptedSuggestions: ['s-2', 's-1'] }])).toEqual({ added: 1, repeated: 1, unmatched: 1 });
    expect(await store.addFeedback([told, { ...told, outcome: 'overridden' }, { ...told, card: 'card-2' }, { ...told, outcomeTimestamp: '2026-06-15T11:00:00.000Z' }])).toEqual({ added: 3, repeated: 1, unmatched: 3 });
    expect((await store.listFeedback()).map(({ card: uuid, outcome }) => [uuid, outcome])).toEqual([['card-1', 'accepted'], ['card-1', 'overridden'], ['card-2', 'accepted'], ['card-1', 'accepted']]);
  });

  test('FB-4 TEN-2 knows its cards, and to whom they went', async () => {
    const store = create();
    store.addCards([card]);
    await store.addFeedback([told, { ...told, client: 'other' }, { ...told, card: 'CARD-1', outcome: 'overridden' }]);
    expect((await store.listFeedback()).map(({ client, isMatched }) => [client, isMatched])).toEqual([['ehr', true], ['other', false], ['ehr', true]]);
  });
});

test('a store in memory does not grow for ever: the oldest goes first', async () => {
  const store = createMemoryStore({ cards: 1, feedback: 2 });
  store.addCards([card, { ...card, uuid: 'card-2' }]);
  await store.addFeedback(['card-1', 'card-2', 'card-3'].map((uuid) => ({ ...told, card: uuid })));
  expect((await store.listFeedback()).map(({ card: uuid, isMatched }) => [uuid, isMatched])).toEqual([['card-2', true], ['card-3', false]]);
});
