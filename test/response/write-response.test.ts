/** The answer as a whole: which cards, in what order, for which client. */
import type { MeasureResult } from '../../src/decision/decision.ts';
import { cardValues } from '../../src/response/card-values.ts';
import { escapePlain } from '../../src/response/escape.ts';
import { writeResponse } from '../../src/response/write-response.ts';
import { cardTopic } from '../support/card-topic.ts';
import { checkResponse } from '../support/check-response.ts';
import { choices, flag, judge, optionsFor } from '../support/judged-order.ts';

const xray = judge('xr', 'XR', 'V1', 'UNA', 'defer');
const mri = judge('mr', 'MR_WO', 'V1', 'UNA', 'defer');
const emergency = judge('em', 'MR_WO', 'V4', 'UA', 'emergency-raise', {
  findings: [flag('saddleNumbness', 'Saddle anaesthesia', { leadsTo: 'V4' })],
  advice: { row: 'v4-raise', kind: 'expedite', indicator: 'critical', card: 'emergency-raise', orderSets: [] },
});
const silent = judge('ok', 'MR_WWO', 'V7', 'UA', 'none', { advice: { row: 'v7-ua', kind: 'silent', orderSets: [] } });

test('RESP-1: nothing judged answers an empty list of cards and nothing else', () => {
  expect(writeResponse([], optionsFor())).toEqual({ cards: [] });
});

test('CARD-13: an appropriate study is silent, its rating is recorded all the same', () => {
  const response = writeResponse([silent], optionsFor());
  expect(response.cards).toEqual([]);
  expect(response.systemActions).toHaveLength(1);
});

test('CARD-12: one card names both orders when radiograph and MRI are drafted together (T77)', () => {
  const response = writeResponse([xray, mri], optionsFor());
  expect(response.cards).toHaveLength(1);
  expect(response.cards[0]!.indicator).toBe('warning');
  expect(response.cards[0]!.detail).toContain('Radiography lumbar spine and MRI lumbar spine without IV contrast');
  expect(checkResponse(response, { orders: ['ServiceRequest/xr', 'ServiceRequest/mr'] })).toEqual([]);
});

test('CARD-14: the most urgent card comes first and is the only one that interrupts', () => {
  const response = writeResponse([xray, emergency], optionsFor());
  expect(response.cards.map(({ indicator }) => indicator)).toEqual(['critical', 'info']);
});

test('CARD-14: the same decisions give the same words', () => {
  expect(writeResponse([xray, emergency], optionsFor())).toEqual(writeResponse([xray, emergency], optionsFor()));
});

test('CARD-12: one emergency is one card, whatever studies were ordered and however they are rated', () => {
  const advice = { row: 'v4-switch', kind: 'expedite' as const, indicator: 'critical' as const, card: 'emergency-switch', orderSets: [] };
  const orders = [judge('a', 'XR', 'V4', 'UNA', 'emergency-switch', { advice }), judge('b', 'CT_WO', 'V4', 'MBA', 'emergency-switch', { advice })];
  const response = writeResponse(orders, optionsFor());
  expect(response.cards).toHaveLength(1);
});

test('CARD-10: each profile gets the selection behaviour its clients know', () => {
  const behaviour = (['default', 'epic', 'sandbox', 'hooks-1.0'] as const).map((name) => writeResponse([xray], optionsFor(name)).cards[0]!.selectionBehavior);
  expect(behaviour).toEqual(['at-most-one', 'any', 'at-most-one', 'at-most-one']);
});

test('EXT-1: a card says which knowledge spoke, and nothing about the patient', () => {
  expect(writeResponse([xray], optionsFor()).cards[0]!.extension).toEqual({
    'org.backstop.decision': { topic: 'low-back-pain', version: '2026.11.0', scenario: 'V1', row: 'defer', card: 'defer', orders: ['ServiceRequest/xr'] },
  });
});

test('CARD-5, CARD-8, OVR-1: source, constant topic and coded reasons are on every card', () => {
  const [card] = writeResponse([xray], optionsFor()).cards;
  expect(card!.source).toEqual({
    label: 'ACR Appropriateness Criteria, Low Back Pain: 2021 Update',
    url: 'https://acsearch.acr.org/',
    icon: 'https://backstop.example.org/icon.png',
    topic: { system: 'http://backstop.example.org/fhir/CodeSystem/card-topic', code: 'LowBackPain', display: 'Imaging for low back pain' },
  });
  expect(card!.overrideReasons).toHaveLength(6);
  expect(card!.overrideReasons![0]).toEqual({ code: 'red-flag-not-in-chart', system: 'http://backstop.example.org/fhir/CodeSystem/override-reason', display: 'Red flag found today, not yet in the chart' });
});

test('SEC-5: a patient that could not be read is said so only to clients that want to hear it', () => {
  const gaps = [{ read: 'conditions', title: 'problem list', state: 'failed' as const, hidesRedFlags: true }];
  const advice = { row: 'unreadable', kind: 'ask' as const, indicator: 'info' as const, card: 'unreadable', orderSets: [] };
  const unreadable = judge('xr', 'XR', 'NONE', undefined, 'unreadable', { gaps, advice });
  expect(writeResponse([unreadable], optionsFor())).toEqual({ cards: [] });
  const [card] = writeResponse([unreadable], optionsFor('sandbox')).cards;
  expect(card!.summary).toBe('Nothing was checked for Radiography lumbar spine: problem list could not be read. No rating is given.');
});

test('A16: a client may keep info cards for signing', () => {
  const note = judge('xr', 'XR', 'V1', 'UNA', 'defer-soft', { advice: { row: 'soft', kind: 'defer', indicator: 'info', card: 'defer-soft', orderSets: [{ id: 'conservative-care', items: choices }] } });
  const quiet = { ...optionsFor().profile, isQuietOnSelect: true };
  expect(writeResponse([note], optionsFor('default', { profile: quiet })).cards).toEqual([]);
  expect(writeResponse([note], optionsFor('default', { profile: quiet, hook: 'order-sign' })).cards).toHaveLength(1);
});

test('ROUTE: the other topic is linked first and no rating is recorded', () => {
  const route = judge('xr', 'XR', 'ROUTE_TRAUMA', undefined, 'route', {
    advice: { row: 'trauma', kind: 'route', indicator: 'info', card: 'route', orderSets: [] },
    findings: [flag('fall', 'Fall from ladder', { leadsTo: 'ROUTE_TRAUMA', grade: 'A' })],
  });
  const response = writeResponse([route], optionsFor('sandbox'));
  expect(response.cards[0]!.links![0]).toEqual({ label: 'Acute Spinal Trauma', url: 'https://acsearch.acr.org/list', type: 'absolute' });
  expect(response.cards[0]!.summary).toBe('Fall from ladder, 2016: use the ACR criteria for Acute Spinal Trauma. CT lumbar spine without contrast first.');
  expect(response).not.toHaveProperty('systemActions');
  expect(response).not.toHaveProperty('extension');
});

test('an unknown card is an error, never a missing one', () => {
  expect(() => writeResponse([judge('xr', 'XR', 'V1', 'UNA', 'no-such-card')], optionsFor())).toThrow(expect.objectContaining({ code: 'invalid-knowledge' }));
});

test('the last day of a measure is there for a template only while a measure counts the decision', () => {
  const days = { start: '2026-06-05', until: '2026-07-03', isWithinWindow: true };
  const of = (status: MeasureResult['status']): MeasureResult => ({ id: 'm', status, outsideBy: [], excludedBy: [], unknown: [], ...days });
  const untilOf = (...statuses: readonly MeasureResult['status'][]): string | undefined => {
    const judged = judge('xr', 'XR', 'V1', 'UNA', 'defer', { measures: statuses.map(of) });
    return cardValues({ template: cardTopic.cards.get('defer')!, indicator: 'warning', members: [judged], first: judged }, escapePlain)('measureUntil');
  };
  expect(untilOf('eligible')).toBe('2026-07-03');
  for (const status of ['excluded', 'outside', 'unknown'] as const) expect(untilOf(status)).toBeUndefined();
  expect(untilOf('outside', 'eligible')).toBe('2026-07-03');
  expect(untilOf()).toBeUndefined();
});
