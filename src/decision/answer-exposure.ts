/** For how many days, and at what daily dose, a patient was exposed to a class of drugs: courses merged, doses made comparable. */
import type { Resource } from './chart.ts';
import { codingsOf, conceptsOf, list, member, relativeReference, wordsOf } from './concept.ts';
import { courseOf } from './course.ts';
import { dosesOf } from './daily-dose.ts';
import type { Finding } from './decision.ts';
import { evidenceOf } from './evidence.ts';
import type { Facts, Sighting } from './recall-facts.ts';
import type { ExposureFinding, Topic } from './topic.ts';
import { say, sayTenths } from './words.ts';

/**
 * Days and doses within the window that ends today. `values`:
 * `coveredDays`; `runDays` the longest run, from its first to its last day, small gaps bridged; `meanDose` on the covered days of
 * that run, absent where no dose is known; `total` dose; and for each level `<name>Days`, the covered days at that dose or more in
 * the longest run that ended lately enough; `undated` the courses whose length nobody can tell.
 */
export function answerExposure(definition: ExposureFinding, topic: Topic, facts: Facts): Finding | undefined {
  const sightings = facts.sightings.get(definition.fact) ?? [];
  if (sightings.length === 0) return undefined;
  const courses = trusted(sightings.flatMap((sighting) => coursesOf(definition, topic, facts.asOf, sighting)));
  const days = dosesByDay(definition, facts.asOf, courses);
  const covered = days.flatMap((dose, day) => (dose === undefined ? [] : [day]));
  const undated = sightings.filter(({ resource }) => isUndated(resource, facts.asOf));
  if (covered.length === 0 && undated.length === 0) return undefined;
  if (covered.length === 0) return { code: definition.code, title: definition.title, because: undated.map(evidenceOf), values: { undated: undated.length }, notes: [say(topic.words, 'note.exposureUndated')] };
  const runs = runsOf(covered, definition.gapDays);
  const longest = runs.reduce((best, run) => (spanOf(run) > spanOf(best) ? run : best));
  const meanDose = mean(longest.map((day) => days[day]!));
  const levels = definition.levels.map(({ name, dose, endedDays }) => {
    const high = covered.filter((day) => days[day]! >= dose);
    const recent = runsOf(high, definition.gapDays).filter((run) => definition.windowDays - 1 - run.at(-1)! <= endedDays);
    return [`${name}Days`, Math.max(0, ...recent.map((run) => run.length))] as const;
  });
  const total = covered.reduce((sum, day) => sum + (Number.isNaN(days[day]!) ? 0 : days[day]!), 0);
  return {
    code: definition.code,
    title: definition.title,
    because: [...new Map(courses.map(({ sighting }) => [sighting.reference, evidenceOf(sighting)])).values()],
    values: { undated: undated.length, coveredDays: covered.length, runDays: spanOf(longest), ...(meanDose !== undefined && { meanDose: tenths(meanDose) }), total: Math.round(total), ...Object.fromEntries(levels) },
    notes: [noteOf(definition, topic, covered.length, meanDose)],
  };
}

function noteOf({ windowDays: window, unit }: ExposureFinding, { words }: Topic, count: number, meanDose: number | undefined): string {
  return meanDose === undefined ? say(words, 'note.exposureWithoutDose', { count, window }) : say(words, 'note.exposure', { count, window, dose: sayTenths(words, meanDose), unit });
}

/** Taken, as somebody says, but not from when, or not until when. */
function isUndated(resource: Resource, asOf: number): boolean {
  const course = courseOf(resource, asOf);
  if (course === undefined) return false;
  if (course.start === undefined) return course.isActive || course.end === undefined;
  const isSaid = resource.resourceType === 'MedicationStatement';
  const hasPeriod = member(resource['effectivePeriod'], 'start') !== undefined || resource['effectiveDateTime'] !== undefined;
  if (course.isActive) return isSaid && !hasPeriod;
  return isSaid && member(resource['effectivePeriod'], 'start') !== undefined && member(resource['effectivePeriod'], 'end') === undefined;
}

interface DrugCourse {
  readonly sighting: Sighting;
  readonly agent: string;
  readonly product: string;
  readonly start: number;
  readonly end: number;
  /** In the definition's unit, by day of the course; NaN where it is not known. */
  readonly dose: (day: number) => number;
}

function coursesOf(definition: ExposureFinding, topic: Topic, asOf: number, sighting: Sighting): readonly DrugCourse[] {
  const { resource } = sighting;
  const course = courseOf(resource, asOf);
  if (course?.start === undefined) return [];
  const concepts = conceptsOf(resource);
  const names = concepts.flatMap((concept) => [...wordsOf(concept), ...codingsOf(concept).flatMap((coding) => topic.codes.nameOf(coding) ?? [])]);
  const agent = definition.agents.find(({ words }) => names.some((name) => words.test(name)));
  const product = names.find((name) => /\d\s*(?:mg|mcg|ug|g)\b/i.test(name)) ?? names[0] ?? '';
  const parts = dosesOf(resource, product);
  const tapered = parts.some(({ days }) => days === undefined) ? undefined : parts.reduce((sum, { days }) => sum + days!, 0);
  const end = course.end ?? (course.isActive ? asOf : tapered === undefined ? course.start : course.start + Math.round(tapered) - 1);
  const factor = agent?.perMilligram;
  const milligrams = (day: number): number => {
    let rest = day;
    for (const { days, milligrams: dose } of parts) {
      if (days === undefined || rest < days || parts.length === 1) return dose ?? NaN;
      rest -= days;
    }
    return parts.at(-1)?.milligrams ?? NaN;
  };
  return [{ sighting, agent: agent?.words.source ?? '', product, start: course.start, end: Math.max(end, course.start), dose: (day) => milligrams(day - course.start!) * (factor ?? NaN) }];
}

/** What was dispensed says more than what was ordered: an order that a dispense names gives way to it. */
function trusted(courses: readonly DrugCourse[]): readonly DrugCourse[] {
  const filled = new Set(courses.filter(({ sighting }) => sighting.resource.resourceType === 'MedicationDispense').flatMap(({ sighting }) => list(sighting.resource['authorizingPrescription']).map(relativeReference)));
  return courses.filter(({ sighting }) => sighting.resource.resourceType !== 'MedicationRequest' || !filled.has(sighting.reference));
}

/**
 * Dose of each day of the window, oldest first; undefined for a day without the drug, NaN for one of unknown dose. The same drug told
 * twice (ordered, dispensed, reported) counts once; two products of one source taken together add up, and so do different drugs.
 */
function dosesByDay({ windowDays }: ExposureFinding, asOf: number, courses: readonly DrugCourse[]): readonly (number | undefined)[] {
  if (courses.length === 0) return [];
  const first = asOf - windowDays + 1;
  return Array.from({ length: windowDays }, (_, index) => {
    const here = courses.filter(({ start, end }) => start <= first + index && end >= first + index);
    if (here.length <= 1) return here[0]?.dose(first + index);
    const byAgent = group(here, ({ agent }) => agent).map((ofAgent) => {
      const bySource = group(ofAgent, ({ sighting }) => sighting.resource.resourceType).map((ofSource) =>
        sum(group(ofSource, ({ product }) => product).map((ofProduct) => highest(ofProduct.map((course) => course.dose(first + index))))));
      return highest(bySource);
    });
    return sum(byAgent);
  });
}

function group<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return [...groups.values()];
}

/** What is known adds up; nothing known stays unknown. */
function sum(doses: readonly number[]): number {
  const known = doses.filter((dose) => !Number.isNaN(dose));
  return known.length === 0 ? NaN : known.reduce((one, other) => one + other, 0);
}

function highest(doses: readonly number[]): number {
  const known = doses.filter((dose) => !Number.isNaN(dose));
  return known.length === 0 ? NaN : known.reduce((one, other) => Math.max(one, other));
}

function mean(doses: readonly number[]): number | undefined {
  const known = doses.filter((dose) => !Number.isNaN(dose));
  return known.length === 0 ? undefined : known.reduce((one, other) => one + other, 0) / known.length;
}

/** Runs of days with gaps of at most so many days between them. */
function runsOf(days: readonly number[], gapDays: number): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && day - run.at(-1)! <= gapDays + 1) run.push(day);
    else runs.push([day]);
  }
  return runs;
}

function spanOf(run: readonly number[]): number {
  return run.at(-1)! - run[0]! + 1;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
