/** JSON-2: nothing empty leaves the service, and what is not empty stays as it is. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutEmpty } from '../../src/response/without-empty.ts';

test.each([
  [{ a: null, b: '', c: [], d: {}, e: undefined, f: 0, g: false }, { f: 0, g: false }],
  [{ a: { b: { c: [] } }, d: [null, { e: '' }, 1] }, { d: [1] }],
  [{ a: { b: [] } }, undefined],
  [[[], [null]], undefined],
  [{ given: ['Ada', null], _given: [null, { id: 'x' }] }, { given: ['Ada', null], _given: [null, { id: 'x' }] }],
  [{ given: [null, ''], other: [null, 'x'] }, { other: ['x'] }],
])('JSON-2 %j becomes %j', (value, expected) => {
  expect(withoutEmpty(value)).toEqual(expected);
});

test('what has nothing empty is given back as it is, and nothing is changed in what has', () => {
  const whole = { a: [{ b: 1 }], c: 'x' };
  expect(withoutEmpty(whole)).toBe(whole);
  const holed = Object.freeze({ a: Object.freeze([null, 1]) });
  expect(withoutEmpty(holed)).toEqual({ a: [1] });
});

test('a member of any name is a member', () => {
  const value = JSON.parse('{"__proto__": {"a": 1}, "b": null}') as object;
  expect(JSON.stringify(withoutEmpty(value))).toBe('{"__proto__":{"a":1}}');
});

test('nothing empty is left, whatever it was', () => {
  const isEmpty = (value: unknown): boolean => value === null || value === '' || (typeof value === 'object' && (Object.keys(value!).length === 0 || Object.values(value!).some(isEmpty)));
  fc.assert(fc.property(fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"_')), (value) => {
    const left = JSON.stringify(withoutEmpty(value));
    return left === undefined || !isEmpty(JSON.parse(left));
  }));
});
