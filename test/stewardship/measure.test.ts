/** The measure-style rate: as a page says it, and as a FHIR MeasureReport. */
import { describe, expect, test } from '@jest/globals';
import { checkR4 } from '../support/check-r4.ts';
import { expectOutcome } from '../http/call-service.ts';
import { accepted, app, ask, holding, records } from './stewardship-app.ts';

describe('the measure', () => {
  test('is a FHIR R4 MeasureReport of eligible orders that were withdrawn', async () => {
    // The first two are rated usually appropriate, and one of them is withdrawn all the same.
    const of8 = records(8, (index) => ({ measure: 'eligible', measureDays: 28, ...(index < 2 && { rating: 'UA' as const }) }));
    const store = await holding(of8, records(4, { measure: 'excluded', measureDays: 28 }), records(2, { measure: 'outside', measureDays: 28 }), records(1, { measure: 'unknown', measureDays: 28 }), records(5, {}));
    await store.addFeedback(of8.slice(1, 4).map(accepted));
    const { body, headers } = await ask(app(store), '/measure-report', 'application/json');
    expect(headers['content-type']).toMatch(/^application\/fhir\+json/);
    expect(checkR4(body)).toEqual([]);
    expect(body).toMatchObject({ resourceType: 'MeasureReport', status: 'complete', type: 'summary', period: { start: '2025-07', end: '2026-06' }, improvementNotation: { coding: [{ code: 'increase' }] } });
    expect(body.group[0].population.map(({ code, count }: any) => [code.text ?? code.coding[0].code, count])).toEqual([['initial-population', 12], ['denominator', 12], ['denominator-exclusion', 4], ['numerator', 3], ['Not known: data missing', 1], ['Eligible again in the same episode, not counted twice', 0]]);
    expect([body.subject, body.reporter.display]).toEqual([undefined, expect.stringContaining('not for reporting')]);
    // 3 / (12 − 4).
    expect(body.group[0].measureScore.value).toBe(37.5);
    const statistics = (await ask(app(store), '/statistics', 'application/json')).body;
    expect(statistics.measure).toMatchObject({ states: { eligible: 8, again: 0, excluded: 4, outside: 2, unknown: 1 }, notJudged: 5, withdrawn: { count: 3, of: 8 } });
    expect((await ask(app(store), '')).text).toContain('Of all 8 eligible orders 3 were withdrawn after advice (38 %). Of the 6 rated usually not appropriate it was 2 (33 %); here higher is better. The other 2 are no cases for withdrawing by their rating: 2 rated usually appropriate, 0 that may be, 0 not rated.');
  });

  test('names the client it is about, and is refused for shadow mode', async () => {
    const two = records(2, { measure: 'eligible', measureDays: 28 });
    const store = await holding(two);
    await store.addFeedback([accepted(two[0]!)]);
    const of = app(store);
    const { body } = await ask(of, '/measure-report?client=ehr', 'application/json');
    expect([checkR4(body), body.subject.display]).toEqual([[], 'Orders of the client ehr']);
    const refused = await ask(of, '/measure-report?mode=shadow', 'application/json');
    expect(refused.status).toBe(400);
    expectOutcome(refused.body);
  });

  test('without an eligible order has no score', async () => {
    const { body } = await ask(app(await holding(records(2, {}))), '/measure-report', 'application/json');
    expect(checkR4(body)).toEqual([]);
    expect(body.group[0].measureScore).toBeUndefined();
  });
});
