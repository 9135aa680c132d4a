/** Differences between decisions: one each, at their place, and nothing of the chart in what is shown. */
import { expect, test } from '@jest/globals';
import { listChanges } from '../../src/cli/list-changes.ts';
import { HIDDEN, hideChart } from '../../src/cli/hide-chart.ts';

test('what is the same gives nothing', () => {
  expect(listChanges({ a: [1, { b: undefined }], c: null }, { a: [1, { b: undefined }], c: null })).toEqual([]);
});

test('a value, a member, a type that changed', () => {
  expect(listChanges({ a: 1, b: { 'x/y~': 1 }, c: [1] }, { a: 2, b: { 'x/y~': 2 }, c: { 0: 1 }, d: 1 })).toEqual([
    { pointer: '/a', kind: 'changed', before: 1, after: 2 }, { pointer: '/b/x~1y~0', kind: 'changed', before: 1, after: 2 },
    { pointer: '/c', kind: 'changed', before: [1], after: { 0: 1 } }, { pointer: '/d', kind: 'added', after: 1 },
  ]);
  expect(listChanges({ a: 1 }, null)).toEqual([{ pointer: '', kind: 'changed', before: { a: 1 }, after: null }]);
});

test('one more finding in front is one difference, not one for each that follows', () => {
  const [one, two, three] = [{ code: 'one', grade: 'A' }, { code: 'two' }, { code: 'three' }];
  expect(listChanges({ findings: [one, two] }, { findings: [three, { ...one, grade: 'B' }, two] })).toEqual([
    { pointer: '/findings/0/grade', kind: 'changed', before: 'A', after: 'B' }, { pointer: '/findings/0', kind: 'added', after: three },
  ]);
  expect(listChanges([one, two, three], [one, three])).toEqual([{ pointer: '/1', kind: 'removed', before: two }]);
});

test('the same in another order is a difference too: bytes are compared', () => {
  expect(listChanges({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([{ pointer: '', kind: 'reordered' }]);
  expect(listChanges([{ code: 'a' }, { code: 'b' }], [{ code: 'b' }, { code: 'a' }])).toEqual([{ pointer: '', kind: 'reordered' }]);
});

test('lists of things without a name are compared by place', () => {
  expect(listChanges(['a', 'b'], ['b', 'b', 'c'])).toEqual([{ pointer: '/0', kind: 'changed', before: 'a', after: 'b' }, { pointer: '/2', kind: 'added', after: 'c' }]);
  expect(listChanges([{ code: 'a' }, { code: 'a' }], [{ code: 'a' }])).toEqual([{ pointer: '/1', kind: 'removed', before: { code: 'a' } }]);
});

test('codes and words of the knowledge are shown; whatever else stands in a decision is not', () => {
  const finding = { code: 'fever', title: 'Fever', grade: 'A', because: [{ fact: 'fever', reference: 'Observation/7', label: 'Temp 39.2 in Springfield', date: '2026-06-01', origin: 'code', note: 'x' }], values: { days: 3 }, notes: ['y'] };
  expect(hideChart(finding, '/findings/0')).toEqual({
    code: 'fever', title: 'Fever', grade: 'A', because: [{ fact: 'fever', reference: HIDDEN, label: HIDDEN, date: HIDDEN, origin: 'code', note: HIDDEN }], values: { days: HIDDEN }, notes: [HIDDEN],
  });
  expect(hideChart(81, '/age')).toBe(HIDDEN);
  expect(hideChart('ServiceRequest/1', '/order')).toBe(HIDDEN);
  expect(hideChart('UNA', '/rating/category')).toBe('UNA');
  expect(hideChart('x', '/advice/orderSets/0/items/3/draft/text')).toBe(HIDDEN);
  expect(hideChart(true, '/advice/orderSets/0/items/3/isTicked')).toBe(true);
  expect(hideChart('x', '/a/rating/category')).toBe(HIDDEN);
});
