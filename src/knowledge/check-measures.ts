/** Gate "names" for measures: what they count is defined, dates exist, and every fact of theirs is used. */
import { dayRange } from '../decision/calendar.ts';
import type { Problem } from '../errors.ts';
import { nearestName } from './nearest-name.ts';
import type { MeasureFile, Placed, TopicFiles } from './topic-files.ts';

/** A year without 29 February: a day of every year must exist in it. */
const COMMON_YEAR = 2025;

/** Names that lead nowhere, names given twice, days that no calendar has. */
export function checkMeasures(files: TopicFiles): readonly Problem[] {
  return files.measures.flatMap((measure) => checkMeasure(measure, files));
}

function checkMeasure(measure: MeasureFile & Placed, files: TopicFiles): readonly Problem[] {
  const { at, facts, exclusions, event, age } = measure;
  const sets = files.valueSets.map(({ id }) => id);
  const reads = files.topic.reads.map(({ id }) => id);
  const exposures = files.findings.filter(({ exposure }) => exposure !== undefined).map(({ code }) => code);
  const names = facts.map(({ name }) => name);
  const used = [event.fact, ...exclusions.flatMap((exclusion) => exclusion.facts ?? [])];
  const known = (pointer: string, kind: string, defined: readonly string[], asked: readonly string[]): readonly Problem[] =>
    asked.filter((name) => !defined.includes(name)).map((name) => ({ pointer: `${at}/${pointer}`, message: `there is no ${kind} ${name}${nearestName(name, defined)}` }));
  const twice = (pointer: string, given: readonly string[]): readonly Problem[] =>
    given.filter((name, index) => given.indexOf(name) !== index).map((name) => ({ pointer: `${at}/${pointer}`, message: `${name} is defined twice` }));
  const days = [['event/from', event.from], ['event/to', event.to], ['age/atLeast/on', age.atLeast.on], ['age/atMost/on', age.atMost.on]] as const;

  return [
    ...twice('facts', names), ...twice('exclusions', exclusions.map(({ id }) => id)),
    ...known('needs', 'read', reads, measure.needs),
    ...known('event/fact', 'fact of this measure', names, [event.fact]),
    ...facts.flatMap(({ coded, notCoded }, index) => known(`facts/${index}`, 'value set', sets, [...coded, ...(notCoded ?? [])])),
    ...facts.flatMap(({ in: types }, index) => known(`facts/${index}/in`, 'read of the type', files.topic.reads.map(({ type }) => type), types)),
    ...facts.flatMap(({ name }, index) => (used.includes(name) ? [] : [{ pointer: `${at}/facts/${index}`, message: `nothing counts ${name}` }])),
    ...exclusions.flatMap((exclusion, index) => [
      ...known(`exclusions/${index}/needs`, 'read', reads, exclusion.needs ?? []),
      ...known(`exclusions/${index}/facts`, 'fact of this measure', names, exclusion.facts ?? []),
      ...known(`exclusions/${index}/topicFacts`, 'fact', files.facts.map(({ name }) => name), exclusion.topicFacts ?? []),
      ...known(`exclusions/${index}/exposure/finding`, 'exposure finding', exposures, exclusion.exposure === undefined ? [] : [exclusion.exposure.finding]),
    ]),
    ...days.filter(([, day]) => dayRange(`${COMMON_YEAR}-${day}`) === undefined).map(([pointer, day]) => ({ pointer: `${at}/${pointer}`, message: `${day} is no day of every year` })),
    ...(event.from > event.to ? [{ pointer: `${at}/event/to`, message: `${event.to} comes before ${event.from}` }] : []),
  ];
}
