/** The stewardship pages over a store that holds what a test wrote. */
import request from 'supertest';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import { CARDS } from '../support/app.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { serve } from '../http/call-service.ts';

export const TOKEN = 'a-token-of-the-stewardship-pages-for-tests';
export const topics = loadTopics(CARDS);
/** A store that keeps who ordered as they were named, where hostile names can do most. */
export const plain = () => createMemoryStore(undefined, { identities: createIdentities('a key for tests, long enough for it', 'plain') });
export const app = (store = plain()) => serve({ topics, store, environment: { STEWARDSHIP_TOKEN: TOKEN } }).app;
export const ask = (of: ReturnType<typeof app>, path: string, accept = 'text/html') => request(of).get(`/stewardship${path}`).set('Authorization', `Bearer ${TOKEN}`).accept(accept);

let made = 0;
export function records(count: number, changes: Partial<DecisionRecord> | ((index: number) => Partial<DecisionRecord>)): readonly DecisionRecord[] {
  return Array.from({ length: count }, (_, index) => {
    made += 1;
    return decisionRecord({ id: `d-${made}`, order: `ServiceRequest/o${made}`, patient: `p${made}`, cards: [{ uuid: `card-${made}`, template: 'defer', indicator: 'warning', suggestions: [{ uuid: `s-${made}`, kind: 'orderSet' }] }], ...(typeof changes === 'function' ? changes(index) : changes) });
  });
}

export async function holding(...groups: readonly (readonly DecisionRecord[])[]) {
  const store = plain();
  for (const group of groups) store.addDecisions(group);
  await store.addFeedback([]);
  return store;
}

export const accepted = (record: DecisionRecord) => ({ client: record.client, service: record.service, card: record.cards[0]!.uuid, outcome: 'accepted' as const, receivedAt: '2026-06-15T13:00:00.000Z', acceptedSuggestions: [record.cards[0]!.suggestions[0]!.uuid] });
