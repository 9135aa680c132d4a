/** The calendar day that it is now, looked up once a minute. */
import { calendarDay } from '../chart/calendar-day.ts';
import type { Day } from '../decision/chart.ts';

const MINUTE_MS = 60_000;

/** Tells the day in an IANA time zone; since 1972 days begin at a full minute in every one. */
export function createCalendar(timeZone: string): (now: Date) => Day {
  let minute: number | undefined;
  let day: Day = '';
  return (now) => {
    const current = Math.floor(now.getTime() / MINUTE_MS);
    if (current !== minute) {
      day = calendarDay(now, timeZone);
      minute = current;
    }
    return day;
  };
}
