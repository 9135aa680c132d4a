/** Durations as clinicians write them in English: "3 days ago", "x2-3 wks", "since May 2026", "yesterday". */
import { addMonths, addYears, dayNumber, dayRange, type DayRange } from './calendar.ts';

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NUMBER = String.raw`(?:\d{1,3}(?:\.5)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?)`;
const UNIT = String.raw`(hours?|hrs?|h|days?|d|weeks?|wks?|wk|w|months?|mos?|mths?|years?|yrs?|y)`;
const AMOUNT = new RegExp(String.raw`\b(${NUMBER})\s*(?:(?:-|–|—|to|or)\s*(${NUMBER})\s*)?-?\s*(?:\b)?${UNIT}\b`, 'i');
const COUNT_OF = new RegExp(String.raw`\bx\s*(${NUMBER})\s*(?:(?:-|–|to)\s*(${NUMBER})\s*)?${UNIT}\b`, 'i');
const VAGUE = /\b(few|couple(?: of)?|several)\s+(days?|weeks?|months?|years?)\b/i;
const VAGUE_COUNTS: Readonly<Record<string, readonly [number, number]>> = { few: [2, 7], couple: [2, 3], several: [3, 9] };
const SINCE_MONTH = /\bsince\s+(?:(\d{1,2})\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})\b/i;
const SINCE_DATE = /\bsince\s+(\d{4}(?:-\d{2}(?:-\d{2})?)?)\b/i;
const NEAR: readonly (readonly [RegExp, number, number])[] = [
  [/\b(today|this morning|tonight|last night)\b/i, 0, 1],
  [/\byesterday\b/i, 1, 1],
  [/\b(this|over the|last|past) weekend\b/i, 0, 8],
  [/\b(last|past|this) week\b/i, 0, 13],
  [/\b(last|past) month\b/i, 1, 61],
  [/\b(last|past) year\b/i, 1, 730],
];

/** The days the text says it began on, counted back from `anchor` (the day it was written); `undefined` when it does not say. */
export function readDuration(text: string, anchor: DayRange): DayRange | undefined {
  const since = sinceDate(text);
  if (since !== undefined) return since;
  const amount = COUNT_OF.exec(text) ?? AMOUNT.exec(text);
  if (amount !== null) {
    const low = numberOf(amount[1]!);
    const high = amount[2] === undefined ? low : numberOf(amount[2]);
    const unit = amount[3]!.toLowerCase();
    return { earliest: before(anchor.earliest, Math.max(low, high), unit), latest: before(anchor.latest, Math.min(low, high), unit) };
  }
  const vague = VAGUE.exec(text);
  if (vague !== null) {
    const [low, high] = VAGUE_COUNTS[vague[1]!.toLowerCase().split(' ')[0]!]!;
    const unit = vague[2]!.toLowerCase();
    return { earliest: before(anchor.earliest, high, unit), latest: before(anchor.latest, low, unit) };
  }
  const near = NEAR.find(([pattern]) => pattern.test(text));
  return near === undefined ? undefined : { earliest: anchor.earliest - near[2], latest: anchor.latest - near[1] };
}

const DURATION_WORD = new RegExp(String.raw`^(?:x?\d{0,4}(?:st|nd|rd|th)?)(?:onset|duration|started|began|symptoms?|pain|for|x|since|about|approximately|approx|over|the|past|last|of|in|ago|now|acute|new|few|couple|several|to|or|this|weekend|yesterday|today|morning|${NUMBER.slice(3, -1)}|${UNIT.slice(1, -1)}|(?:${MONTHS.join('|')})[a-z]{0,6})?$`, 'i');

/** Whether a clause says nothing but for how long ("x 3 weeks", "onset 2 days ago"). */
export function isOnlyDuration(clause: string): boolean {
  const words = clause.length < 60 ? clause.split(/\W+/).filter((word) => word !== '') : [];
  return words.length > 0 && words.every((word) => DURATION_WORD.test(word));
}

function sinceDate(text: string): DayRange | undefined {
  const month = SINCE_MONTH.exec(text);
  if (month !== null) {
    const number = String(MONTHS.indexOf(month[2]!.toLowerCase().slice(0, 3)) + 1).padStart(2, '0');
    const day = month[1] ?? month[3];
    return dayRange(day === undefined ? `${month[4]}-${number}` : `${month[4]}-${number}-${day.padStart(2, '0')}`);
  }
  const date = SINCE_DATE.exec(text);
  return date === null ? undefined : dayRange(date[1]);
}

function numberOf(written: string): number {
  return NUMBER_WORDS[written.toLowerCase()] ?? Number(written);
}

function before(anchor: number, count: number, unit: string): number {
  if (unit.startsWith('h')) return anchor - Math.ceil(count / 24);
  if (unit.startsWith('d')) return anchor - Math.round(count);
  if (unit.startsWith('w')) return anchor - Math.round(count * 7);
  if (unit.startsWith('y')) return Number.isInteger(count) ? addYears(anchor, -count) : anchor - Math.round(count * 365.25);
  return Number.isInteger(count) ? addMonths(anchor, -count) : anchor - Math.round(count * 30.44);
}

/** The day number of a calendar day, for callers that anchor on one day. */
export function anchorOn(day: string): DayRange {
  const number = dayNumber(day);
  return { earliest: number, latest: number };
}
