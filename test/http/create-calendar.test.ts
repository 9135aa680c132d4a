/** The day of now is looked up once a minute, and is never yesterday's. */
import { afterEach, expect, jest, test } from '@jest/globals';
import { calendarDay } from '../../src/chart/calendar-day.ts';
import { createCalendar } from '../../src/http/create-calendar.ts';

afterEach(() => void jest.restoreAllMocks());

test.each(['UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Asia/Tokyo'])('in %s it is the same as looked up each time', (zone) => {
  const today = createCalendar(zone);
  // Two days around the change of the clocks in New York, forth and back; the last millisecond of a minute and the first.
  const start = Date.parse('2026-10-31T12:00:00Z');
  const moments = Array.from({ length: 2 * 24 * 60 }, (_, minute) => [start + minute * 60_000 - 1, start + minute * 60_000]).flat();
  const wrong = [...moments, ...moments.slice(-100).reverse()].filter((moment) => today(new Date(moment)) !== calendarDay(new Date(moment), zone));
  expect(wrong).toEqual([]);
});

test('within a minute no formatter is asked again', () => {
  const asked = jest.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const today = createCalendar('Asia/Tokyo');
  for (const second of ['00.000', '00.001', '59.999']) expect(today(new Date(`2026-06-14T15:00:${second}Z`))).toBe('2026-06-15');
  expect(asked).toHaveBeenCalledTimes(1);
});
