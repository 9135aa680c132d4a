/** How long the episode has lasted: the episode is chosen first, then its onset as an interval, never a guess. */
import type { Chart } from './chart.ts';
import type { DayRange } from './calendar.ts';
import { list, member, relativeReference } from './concept.ts';
import type { Finding } from './decision.ts';
import { evidenceOf } from './evidence.ts';
import { wordsOfOrder } from './order-words.ts';
import type { Facts, Sighting } from './recall-facts.ts';
import type { DurationFinding, Topic } from './topic.ts';
import { say, type WordId } from './words.ts';
import { anchorOn, isOnlyDuration, readDuration } from './worded-duration.ts';

interface Span {
  readonly range: DayRange;
  readonly source: 'order' | 'onset' | 'code' | 'recorded';
  readonly notes: readonly WordId[];
}

/** Duration in classes; `values` carries the days, the start of the episode and of a background episode. */
export function answerDuration(definition: DurationFinding, { words }: Pick<Topic, 'words'>, chart: Chart, facts: Facts): Finding {
  const problems = (facts.sightings.get(definition.problems) ?? []).filter((sighting) => sighting.resource.resourceType === 'Condition');
  const charted = problems.filter((sighting) => chart.resources.includes(sighting.resource));
  const episode = chooseEpisode(definition, chart, charted, facts.asOf);
  const span = spanOf(definition, chart, facts, episode);
  const because = episode.index === undefined ? [] : [evidenceOf(episode.index), ...(episode.background ? [evidenceOf(episode.background)] : [])];
  const common = { code: definition.code, title: definition.title, because };
  const backgroundDays = episode.background?.dated.onset.range === undefined ? undefined : facts.asOf - episode.background.dated.onset.range.latest;
  if (span === undefined) {
    return { ...common, answer: definition.unknown, ...(backgroundDays !== undefined && { values: { backgroundDays } }) };
  }
  const minDays = Math.max(0, facts.asOf - span.range.latest);
  const maxDays = Math.max(minDays, facts.asOf - span.range.earliest);
  return {
    ...common,
    answer: classesBetween(definition, minDays, maxDays),
    ...(span.notes.length > 0 && { notes: span.notes.map((note) => say(words, note)) }),
    values: { minDays, ...(Number.isFinite(maxDays) && { maxDays }), source: span.source, ...(backgroundDays !== undefined && { backgroundDays }) },
  };
}

interface Episode {
  readonly index?: Sighting;
  /** Problems of the same episode, the index among them. */
  readonly members: readonly Sighting[];
  /** An older problem of the same kind that still goes on. */
  readonly background?: Sighting;
}

/** The problem this order is about: the one it refers to, else the active one with the latest onset. */
function chooseEpisode(definition: DurationFinding, chart: Chart, problems: readonly Sighting[], asOf: number): Episode {
  const referenced = list(chart.order['reasonReference']).map(relativeReference);
  const current = problems.filter((problem) => problem.dated.isActive !== false);
  const index = problems.find((problem) => referenced.includes(problem.reference)) ?? [...current].sort(byLatestOnset)[0];
  if (index === undefined) return { members: [] };
  const start = index.dated.onset.range;
  const members = [index];
  let background: Sighting | undefined;
  for (const other of problems) {
    if (other === index) continue;
    const begun = other.dated.onset.range ?? other.dated.recorded;
    const isOlder = begun !== undefined && (start === undefined || begun.latest < start.earliest);
    const { ended, isActive, seen } = other.dated;
    if (isActive === false) {
      const gap = ended === undefined || start === undefined ? Infinity : start.earliest - ended.latest;
      const isStale = ended === undefined && seen !== undefined && asOf - seen.latest > definition.oldDays;
      if (isOlder && !isStale && gap >= 0 && gap < definition.gapDays) members.push(other);
    } else if (isOlder && asOf - begun.latest >= definition.chronicDays) background = other;
    else if (isOlder) members.push(other);
  }
  return { index, members, ...(background && { background }) };
}

function byLatestOnset(one: Sighting, other: Sighting): number {
  const onset = (sighting: Sighting): number => sighting.dated.onset.range?.latest ?? sighting.dated.recorded?.latest ?? -Infinity;
  const recorded = (sighting: Sighting): number => sighting.dated.recorded?.latest ?? -Infinity;
  return compare(onset(other), onset(one)) || compare(recorded(other), recorded(one)) || one.reference.localeCompare(other.reference);
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Words written with the order win, then the problem's onset, then a code that says it, then the day it was recorded. */
function spanOf(definition: DurationFinding, chart: Chart, facts: Facts, episode: Episode): Span | undefined {
  const worded = spanOfWords(definition, chart, facts);
  if (worded !== undefined) return worded;
  const coded = spanOfCodes(definition, facts);
  const dated = earliestOnset(episode.members) ?? spanOfOwnWords(definition, episode.index);
  if (dated !== undefined) {
    const isContradicted = coded !== undefined && coded.range.latest < dated.range.earliest && isAutoFilled(episode.index);
    if (isContradicted) return { ...coded, notes: ['note.autoFilledOnset'] };
    return dated;
  }
  if (coded !== undefined) return coded;
  const recorded = earliestMention(definition, facts, episode);
  if (recorded === undefined) return undefined;
  const isRecent = facts.asOf - recorded.earliest <= definition.presumedDays && episode.background === undefined;
  const isDropped = episode.index?.dated.onset.isDropped === true;
  const notes: readonly WordId[] = [...(isDropped ? ['note.impossibleOnset' as const] : []), isRecent ? 'note.presumed' : 'note.begunBy'];
  return { range: { earliest: isRecent ? recorded.earliest : -Infinity, latest: recorded.latest }, source: 'recorded', notes };
}

/** The first day the episode is known of: recorded, or the reason of a visit. */
function earliestMention(definition: DurationFinding, facts: Facts, { members, index }: Episode): DayRange | undefined {
  const last = index?.dated.recorded?.latest ?? facts.asOf;
  const visits = (facts.sightings.get(definition.visits) ?? []).flatMap(({ dated }) => dated.seen ?? []).filter((day) => day.latest <= facts.asOf && last - day.latest <= definition.oldDays);
  const recorded = members.flatMap(({ dated }) => dated.recorded ?? dated.seen ?? []);
  return [...recorded, ...visits].reduce<DayRange | undefined>((first, day) => (first === undefined || day.earliest < first.earliest ? day : first), undefined);
}

/** "chronic", "longstanding" in the problem's own onset. */
function spanOfOwnWords(definition: DurationFinding, index: Sighting | undefined): Span | undefined {
  const text = index?.resource['onsetString'];
  const worded = typeof text !== 'string' ? undefined : definition.wordedDurations.find(({ phrase }) => phrase.test(text));
  const said = index?.dated.recorded ?? index?.dated.seen;
  if (worded === undefined || said === undefined) return undefined;
  return { range: { earliest: said.earliest - worded.days[1], latest: said.latest - worded.days[0] }, source: 'onset', notes: [] };
}

/** An order says in its first lines since when; the rest of a long note is not searched for it. */
const MOST_CLAUSES = 500;
const MOST_LABELS = 50;

function spanOfWords(definition: DurationFinding, chart: Chart, facts: Facts): Span | undefined {
  const anchor = anchorOn(chart.asOf);
  const about = [...new Set((facts.sightings.get(definition.problems) ?? []).filter((sighting) => sighting.origin === 'order').map((sighting) => sighting.label))].slice(0, MOST_LABELS);
  for (const text of wordsOfOrder(chart.order)) {
    const clauses = text.split(/[.;,\n]|\bbut\b/i).slice(0, MOST_CLAUSES).map((clause) => clause.trim());
    const isAbout = clauses.some((clause) => about.some((label) => clause !== '' && (label.includes(clause) || clause.includes(label))));
    for (const clause of isAbout ? clauses : []) {
      const isOwn = about.some((label) => clause !== '' && (label.includes(clause) || clause.includes(label)));
      if (!isOwn && !isOnlyDuration(clause)) continue;
      const range = readDuration(clause, anchor);
      if (range !== undefined) return { range, source: 'order', notes: [] };
      const worded = definition.wordedDurations.find(({ phrase }) => phrase.test(clause));
      if (worded !== undefined) return { range: { earliest: facts.asOf - worded.days[1], latest: facts.asOf - worded.days[0] }, source: 'order', notes: [] };
    }
  }
  return undefined;
}

/** A code that says acute or chronic counts back from the day it was recorded. */
function spanOfCodes(definition: DurationFinding, facts: Facts): Span | undefined {
  const spans = definition.codedDurations.flatMap(({ fact, days }) => {
    const sighting = (facts.sightings.get(fact) ?? []).find((each) => each.dated.isActive !== false);
    if (sighting === undefined) return [];
    const recorded = sighting.dated.recorded ?? { earliest: facts.asOf, latest: facts.asOf };
    return [{ reference: sighting.reference, earliest: recorded.earliest - days[1], latest: recorded.latest - days[0] }];
  });
  const [first] = spans;
  if (first === undefined) return undefined;
  // One problem coded both ways leaves the duration open.
  const same = spans.filter(({ reference }) => reference === first.reference);
  const { earliest, latest } = same.reduce((whole, span) => ({ ...whole, earliest: Math.min(whole.earliest, span.earliest), latest: Math.max(whole.latest, span.latest) }));
  return { range: { earliest, latest }, source: 'code', notes: ['note.fromCode'] };
}

function earliestOnset(members: readonly Sighting[]): Span | undefined {
  const ranges = members.map((problem) => problem.dated.onset).filter((onset) => onset.range !== undefined);
  const first = ranges.sort((one, other) => one.range!.earliest - other.range!.earliest)[0];
  return first === undefined ? undefined : { range: first.range!, source: 'onset', notes: first.isDropped ? ['note.oneImpossibleOnset'] : [] };
}

function isAutoFilled(index: Sighting | undefined): boolean {
  const { onset, recorded } = index?.dated ?? {};
  return onset?.range !== undefined && recorded !== undefined && onset.range.latest === recorded.latest && member(index?.resource, 'onsetDateTime') !== undefined;
}

/** The classes an interval of days touches, joined by `|`. */
function classesBetween(definition: DurationFinding, minDays: number, maxDays: number): string {
  const touched = definition.classes.filter(({ belowDays }, index) => {
    const from = index === 0 ? 0 : definition.classes[index - 1]!.belowDays!;
    return maxDays >= from && (belowDays === undefined || minDays < belowDays);
  });
  return touched.map(({ answer }) => answer).join('|');
}
