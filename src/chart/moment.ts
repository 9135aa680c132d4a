/** The moment an order was written, and where a date of the chart stands to it. */
import { dayNumber, dayRange, writtenDate, type DayRange } from '../decision/calendar.ts';
import type { Day } from '../decision/chart.ts';
import { calendarDay } from './calendar-day.ts';

/** When an order was written: a day, and where the clock and its zone are told, the instant. */
export interface Moment {
  /** As written: the clinician's day where the server's zone is another. The day the order is judged on. */
  readonly day: Day;
  /** Milliseconds since 1970. */
  readonly instant?: number;
  /** What the day may be taken for: the one written, and the one it was in the zone of the service. */
  readonly days: DayRange;
  readonly timeZone: string;
}

/** Where a date stands to a moment: `same-day` where the clock cannot decide, `open` where a partial date may lie on either side. */
export type Place = 'before' | 'same-day' | 'open' | 'after';

const INSTANT = /T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
/** FHIR dateTimes run from year 1 to 9999; a calendar asked for more throws. */
const LONGEST_MS = 8.64e15;

/** `undefined` for what names no single day. */
export function momentOf(written: unknown, timeZone: string): Moment | undefined {
  const day = writtenDate(written);
  const range = dayRange(day);
  if (day === undefined || range === undefined || range.earliest !== range.latest) return undefined;
  const instant = instantOf(written);
  return { day, ...(instant !== undefined && !isMidnight(written, instant, timeZone) && { instant }), days: widen(range, instant, timeZone), timeZone };
}

/** `undefined` for what is no date. Instants are compared by the clock, everything else, and midnight, by the calendar. */
export function placeInTime(written: unknown, { instant, days, timeZone }: Moment): Place | undefined {
  const range = dayRange(written);
  if (range === undefined) return undefined;
  const own = instantOf(written);
  if (own !== undefined && instant !== undefined && !isMidnight(written, own, timeZone)) return own <= instant ? 'before' : 'after';
  const { earliest, latest } = widen(range, own, timeZone);
  if (latest < days.earliest) return 'before';
  if (earliest > days.latest) return 'after';
  return range.earliest === range.latest ? 'same-day' : 'open';
}

/** Milliseconds since 1970 of a dateTime or instant with clock and zone. */
export function instantOf(written: unknown): number | undefined {
  if (typeof written !== 'string' || !INSTANT.test(written.trim())) return undefined;
  const value = Date.parse(written.trim());
  return Number.isNaN(value) || Math.abs(value) > LONGEST_MS ? undefined : value;
}

const QUARTER_HOUR_MS = 900_000;

/** A day that was exported as an instant: midnight as written, or in the zone of the service. It tells no clock. */
function isMidnight(written: unknown, instant: number, timeZone: string): boolean {
  if (instant % QUARTER_HOUR_MS !== 0) return false;
  return /T00:00/.test(String(written)) || calendarDay(new Date(instant), timeZone) !== calendarDay(new Date(instant - 1), timeZone);
}

/** The day as written and the one it was in the zone of the service. */
function widen(range: DayRange, instant: number | undefined, timeZone: string): DayRange {
  if (instant === undefined) return range;
  const local = dayNumber(calendarDay(new Date(instant), timeZone));
  return Number.isNaN(local) ? range : { earliest: Math.min(range.earliest, local), latest: Math.max(range.latest, local) };
}
