/** When a Condition began, as an interval of days, from whichever onset element the sender filled in (FHIR R4 Condition.onset[x]). */
import type { Resource } from './chart.ts';
import { addMonths, addYears, dayRange, type DayRange } from './calendar.ts';
import { list, member } from './concept.ts';
import { readDuration } from './worded-duration.ts';

/** How an onset was read: from a date, from a description, or not at all; `isDropped` when one was given but cannot be true. */
export interface Onset {
  readonly range?: DayRange;
  readonly source?: 'date' | 'period' | 'age' | 'words';
  readonly isDropped: boolean;
}

/** What an onset must fit: the day of the decision, the birth, the recording and the end of the problem. */
export interface OnsetBounds {
  readonly asOf: number;
  readonly birth?: DayRange;
  readonly recorded?: DayRange;
  readonly ended?: DayRange;
}

const UCUM_UNITS: Readonly<Record<string, 'y' | 'm' | 'd'>> = {
  a: 'y', yr: 'y', year: 'y', years: 'y', y: 'y', mo: 'm', month: 'm', months: 'm', wk: 'd', d: 'd', day: 'd', days: 'd',
};

/** Reads the first usable onset element; one that lies in the future, before birth or after the end is dropped. */
export function readOnset(condition: Resource, bounds: OnsetBounds): Onset {
  const candidates: readonly (readonly [Onset['source'], DayRange | undefined])[] = [
    ['date', dayRange(condition['onsetDateTime'])],
    ['period', fromPeriod(condition['onsetPeriod'])],
    ['age', fromAge(condition['onsetAge'], condition['onsetAge'], bounds.birth)],
    ['age', fromAge(member(condition['onsetRange'], 'low'), member(condition['onsetRange'], 'high'), bounds.birth)],
    ['words', fromWords(condition, bounds)],
  ];
  let isDropped = false;
  for (const [source, range] of candidates) {
    if (range === undefined) continue;
    const usable = withinBounds(range, bounds);
    if (usable !== undefined) return { range: usable, source, isDropped };
    isDropped = true;
  }
  return { isDropped };
}

/** One day in the future is a time zone, not a mistake: it is cut to today. */
function withinBounds(range: DayRange, bounds: OnsetBounds): DayRange | undefined {
  if (range.earliest > bounds.asOf + 1) return undefined;
  if (bounds.birth !== undefined && range.latest < bounds.birth.earliest) return undefined;
  if (bounds.ended !== undefined && range.earliest > bounds.ended.latest) return undefined;
  return { earliest: Math.min(range.earliest, bounds.asOf), latest: Math.min(range.latest, bounds.asOf) };
}

function fromPeriod(period: unknown): DayRange | undefined {
  const start = dayRange(member(period, 'start'));
  if (start !== undefined) return start;
  const end = dayRange(member(period, 'end'));
  return end === undefined ? undefined : { earliest: -Infinity, latest: end.latest };
}

/** An age means some day of that year (or month) of life. */
function fromAge(low: unknown, high: unknown, birth: DayRange | undefined): DayRange | undefined {
  const from = ageOf(low ?? high);
  const to = ageOf(high ?? low);
  if (birth === undefined || from === undefined || to === undefined) return undefined;
  return { earliest: later(birth.earliest, from.count, from.unit), latest: later(birth.latest, to.count + 1, to.unit) - 1 };
}

function ageOf(quantity: unknown): { readonly count: number; readonly unit: 'y' | 'm' | 'd' } | undefined {
  const value = member(quantity, 'value');
  const written = member(quantity, 'code') ?? member(quantity, 'unit') ?? 'a';
  const unit = typeof written === 'string' ? UCUM_UNITS[written.toLowerCase()] : undefined;
  return typeof value === 'number' && unit !== undefined ? { count: Math.floor(value), unit } : undefined;
}

function later(day: number, count: number, unit: 'y' | 'm' | 'd'): number {
  if (unit === 'y') return addYears(day, count);
  return unit === 'm' ? addMonths(day, count) : day + count;
}

/** "3 weeks ago" is counted back from the day it was written down, not from today. */
function fromWords(condition: Resource, bounds: OnsetBounds): DayRange | undefined {
  const anchor = bounds.recorded ?? { earliest: bounds.asOf, latest: bounds.asOf };
  const texts = [condition['onsetString'], ...list(condition['note']).map((note) => member(note, 'text'))];
  for (const text of texts) {
    const range = typeof text === 'string' ? dayRange(text) ?? readDuration(text, anchor) : undefined;
    if (range !== undefined) return range;
  }
  return undefined;
}
