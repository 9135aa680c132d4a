/** Calendar arithmetic on days as FHIR writes them; clock time and zone are dropped, partial dates stay partial. */
import type { Day } from './chart.ts';
import { remember } from './remember.ts';

/** Inclusive range of days since 1970-01-01; an open end is infinite. */
export interface DayRange {
  readonly earliest: number;
  readonly latest: number;
}

const MS_PER_DAY = 86_400_000;
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$/;

/** Days since 1970-01-01 of a full calendar day. */
export function dayNumber(day: Day): number {
  return Math.round(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / MS_PER_DAY);
}

/** The calendar day of a day number. */
export function dayOf(number: number): Day {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The days a FHIR date, dateTime or instant may stand for as written: `2026-05` is the whole of May. */
export function dayRange(value: unknown): DayRange | undefined {
  const written = writtenDate(value);
  return written === undefined ? undefined : rangeOf(written);
}

const MOST_DAYS = 50_000;
const rangeOf = remember(MOST_DAYS, (written): DayRange | undefined => {
  if (written.length === 10) {
    const day = dayNumber(written);
    return Number.isNaN(day) || dayOf(day) !== written ? undefined : { earliest: day, latest: day };
  }
  const [year, month] = written.split('-').map(Number);
  if (month === undefined) return { earliest: utc(year!, 0), latest: utc(year! + 1, 0) - 1 };
  if (month < 1 || month > 12) return undefined;
  return { earliest: utc(year!, month - 1), latest: utc(year!, month) - 1 };
});

/** The date part of a FHIR date, dateTime or instant as written, as exact as it is; `undefined` for anything else. */
export function writtenDate(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = DATE.exec(value.trim());
  if (match === null) return undefined;
  if (match[3] !== undefined) return match[0].slice(0, 10);
  return match[2] === undefined ? match[1] : `${match[1]}-${match[2]}`;
}

/** A day (`MM-DD`) of the year that another day falls in. */
export function dayInYearOf(day: number, monthAndDay: string): number {
  return inYearOf(`${day} ${monthAndDay}`, day, monthAndDay);
}

const inYearOf = remember(MOST_DAYS, (_key, day: number, monthAndDay: string) => dayNumber(`${dayOf(day).slice(0, 4)}-${monthAndDay}`));

/** The same day some years later; 29 February falls on 1 March in common years. */
export function addYears(day: number, years: number): number {
  const date = new Date(day * MS_PER_DAY);
  return Math.round(Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate()) / MS_PER_DAY);
}

/** The same day some months later (a month that is too short ends on its overflow, as `Date` counts). */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * MS_PER_DAY);
  return Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()) / MS_PER_DAY);
}

function utc(year: number, month: number): number {
  return Math.round(Date.UTC(year, month, 1) / MS_PER_DAY);
}
