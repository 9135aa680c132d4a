/** When advice is held back: only where it was given before and answered, and never where a red flag stands. */
import { describe, expect, test } from '@jest/globals';
import type { Decision, Grade } from '../../src/decision/decision.ts';
import { maySilence, staySilent, type EarlierAdvice } from '../../src/decision/stay-silent.ts';
import type { Topic } from '../../src/decision/topic.ts';
import { cardTopic } from '../support/card-topic.ts';
import { flag, judge } from '../support/judged-order.ts';

const rows = [{ cells: {}, result: { id: 'defer', kind: 'defer' as const, mayRest: true as const } }, { cells: {}, result: { id: 'route', kind: 'route' as const, mayRest: true as const } }, { cells: {}, result: { id: 'other', kind: 'defer' as const } }];
const topic: Topic = { ...cardTopic, adviceTable: { columns: [], rows }, overrideReasons: new Map([...cardTopic.overrideReasons].map(([id, { system, display }], index) => [id, { id, system, display, code: `code-${index}`, ...(index === 0 && { quietDays: 30 }) }])) };
/** On 15 June 2026. */
const due = judge('mr', 'MR_WO', 'V1', 'UNA', 'defer').decision;
const shown: EarlierAdvice = { decision: 'd-1', hook: 'order-select', isFromOtherService: true, topic: due.topic.id, version: due.topic.version, study: 'MR_WO', variant: 'V1', row: 'defer', isSameOrder: true, isOverridden: false, hidden: [] };
const overridden: EarlierAdvice = { ...shown, isSameOrder: false, isOverridden: true, overriddenOn: '2026-06-01', reason: 'code-0' };

describe('shown when the order was selected', () => {
  test('it is not shown again when that order is signed', () => {
    expect(staySilent(topic, due, 'order-sign', [shown])).toEqual({ because: 'shown-when-selected', decision: 'd-1' });
  });

  test.each<[string, 'order-select' | 'order-sign', Partial<EarlierAdvice>]>([
    ['selecting again: the client draws only the last answer', 'order-select', {}],
    ['another order', 'order-sign', { isSameOrder: false }],
    ['an answer of the same service: the client replaces its cards', 'order-sign', { isFromOtherService: false }],
    ['other advice', 'order-sign', { row: 'other' }],
    ['another variant', 'order-sign', { variant: 'V2' }],
    ['another study', 'order-sign', { study: 'XR' }],
    ['another topic', 'order-sign', { topic: 'other' }],
    ['shown at signing only', 'order-sign', { hook: 'order-sign' }],
  ])('it is shown with %s', (_, hook, changes) => {
    expect(staySilent(topic, due, hook, [{ ...shown, ...changes }])).toBeUndefined();
  });
});

describe('overridden', () => {
  test.each<[string, Partial<EarlierAdvice>, string | undefined]>([
    ['with a reason that lasts, fourteen days ago', {}, 'overridden-with-reason'],
    ['thirty days ago', { overriddenOn: '2026-05-16' }, 'overridden-with-reason'],
    ['thirty-one days ago', { overriddenOn: '2026-05-15' }, undefined],
    ['with a reason that does not last', { reason: 'code-1' }, undefined],
    ['without a reason', { reason: undefined as never }, undefined],
    ['without a reason in the same encounter', { reason: undefined as never, isSameEncounter: true }, 'overridden-in-encounter'],
    ['with a reason that does not last, in the same encounter', { reason: 'code-1', isSameEncounter: true }, 'overridden-in-encounter'],
    ['today, where no encounter is named', { reason: 'code-1', overriddenOn: '2026-06-15' }, 'overridden-in-encounter'],
    ['yesterday, where no encounter is named', { reason: 'code-1', overriddenOn: '2026-06-14' }, undefined],
    ['today in another encounter', { reason: 'code-1', overriddenOn: '2026-06-15', isSameEncounter: false }, undefined],
    ['tomorrow, as the order is dated a day back', { overriddenOn: '2026-06-16' }, 'overridden-with-reason'],
    ['for another variant', { variant: 'V2' }, undefined],
    ['for another study', { study: 'XR' }, undefined],
    ['as other advice about the same', { row: 'other' }, undefined],
    ['under other knowledge', { version: '1' }, undefined],
    ['and taken in the end', { isOverridden: false }, undefined],
  ])('%s', (_, changes, because) => {
    expect(staySilent(topic, due, 'order-select', [{ ...overridden, ...changes }])?.because).toBe(because);
  });

  test('one of several is enough', () => {
    expect(staySilent(topic, due, 'order-select', [{ ...overridden, variant: 'V2' }, { ...overridden, decision: 'd-2' }])).toEqual({ because: 'overridden-with-reason', decision: 'd-2', reason: 'code-0' });
  });
});

describe('advice that the knowledge does not let rest', () => {
  test.each<[string, Partial<Decision>]>([
    ['of another row', { advice: { ...due.advice, row: 'other' } }],
    ['that leads to other criteria, whatever the row says', { scenario: { ...due.scenario, kind: 'route' }, advice: { ...due.advice, row: 'route' } }],
  ])('%s is said', (_, changes) => {
    const decision = { ...due, ...changes };
    expect(maySilence(topic, decision)).toBe(false);
    expect(staySilent(topic, decision, 'order-sign', [{ ...shown, row: decision.advice.row }])).toBeUndefined();
  });
});

describe('what could not be read', () => {
  const gap = { read: 'observations', title: 'observations', state: 'failed' as const, hidesRedFlags: true };

  test('now, and could then, is said', () => {
    expect(staySilent(topic, { ...due, gaps: [gap] }, 'order-sign', [shown])).toBeUndefined();
    expect(staySilent(topic, { ...due, gaps: [gap] }, 'order-select', [{ ...overridden, hidden: ['procedures'] }])).toBeUndefined();
  });

  test('then as now was said already', () => {
    expect(staySilent(topic, { ...due, gaps: [gap] }, 'order-sign', [{ ...shown, hidden: ['observations'] }])?.because).toBe('shown-when-selected');
  });

  test('and hides no red flag does not matter', () => {
    expect(staySilent(topic, { ...due, gaps: [{ ...gap, hidesRedFlags: false }] }, 'order-sign', [shown])?.because).toBe('shown-when-selected');
  });
});

describe('a red flag', () => {
  const withFlag = (grade: Grade): Decision => ({ ...due, findings: [...due.findings, flag('cancer', 'Cancer', { grade, leadsTo: 'V7' })] });

  test.each<[string, Decision]>([
    ['decisive', withFlag('A')], ['weak', withFlag('B')],
    ['that makes the matter urgent', { ...due, urgency: 'urgent' }],
    ['that is an emergency', { ...due, advice: { ...due.advice, indicator: 'critical' } }],
    ['for which the study must come faster', { ...due, advice: { ...due.advice, kind: 'expedite' } }],
  ])('%s is never silent', (_, decision) => {
    expect(maySilence(topic, decision)).toBe(false);
    expect(staySilent(topic, decision, 'order-sign', [shown, { ...overridden, isSameEncounter: true }])).toBeUndefined();
  });

  test('that is only mentioned stands for nothing', () => {
    expect(maySilence(topic, withFlag('C'))).toBe(true);
  });
});

test('where nothing is due there is nothing to hold back', () => {
  expect(maySilence(topic, { ...due, advice: { row: 'ok', kind: 'silent', orderSets: [] } })).toBe(false);
});
