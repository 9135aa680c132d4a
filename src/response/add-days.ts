/** Counts days on a calendar. */
import { dayNumber, dayOf } from '../decision/calendar.ts';
import type { Day } from '../decision/chart.ts';

/** The calendar day so many days later. */
export function addDays(day: Day, days: number): Day {
  return dayOf(dayNumber(day) + days);
}
