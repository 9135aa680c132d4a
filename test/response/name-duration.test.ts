/** Durations as a card says them. */
import { nameDuration } from '../../src/response/name-duration.ts';
import { cardTopic } from '../support/card-topic.ts';

const named = (answer: string, values: Readonly<Record<string, number>>, notes?: readonly string[]): string | undefined =>
  nameDuration(cardTopic, [{ code: 'acuity', title: 'Duration', answer, because: [], values, ...(notes && { notes }) }]);

test.each<[string, Readonly<Record<string, number>>, string]>([
  ['acute', { minDays: 1, maxDays: 1 }, 'acute (1 day)'],
  ['acute', { minDays: 3, maxDays: 3 }, 'acute (3 days)'],
  ['acute|subacute', { minDays: 15, maxDays: 45 }, 'acute or subacute (15 to 45 days)'],
  ['chronic', { minDays: 258, maxDays: 287 }, 'chronic (8 to 9 months)'],
  ['chronic', { minDays: 300, maxDays: 300 }, 'chronic (about 10 months)'],
  ['subacute|chronic', { minDays: 60 }, 'subacute or chronic (at least 60 days)'],
  ['acute', { minDays: 7, maxDays: 7, backgroundDays: 3000 }, 'acute (7 days; on top of about 99 months before)'],
])('says %s of %j as %s', (answer, values, expected) => {
  expect(named(answer, values)).toBe(expected);
});

test('says how it was worked out', () => {
  expect(named('acute', { minDays: 5, maxDays: 5 }, ['presumed from the day it was recorded'])).toBe('acute (5 days; presumed from the day it was recorded)');
});

test('says nothing where the duration is not known', () => {
  expect(named('unknown', {})).toBeUndefined();
  expect(nameDuration(cardTopic, [])).toBeUndefined();
});
