/** The day an order is judged on. */
import { expect, test } from '@jest/globals';
import { writtenOn } from '../../../src/cli/simulate/read-order.ts';

test.each<[string, object, string | undefined]>([
  ['when it was written', { authoredOn: '2024-03-01', occurrenceDateTime: '2024-04-01' }, '2024-03-01'],
  ['a month alone is no day: then what it was for', { authoredOn: '2024-03', occurrenceDateTime: '2024-03-20' }, '2024-03-20'],
  ['or from when on', { authoredOn: '2024', occurrencePeriod: { start: '2024-03-21T10:00:00Z' } }, '2024-03-21T10:00:00Z'],
  ['where nothing is a day, what it says', { authoredOn: '2024-03', occurrenceDateTime: '2024' }, '2024-03'],
  ['nothing', {}, undefined],
])('%s', (_, elements, day) => {
  expect(writtenOn({ resourceType: 'ServiceRequest', ...elements } as Parameters<typeof writtenOn>[0])).toBe(day);
});
