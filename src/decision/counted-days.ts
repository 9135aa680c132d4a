/** The days on which a sighting counts as a diagnosis or event of its own: as a claim would have it. */
import type { DayRange } from './calendar.ts';
import type { Sighting } from './recall-facts.ts';

/**
 * The day something was recorded or done; of a problem that only says when it began, any day since then. `undefined` where nothing is
 * dated. Ends are open where a date is partial.
 */
export function countedDays({ dated, resource }: Sighting, asOf: number): DayRange | undefined {
  const { recorded, onset: { range: onset }, seen, ended } = dated;
  if (recorded !== undefined) return upTo(recorded, asOf);
  if (seen === undefined) return undefined;
  const isOnsetOnly = resource.resourceType === 'Condition' && onset !== undefined && onset.latest === seen.latest;
  return isOnsetOnly ? upTo({ earliest: onset.earliest, latest: ended?.latest ?? asOf }, asOf) : upTo(seen, asOf);
}

/** What is dated after the day of the decision (a clock, a time zone) is of that day. */
function upTo({ earliest, latest }: DayRange, asOf: number): DayRange {
  return { earliest: Math.min(earliest, asOf), latest: Math.min(latest, asOf) };
}
