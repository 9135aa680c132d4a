/** An answer that is remembered must be the answer: the key says all it depends on, or there is none. */
import { describe, expect, test } from '@jest/globals';
import { compileExpression } from '../../src/decision/expression.ts';
import { createKey } from '../../src/decision/expression-key.ts';
import { buildCodeIndex } from '../../src/decision/code-index.ts';

const compile = (text: string) => compileExpression(text, 'test', buildCodeIndex([], []));

describe('the key of a criterion', () => {
  test.each([
    ['%fact.exists()', { fact: [] }, '[];'], ['%fact.exists()', { fact: [{}] }, undefined], ['%fact.exists()', {}, '?;'],
    ['%age >= 65', { age: 70 }, '70;'], ['%age >= 65', { age: [] }, '[];'],
    ["%found.a.answer = 'x'", { found: { a: { answer: 'x' } } }, '"x";'], ["%found.a.answer = 'x'", { found: {} }, '-;'], ['%found.a.exists()', { found: { a: { grade: 'A' } } }, '?;'],
    ['%found.a.values.days > 3', { found: { a: { values: { days: 4 } } } }, '+{"days":4};'],
    ['%found.a.because.exists()', { found: { a: {} } }, undefined], ['(%found.a | %found.b).grade.exists()', { found: {} }, undefined], ['%found.count() > 1', { found: {} }, undefined],
    ["%chosen.`two-words` = 'ticked'", { chosen: { 'two-words': 'ticked', two: 'offered' } }, '"ticked";'], ['%flags.V3.exists()', { flags: { V3: 'none' } }, '"none";'],
    ['%order.exists()', { order: { resourceType: 'ServiceRequest' } }, undefined], ['%asOf > @2020', { asOf: {} }, undefined],
  ])('%s over %j', (text, variables, key) => {
    expect(createKey(text)(variables)).toBe(key);
  });
});

test('a criterion answers for each patient anew', () => {
  const { holds } = compile("%found.a.grade = 'A' and %age > 50");
  const ask = (grade: string, age: number) => holds({}, { found: { a: { grade } }, age });
  expect([ask('A', 60), ask('B', 60), ask('A', 40), ask('A', 60), holds({}, { found: {}, age: 60 })]).toEqual([true, false, false, true, undefined]);
  const over = compile('code = %code');
  expect([over.holds({ code: 'x' }, { code: 'x' }), over.holds({ code: 'y' }, { code: 'x' }), over.holds({ code: 'x' }, { code: 'x' })]).toEqual([true, false, true]);
});
