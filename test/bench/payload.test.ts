/** What speed is measured with is what it says: requests that the service answers as it would an EHR's. */
import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { bodyOf, makePayload, type Kind } from '../../bench/payload.ts';
import { gatherCharts } from '../../src/chart/gather-charts.ts';
import { parseHookRequest } from '../../src/chart/parse-hook-request.ts';
import { recallFacts } from '../../src/decision/recall-facts.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS, testApp } from '../support/app.ts';

const today = '2026-06-15';
const app = testApp();
const topics = loadTopics(CARDS);
const body = (kind: Kind, conditions: number, seed = 1): string => bodyOf(makePayload({ kind, conditions, today, seed })).toString();
const answerTo = async (text: string) => supertest(app).post('/cds-services/imaging-advice').set('Content-Type', 'application/json').send(text);

/** Resources of the chart in which a fact was seen. */
async function relevant(kind: Kind, conditions: number): Promise<number> {
  const { orders } = await gatherCharts(parseHookRequest(JSON.parse(body(kind, conditions)), { allowsNoOrders: false }), topics, { today });
  const { topic, chart } = orders[0]!;
  const seen = new Set([...recallFacts(topic, chart).sightings.values()].flat().map(({ resource }) => resource));
  return chart.resources.filter((resource) => seen.has(resource)).length;
}

describe('a payload', () => {
  test.each([[10, 17_000], [100, 153_000], [1000, 1_500_000], [10_000, 15_000_000]])('with %i Conditions is about %i bytes', (conditions, bytes) => {
    const { length } = body('typical', conditions);
    expect(length).toBeGreaterThan(bytes * 0.9);
    expect(length).toBeLessThan(bytes * 1.1);
  });

  test('has the Conditions it is asked for', () => {
    const { prefetch } = JSON.parse(body('typical', 100));
    expect(prefetch.conditions.entry).toHaveLength(100);
    expect(JSON.parse(body('worst', 100)).prefetch.conditions.entry).toHaveLength(100);
  });

  test('of the typical kind gets a warning, and four resources bear on it, however long the list', async () => {
    const { status, body: { cards } } = await answerTo(body('typical', 10));
    expect([status, cards[0].indicator]).toEqual([200, 'warning']);
    expect(await relevant('typical', 10)).toBe(4);
    expect(await relevant('typical', 1000)).toBe(4);
  });

  test('of the worst kind gets a critical card, and a hundred resources bear on it but one: of two filtration rates only the newer counts', async () => {
    const { status, body: { cards } } = await answerTo(body('worst', 60));
    expect([status, cards[0].indicator]).toEqual([200, 'critical']);
    expect(await relevant('worst', 60)).toBe(99);
  });

  test('of no interest gets no card', async () => {
    expect((await answerTo(body('no-interest', 10))).body).toEqual({ cards: [] });
  });

  test('is the same for the same seed, and another patient for another', () => {
    expect(body('worst', 80)).toBe(body('worst', 80));
    expect(JSON.parse(body('typical', 10, 2)).context.patientId).not.toBe(JSON.parse(body('typical', 10, 1)).context.patientId);
  });

  test('is another call about another order each time, about the same chart', () => {
    const payload = makePayload({ kind: 'typical', conditions: 10, today, seed: 1 });
    const [one, two] = [1, 2].map((number) => JSON.parse(bodyOf(payload, number).toString()));
    expect(one.hookInstance).not.toBe(two.hookInstance);
    expect(one.context.selections).not.toEqual(two.context.selections);
    expect(one.prefetch).toEqual(two.prefetch);
  });
});
