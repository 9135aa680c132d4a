/** The calendar day an order is judged on. */
import { dayNumber, dayRange, writtenDate } from '../decision/calendar.ts';
import type { Day, Resource } from '../decision/chart.ts';

/**
 * The day the order was written, as written: the clinician's day where the server's zone is another. Believed only next to the server's own
 * day, since a draft may have lain for weeks and a clock may be wrong; a partial date names no day.
 */
export function decisionDay(order: Resource, today: Day): Day {
  const written = writtenDate(order['authoredOn']);
  const range = dayRange(written);
  if (written === undefined || range === undefined || range.earliest !== range.latest) return today;
  return Math.abs(range.earliest - dayNumber(today)) <= 1 ? written : today;
}
