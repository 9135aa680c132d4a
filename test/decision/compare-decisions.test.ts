/** Where two versions of the knowledge part about one order. */
import { expect, test } from '@jest/globals';
import { compareDecisions } from '../../src/decision/compare-decisions.ts';
import type { Decision } from '../../src/decision/decision.ts';
import { flag, judge } from '../support/judged-order.ts';

const live = judge('mr', 'MR_WO', 'V1', 'UNA', 'defer').decision;

test('the same decision parts nowhere, whatever its version', () => {
  expect(compareDecisions(live, { ...live, topic: { id: live.topic.id, version: '9' } })).toEqual({ parting: 'same', differences: [] });
});

test.each<[string, Partial<Decision>, string, object]>([
  ['a finding that is new', { findings: [...live.findings, flag('fever', 'Fever 38.4 on Tuesday', { grade: 'B' })] }, 'findings', { at: '/findings/fever', challenger: 'B' }],
  ['a finding that is gone', { findings: [] }, 'findings', { at: '/findings/acuity', live: 'acute' }],
  ['a certainty', { scenario: { ...live.scenario, certainty: 'possible' } }, 'variant', { at: '/scenario/certainty', live: 'definite', challenger: 'possible' }],
  ['a variant', { scenario: { ...live.scenario, id: 'V2' } }, 'variant', { at: '/scenario/id', live: 'V1', challenger: 'V2' }],
  ['a rating', { rating: { ...live.rating!, category: 'MBA' } }, 'rating', { at: '/rating/category', live: 'UNA', challenger: 'MBA' }],
  ['an urgency', { urgency: 'urgent' }, 'rating', { at: '/urgency', live: 'routine', challenger: 'urgent' }],
  ['a card', { advice: { ...live.advice, card: 'defer-soft' } }, 'advice', { at: '/advice/card', live: 'defer', challenger: 'defer-soft' }],
  ['an indicator', { advice: { ...live.advice, indicator: 'info' } }, 'advice', { at: '/advice/indicator', live: 'warning', challenger: 'info' }],
])('%s', (_, changes, parting, difference) => {
  const compared = compareDecisions(live, { ...live, ...changes });
  expect(compared).toEqual({ parting, differences: [difference] });
  expect(JSON.stringify(compared)).not.toContain('Tuesday');
});

test('a challenger that does not recognise the order has nothing to say to any of it', () => {
  const { parting, differences } = compareDecisions(live, undefined);
  expect(parting).toBe('advice');
  expect(differences).toContainEqual({ at: '/study/id', live: 'MR_WO' });
});
