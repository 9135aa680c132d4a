/** The calendar day it is somewhere. */
import type { Day } from '../decision/chart.ts';

/** Making one takes longer than a hundred uses of it; a process knows one zone, seldom two. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD` in an IANA time zone. */
export function calendarDay(now: Date, timeZone: string): Day {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  const parts = format.formatToParts(now);
  const part = (type: string): string => parts.find((each) => each.type === type)!.value;
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
