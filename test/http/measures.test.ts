/** What is kept of a quality measure: how the decision counts, never a day of the chart. */
import { describe, expect, test } from '@jest/globals';
import type { Measure, Topic } from '../../src/decision/topic.ts';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { bundle, emptyChart, post, serve, tumour, withPrefetch } from './call-service.ts';
import { smallTopic } from './small-topic.ts';

const [tumourFact] = smallTopic.facts;
const measure: Measure = {
  id: 'count', title: 'A count', edition: '1', source: { label: 'Small measures' }, needs: ['conditions'],
  atLeast: { years: 18, on: '01-01' }, atMost: { years: 75, on: '12-31' },
  sought: { facts: [tumourFact!], codes: smallTopic.codes, lexicon: smallTopic.lexicon, encounterDiagnosisDays: 84 },
  event: 'tumour', intake: ['01-01', '12-31'], clearDays: 30, windowDays: 17,
  exclusions: [{ id: 'seen-before', title: 'Seen before', needs: [], kind: 'facts', facts: ['tumour'], topicFacts: [], lookBack: { kind: 'ever' }, countsWhileActive: false }],
};
const counting: Topic = { ...smallTopic, measures: [measure] };

async function recordOf(topic: Topic, condition: Readonly<Record<string, unknown>>): Promise<DecisionRecord> {
  const records: DecisionRecord[] = [];
  const store = createMemoryStore();
  const { app } = serve({ topics: [topic], store: { ...store, addDecisions: (given) => { for (const each of given) records.push(each); } } });
  await post(withPrefetch({ ...emptyChart, conditions: bundle(condition) }), undefined, app);
  expect(records).toHaveLength(1);
  return records[0]!;
}

describe('a record of a decision', () => {
  test('says how the decision counts and how long the window is', async () => {
    expect(await recordOf(counting, tumour({ recordedDate: '2026-06-11' }))).toMatchObject({ measure: 'excluded', measureDays: 17 });
    expect(await recordOf(counting, tumour({ recordedDate: '2026-05-11' }))).toMatchObject({ measure: 'outside', measureDays: 17 });
    expect(await recordOf(counting, tumour({ recordedDate: '2026-06' }))).toMatchObject({ measure: 'unknown', measureDays: 17 });
  });

  test('explains it in the words of the knowledge', async () => {
    const { explanation } = await recordOf(counting, tumour({ recordedDate: '2026-06-11' }));
    expect(explanation['measures']).toEqual([{ id: 'count', title: 'A count', edition: '1', source: { label: 'Small measures' }, status: 'excluded', outsideBy: [], excludedBy: ['Seen before'], unknown: [] }]);
  });

  test('bears no day of the chart, nor one that is worked out from it', async () => {
    const text = JSON.stringify(await recordOf(counting, tumour({ recordedDate: '2026-06-11' })));
    expect(text).toContain('"measure":"excluded"');
    expect(text).not.toMatch(/2026-06-11|2026-06-28/);
  });

  test('of a topic without a measure says nothing of one', async () => {
    const record = await recordOf(smallTopic, tumour());
    expect(Object.keys(record).filter((name) => name.startsWith('measure'))).toEqual([]);
    expect(record.explanation['measures']).toEqual([]);
  });
});
