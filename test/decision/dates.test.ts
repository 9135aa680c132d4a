/** Dates as EHRs write them: intervals, never guesses, the same in every time zone. */
import { addYears, dayNumber, dayOf, dayRange, writtenDate } from '../../src/decision/calendar.ts';
import { readOnset } from '../../src/decision/onset.ts';
import { isOnlyDuration, readDuration } from '../../src/decision/worded-duration.ts';
import { convert } from '../../src/decision/units.ts';

const day = (text: string): number => dayNumber(text);
const asOf = day('2026-06-15');

test.each([
  ['2026-06-12', '2026-06-12', '2026-06-12'], ['2026-05', '2026-05-01', '2026-05-31'], ['2024', '2024-01-01', '2024-12-31'],
  ['2026-06-12T23:30:00-05:00', '2026-06-12', '2026-06-12'], ['2026-06-12T00:30:00Z', '2026-06-12', '2026-06-12'],
])('%s is %s to %s', (written, from, to) => {
  const range = dayRange(written)!;
  expect([dayOf(range.earliest), dayOf(range.latest)]).toEqual([from, to]);
});

test.each(['2026-02-30', '2026-13', 'last week', '', 5, null])('%s is no date', (written) => expect(dayRange(written)).toBeUndefined());
test('a partial date stays partial', () => expect(writtenDate('2026-05')).toBe('2026-05'));
test('29 February in common years', () => expect(dayOf(addYears(day('2024-02-29'), 1))).toBe('2025-03-01'));

test.each([
  ['3 days ago', 3, 3], ['x3 wks', 21, 21], ['for 2–3 weeks', 14, 21], ['since May 2026', 15, 45], ['yesterday', 1, 1], ['for a week', 7, 7], ['two months', 61, 61], ['few days', 2, 7], ['since 2026-06-01', 14, 14],
])('"%s" is %i to %i days', (text, least, most) => {
  const range = readDuration(text, { earliest: asOf, latest: asOf })!;
  expect([asOf - range.latest, asOf - range.earliest]).toEqual([least, most]);
});

test.each([['3 days', true], ['x 3 weeks', true], ['onset 2 days ago', true], ['fell 2 days ago', false], ['hx breast ca 3 years ago', false]])('"%s" is only a duration: %s', (text, expected) => expect(isOnlyDuration(text)).toBe(expected));

test('words are counted from the day they were written', () => {
  const recorded = { earliest: day('2026-06-01'), latest: day('2026-06-01') };
  const { range } = readOnset({ resourceType: 'Condition', onsetString: '3 days ago' }, { asOf, recorded });
  expect(asOf - range!.latest).toBe(17);
});

test('an age of onset means a year of life, cut at today', () => {
  const { range } = readOnset({ resourceType: 'Condition', onsetAge: { value: 45, code: 'a' } }, { asOf, birth: dayRange('1981-02-10')! });
  expect([asOf - range!.latest, asOf - range!.earliest]).toEqual([0, 125]);
});

test('an onset in the future is dropped, one day ahead is a time zone', () => {
  expect(readOnset({ resourceType: 'Condition', onsetDateTime: '2027-01-01' }, { asOf })).toEqual({ isDropped: true });
  expect(readOnset({ resourceType: 'Condition', onsetDateTime: '2026-06-16' }, { asOf }).range).toEqual({ earliest: asOf, latest: asOf });
});

test.each([[{ value: 100.6, unit: '°F' }, 'Cel', 38.1111], [{ value: 38, code: 'Cel' }, 'Cel', 38], [{ value: 5.2, unit: 'mg/dL' }, 'mg/L', 52], [{ value: '39', unit: 'C' }, 'Cel', 39], [{ value: 39 }, 'Cel', 39], [{ value: 101.3 }, 'Cel', 38.5], [{ value: 60 }, 'mg/L', 60], [{ value: 5, unit: 'furlong' }, 'Cel', undefined], [{ value: 'hot' }, 'Cel', undefined]])('%j in %s is %s', (quantity, unit, expected) => expect(convert(quantity, unit)).toBe(expected));
