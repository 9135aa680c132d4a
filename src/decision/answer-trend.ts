/** How a measurement moved over time: its largest believable fall and rise to the newest value. */
import type { DayRange } from './calendar.ts';
import { member } from './concept.ts';
import type { Evidence, Finding } from './decision.ts';
import { evidenceOf } from './evidence.ts';
import { readNumber } from './read-number.ts';
import type { Facts, Sighting } from './recall-facts.ts';
import type { Topic, TrendFinding } from './topic.ts';
import { convert } from './units.ts';
import { say, sayTenths, type Words } from './words.ts';

/**
 * `values`: `fall` and `fallPercent` (of the older value) to the newest value, `rise` the other way, each the largest within the
 * span; `fromDays` and `toDays` say how many days ago the two values of the largest fall were taken. Measurements that speak of
 * different places (left ankle, right knee) are compared only with their like.
 */
export function answerTrend(definition: TrendFinding, { words }: Pick<Topic, 'words'>, facts: Facts): Finding | undefined {
  const sightings = (facts.sightings.get(definition.fact) ?? []).filter(({ dated }) => dated.standing === 'confirmed');
  const series = definition.isByPlace ? [...groupByPlace(sightings).values()] : [sightings];
  const changes = series.flatMap((each) => changesIn(definition, readingsOf(definition, each), facts.asOf));
  if (changes.length === 0) return undefined;
  const falls = changes.filter(({ change }) => change < 0);
  const steepest = [...falls].sort((one, other) => one.change - other.change)[0];
  const sharpest = [...falls].sort((one, other) => one.percent - other.percent)[0];
  const rise = Math.max(0, ...changes.map(({ change }) => change));
  return {
    code: definition.code,
    title: definition.title,
    because: steepest === undefined ? [] : [evidenceFor(definition, words, steepest)],
    values: {
      fall: thousandths(-(steepest?.change ?? 0)), fallPercent: thousandths(-(sharpest?.percent ?? 0)), rise: thousandths(rise),
      ...(steepest !== undefined && { fromDays: facts.asOf - steepest.from.day, toDays: facts.asOf - steepest.to.day }),
    },
  };
}

interface Reading {
  readonly sighting: Sighting;
  readonly day: number;
  readonly value: number;
}

interface Change {
  readonly from: Reading;
  readonly to: Reading;
  readonly change: number;
  readonly percent: number;
}

function readingsOf({ unit }: TrendFinding, sightings: readonly Sighting[]): readonly Reading[] {
  const readings = sightings.flatMap((sighting) => {
    const day = exactDay(sighting.dated.seen);
    const quantity = sighting.resource['valueQuantity'];
    const value = unit === undefined ? readNumber(sighting.resource) : convert((quantity ?? { value: readNumber(sighting.resource) }) as { value?: unknown }, unit);
    return day === undefined || value === undefined ? [] : [{ sighting, day, value }];
  });
  return readings.sort((one, other) => one.day - other.day || one.value - other.value);
}

function exactDay(range: DayRange | undefined): number | undefined {
  return range !== undefined && range.latest - range.earliest <= 31 ? range.latest : undefined;
}

/** From every older value within the span to the newest believable one. */
function changesIn(definition: TrendFinding, readings: readonly Reading[], asOf: number): readonly Change[] {
  const believable = readings.filter((reading, index) => index < readings.length - 1 || !isSlip(definition, readings[index - 1], reading));
  const newest = believable.at(-1);
  if (newest === undefined || asOf - newest.day > definition.newestDays) return [];
  const [shortest, longest] = definition.spanDays;
  return believable.flatMap((older) => {
    const span = newest.day - older.day;
    if (older === newest || span < shortest || span > longest) return [];
    const change = { from: older, to: newest, change: newest.value - older.value, percent: ((newest.value - older.value) / older.value) * 100 };
    return isImplausible(definition, change, believable) ? [] : [change];
  });
}

/** A jump too large for the days since the value before: a slip of the scale or the pen. */
function isSlip({ implausible }: TrendFinding, before: Reading | undefined, reading: Reading): boolean {
  if (implausible === undefined || before === undefined) return false;
  return Math.abs(reading.value - before.value) / before.value > implausible.percent / 100 && reading.day - before.day < implausible.withinDays;
}

/** A large change is doubted when it is too quick, when the ratio is that of two units, or when the values came back. */
function isImplausible({ implausible }: TrendFinding, { from, to, percent }: Change, readings: readonly Reading[]): boolean {
  if (implausible === undefined || Math.abs(percent) <= implausible.percent) return false;
  const ratio = Math.max(from.value, to.value) / Math.min(from.value, to.value);
  const isUnitSlip = implausible.ratios.some((unitRatio) => Math.abs(ratio / unitRatio - 1) <= implausible.ratioTolerance);
  return to.day - from.day < implausible.withinDays || isUnitSlip || isLone(readings, from, implausible.percent);
}

/** A reading far from both of its neighbours: the values came back. */
function isLone(readings: readonly Reading[], reading: Reading, percent: number): boolean {
  const index = readings.indexOf(reading);
  const isFar = (other: Reading | undefined): boolean => other !== undefined && Math.abs(reading.value - other.value) / reading.value > percent / 100;
  return isFar(readings[index - 1]) && isFar(readings[index + 1]);
}

/** The same place again: the words of the code and of the body site. */
function groupByPlace(sightings: readonly Sighting[]): ReadonlyMap<string, readonly Sighting[]> {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const site = member(sighting.resource['bodySite'], 'text') ?? JSON.stringify(member(sighting.resource['bodySite'], 'coding') ?? '');
    const key = `${sighting.label.toLowerCase()} ${String(site).toLowerCase()}`;
    groups.set(key, [...(groups.get(key) ?? []), sighting]);
  }
  return groups;
}

function evidenceFor({ unit }: TrendFinding, words: Words, { from, to, percent }: Change): Evidence {
  const evidence = evidenceOf(to.sighting);
  const change = `${percent < 0 ? '−' : '+'}${sayTenths(words, Math.abs(percent))}`;
  const newest = [sayTenths(words, to.value), ...(unit === undefined ? [] : [unit])].join(' ');
  const label = say(words, 'note.trend', { label: evidence.label, from: sayTenths(words, from.value), to: newest, change, count: to.day - from.day });
  return { ...evidence, label, origin: 'value' };
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
