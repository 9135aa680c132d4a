/** What the stewardship pages must not say: of a person, of a chart that was not read, and of what cannot wait. */
import { describe, expect, test } from '@jest/globals';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import { accepted, app, ask, holding, records } from './stewardship-app.ts';

const read = { gaps: [] };
const CARD = '/report-card?client=ehr&requester=own';
const overridden = (code?: string) => (record: DecisionRecord) => ({ ...accepted(record), outcome: 'overridden' as const, acceptedSuggestions: [], ...(code !== undefined && { reason: { code } }) });
const textOf = (page: string): string => page.replace(/<(?:style|svg)[\s\S]*?<\/(?:style|svg)>/g, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('what could not be read', () => {
  test('is said wherever an order is shown, and an order without a rating for it has no certainty', async () => {
    const { rating: _, ...unrated } = records(1, { requester: 'own', unrated: 'unreadable', advice: 'ask', gaps: [{ read: 'conditions', state: 'failed', hidesRedFlags: true }] })[0]!;
    const of = app(await holding([unrated], records(20, { requester: 'own', rating: 'UNA' })));
    const list = textOf((await ask(of, '/orders?rating=')).text);
    expect(list).toContain('Not rated: data a rating needs could not be read');
    expect(list).toContain('not checked: problem list (Condition)');
    expect(list).toContain('Not stated');
    expect(list).not.toContain('Definite');
    expect((await ask(of, '/orders.csv?rating=')).text).toMatch(/,V1,,,,unreadable,.*,conditions\r\n$/);
    const page = (await ask(of, `/orders/${unrated.id}`)).text;
    expect(textOf(page.slice(page.indexOf('<h1'), page.indexOf('Looked at')))).toMatch(/Not rated: data a rating needs could not be read · not checked: problem list \(Condition\)/);
    expect(page).not.toContain('How sure');
    // The observations of the other twenty were not there.
    const card = textOf((await ask(of, CARD)).text);
    expect(card.match(/not checked: observations \(Observation\)/g)).toHaveLength(3);
  });

  test('is not said where everything was read that may hide a red flag', async () => {
    // Nobody looks for red flags among allergies.
    const of = app(await holding(records(20, { requester: 'own', gaps: [{ read: 'allergies', state: 'failed', hidesRedFlags: false }] })));
    for (const path of ['/orders', CARD]) expect((await ask(of, path)).text).not.toContain('not checked');
  });
});

describe('a red flag that is not in the chart', () => {
  test('makes no case and no pattern of the orders that were kept for it', async () => {
    const own = records(25, { requester: 'own', ...read });
    const store = await holding(own);
    await store.addFeedback(own.map(overridden('deficit-on-examination')));
    const card = textOf((await ask(app(store), CARD)).text);
    expect(card).toContain('25 orders you kept because of a red flag that is not in the chart : write it into the chart and the card will know it.');
    expect(card).toContain('25 of 25 rated orders, 25 of them kept because of a red flag');
    expect(card).toContain('Write the red flags you find into the chart before ordering: 25 cards could not know them.');
    expect(card).toContain('None. Of 25 orders rated usually not appropriate: 25 kept because of a red flag.');
    expect(card).not.toMatch(/one pattern|offers instead|Usually not appropriate here/);
  });
});

describe('what cannot wait', () => {
  test('is never just usually not appropriate, and stands first', async () => {
    const emergency = records(23, (index) => ({ requester: 'own', ...read, variant: 'V4', study: 'XR', urgency: 'emergent', indicator: 'critical', cards: [{ uuid: `emergency-${index}`, template: 'emergency-switch', indicator: 'critical', suggestions: [] }] }));
    const newer = records(5, { requester: 'own', ...read, at: '2026-06-20T12:00:00.000Z' });
    const of = app(await holding(emergency, newer));
    const card = textOf((await ask(of, CARD)).text);
    expect(card).toContain('23 critical cards were overridden or not answered.');
    expect(card).toContain('Look first at the 23 orders with a critical card');
    expect(card.match(/What was recorded is an emergency and should not wait\. This study is usually not the one to answer it\. What fits: MRI lumbar spine without IV contrast or MRI lumbar spine without and with IV contrast\./g)).toHaveLength(3);
    expect(card).not.toContain('Usually not appropriate here');
    const page = await ask(of, '');
    expect(textOf(page.text)).toContain('23 critical cards were overridden or never answered.');
    expect(page.text).toContain('indicator=critical&amp;outcome=ignored');
  });

  test('a case with a better study says which', async () => {
    const card = textOf((await ask(app(await holding(records(20, { requester: 'own', ...read, variant: 'V5', study: 'BONE' }))), CARD)).text);
    expect(card).toContain('This study is usually not the one to answer it. What fits: MRI lumbar spine without and with IV contrast or MRI lumbar spine without IV contrast.');
  });
});

describe('who takes advice', () => {
  test('is no outlier: an order that was withdrawn or switched is not held against anybody', async () => {
    const own = records(25, (index) => ({ requester: 'own', ...read, cards: [{ uuid: `own-${index}`, template: 'defer', indicator: 'warning' as const, suggestions: [{ uuid: `own-s-${index}`, kind: index < 20 ? 'orderSet' : 'replace' }] }] }));
    const store = await holding(own, ...['a', 'b', 'c', 'd', 'e', 'f'].map((requester) => records(25, (index) => ({ requester, rating: index < 5 ? 'UNA' : 'UA', ...read }))));
    await store.addFeedback(own.map(accepted));
    const of = app(store);
    const card = textOf((await ask(of, CARD)).text);
    expect(card).toContain('0 of 25 rated orders; the true share may lie in 0–13 %. As first drafted: 100 % (25 of 25)');
    expect(card).toContain('0 of 6 peers have a lower share.');
    expect(card).toContain('Keep going');
    expect(card).toContain('None. Of 25 orders rated usually not appropriate: 25 withdrawn or switched.');
    const { requesters } = (await ask(of, '/statistics', 'application/json')).body;
    // 6 × 5 of 175, and 25 more as drafted.
    expect([requesters.overall, requesters.drafted]).toMatchObject([{ count: 30, of: 175 }, { count: 55, of: 175 }]);
    expect(requesters.compared.filter(({ position }: any) => position === 'above')).toEqual([]);
  });
});

test('a report card of shadow mode says that nobody was shown a card', async () => {
  const card = textOf((await ask(app(await holding(records(23, { requester: 'own', mode: 'shadow', cards: [], ...read }))), `${CARD}&mode=shadow`)).text);
  expect(card).toContain('Shadow mode. These orders were judged, and nobody was shown a card');
  expect(card).toContain('No card was shown, so there is no answer to look at.');
  expect(card).not.toMatch(/went ahead|offers instead/);
});

describe('answers', () => {
  test('with a reason in words are not called answers without a reason', async () => {
    const own = records(25, { requester: 'own', ...read });
    const store = await holding(own);
    await store.addFeedback(own.map(overridden('other')));
    const of = app(store);
    const card = textOf((await ask(of, CARD)).text);
    expect(card).toContain('0 came without a reason.');
    expect(card).toContain('In words, or a reason of the system&#39;s own 25 of 25');
    expect(textOf((await ask(of, '')).text)).toContain('No reason for overriding is given often enough to stand out.');
  });

  test('to advice are not counted against cards that stand beside it', async () => {
    const own = records(25, (index) => ({ ...read, cards: [
      { uuid: `a-${index}`, template: 'defer', indicator: 'warning' as const, suggestions: [{ uuid: `s-${index}`, kind: 'orderSet' }] }, { uuid: `b-${index}`, template: 'care-options', indicator: 'info' as const, suggestions: [] }] }));
    const store = await holding(own);
    await store.addFeedback(own.slice(1).map(overridden()));
    const of = app(store);
    const page = textOf((await ask(of, '')).text);
    expect(page).not.toContain('never answered. Ask whether');
    expect(page).toContain('Of 25 cards of advice shown, 0 % were accepted and 96 % overridden; of 4.0 % nothing was heard');
    expect(page).toContain('25 more stood beside one as information');
    expect((await ask(of, '/statistics', 'application/json')).body.cards).toMatchObject({ shown: 25, beside: 25, templates: [{ template: 'care-options', shown: 25 }, { template: 'defer', shown: 25 }] });
  });

  test('to an offer beside the advice are no answer to it: who refused it has refused it', async () => {
    const own = records(25, (index) => ({ requester: 'own', ...read, cards: [
      { uuid: `c-${index}`, template: 'defer', indicator: 'warning' as const, suggestions: [{ uuid: `cs-${index}`, kind: 'orderSet' }] },
      { uuid: `d-${index}`, template: 'care-options', indicator: 'info' as const, isBeside: true as const, suggestions: [{ uuid: `ds-${index}`, kind: 'options' }] }] }));
    const store = await holding(own);
    await store.addFeedback(own.map(overridden('prefers-alternative')));
    await store.addFeedback(own.map((record) => accepted({ ...record, cards: record.cards.slice(1) })));
    const of = app(store);
    expect((await ask(of, '/statistics', 'application/json')).body.orders.fates).toMatchObject([{ fate: 'overridden', share: { count: 25, of: 25 } }]);
    const card = textOf((await ask(of, CARD)).text);
    expect(card).toContain('Of 25 orders whose card you overrode, 0 came without a reason.');
    expect(card).toContain('Three cases to look at');
  });

  test('give a reason worth a sentence only when twenty have one and five the same', async () => {
    const of30 = records(50, read);
    const store = await holding(of30);
    await store.addFeedback(of30.map((record, index) => overridden(index === 0 ? 'prefers-alternative' : undefined)(record)));
    expect(textOf((await ask(app(store), '')).text)).toContain('Too few overrides with a reason to say why advice is refused. 1 overridden cards with a reason, of 50 overridden; 20 with a reason are needed.');
    const four = await holding(of30);
    const CODES = ['prefers-alternative', 'expert-contradicts', 'policy-contradicts', 'risk-benefit-ratio', 'recipient-does-not-trust'];
    await four.addFeedback(of30.slice(0, 20).map((record, index) => overridden(CODES[index % 5])(record)));
    expect(textOf((await ask(app(four), '')).text)).toContain('No reason for overriding is given often enough to stand out.');
  });
});

describe('small numbers', () => {
  test('of one person are in no export, and neither is what they would follow from', async () => {
    const of = app(await holding(records(22, (index) => ({ requester: 'few-una', rating: index < 2 ? 'UNA' : 'UA', ...read })), records(30, (index) => ({ requester: 'many-una', rating: index < 9 ? 'UNA' : 'UA', ...read })), records(7, (index) => ({ requester: 'alone', rating: index < 3 ? 'UNA' : 'UA', ...read }))));
    const { requesters } = (await ask(of, '/statistics', 'application/json')).body;
    expect(requesters.pooled).toBeUndefined();
    expect(requesters.compared.find(({ requester }: any) => requester === 'few-una')).toEqual({ requester: 'few-una', client: 'ehr', notAppropriate: { count: '<5', of: 22 }, drafted: { count: '<5', of: 22 } });
    expect(requesters.compared.find(({ requester }: any) => requester === 'many-una')).toMatchObject({ notAppropriate: { count: 9, of: 30 }, position: expect.any(String) });
    const line = (await ask(of, '/requesters.csv')).text.split('\r\n').find((each) => each.startsWith('few-una'));
    expect(line).toBe('few-una,few-una,ehr,22,<5,22,,,,<5,22,,,,');
    // On the page itself a steward sees it.
    expect(textOf((await ask(of, '')).text)).toContain('2 of 22');
  });
});
