/** Moves a story to another day and another patient: a service judges by the day it is, and must not think all stories are about one person. */
import type { Day } from '../decision/chart.ts';
import type { Story } from '../knowledge/story.ts';

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(T.*)?)?)?$/;
const DAY_MS = 86_400_000;

/** The story as if `today` were its day; dates that are partial stay partial, and everybody keeps their age. Words are left as they are. */
export function moveStory(story: Story, today: Day, patientId: string): Story {
  const days = Math.round((Date.parse(today) - Date.parse(story.today)) / DAY_MS);
  const { birthDate } = story.patient;
  const moved = walk(story, (text) => (text === 'Patient/p' ? `Patient/${patientId}` : moveDate(text, days))) as Story;
  const patient = { ...moved.patient, id: patientId, ...(typeof birthDate === 'string' && { birthDate: moveBirth(birthDate, story.today, today) }) };
  return { ...moved, id: story.id, title: story.title, today, patient };
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => walk(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, change)]));
}

/** A month or a year goes where its middle goes. */
function moveDate(text: string, days: number): string {
  const [, year, month, day, time = ''] = DATE.exec(text) ?? [];
  // A year alone may be any number: only months and days are surely dates.
  if (year === undefined || month === undefined) return text;
  const moved = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 15)) + days * DAY_MS);
  if (Number.isNaN(moved.getTime())) return text;
  return `${moved.toISOString().slice(0, day === undefined ? 7 : 10)}${time}`;
}

/** As many years, and days to the next birthday, as before. */
function moveBirth(birthDate: string, from: Day, to: Day): string {
  const [, year, month, day] = DATE.exec(birthDate) ?? [];
  if (year === undefined) return birthDate;
  const years = Number(from.slice(0, 4)) - Number(year);
  const back = Number(to.slice(0, 4)) - years;
  if (month === undefined) return String(back);
  const anchor = (date: Day, inYear: number): number => Date.UTC(inYear, Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  const moved = anchor(to, back) + Date.UTC(Number(year), Number(month) - 1, Number(day ?? 15)) - anchor(from, Number(year));
  return new Date(moved).toISOString().slice(0, day === undefined ? 7 : 10);
}
