/** Stage 3: what the chart holds of each fact a topic asks about, with where it stands and when. */
import type { Chart, Resource } from './chart.ts';
import { dayNumber, dayRange, type DayRange } from './calendar.ts';
import { indexChart, type ChartIndex, type Hit } from './chart-index.ts';
import { allWordsOf, codingsOf, conceptsOf, list, referenceTo, relativeReference } from './concept.ts';
import { dateResource, type Calendar, type Dated } from './dated.ts';
import { fhirpathDay, holdsOr, type Expression, type Variables } from './expression.ts';
import { heirOf } from './inherit.ts';
import type { Fact, Sought } from './topic.ts';

/** One resource in which a fact was seen. */
export interface Sighting extends Hit {
  readonly fact: string;
  readonly dated: Dated;
}

/** Everything recalled: sightings by fact, and the numbers of the patient. */
export interface Facts {
  readonly asOf: number;
  readonly age?: number;
  readonly birth?: DayRange;
  /** Only facts that were seen. */
  readonly sightings: ReadonlyMap<string, readonly Sighting[]>;
  /** Facts as FHIRPath variables: each name stands for the resources it was seen in. Inherited where there are none. */
  readonly variables: Variables;
}

/** Recalls every fact of the topic; a fact whose value sets and phrases are not in the chart costs nothing. */
export function recallFacts(topic: Sought, chart: Chart): Facts {
  const asOf = dayNumber(chart.asOf);
  const birth = dayRange(chart.patient?.['birthDate']);
  const age = birth === undefined ? undefined : completedYears(birth, asOf);
  const index = indexChart(topic, chart);
  const textOf = oncePerResource((resource) => JSON.stringify(resource));
  const dateOf = datesOnce(topic, chart, asOf, birth);
  const referenced = new Set(list(chart.order['reasonReference']).map(relativeReference));
  const reasons = referenced.size === 0 ? [] : chart.resources.filter((resource) => referenced.has(referenceTo(resource)));
  const named: Variables = { reasons, asOf: fhirpathDay(chart.asOf), order: chart.order, patient: chart.patient ?? [], age: age ?? [] };
  const sightings = new Map<string, readonly Sighting[]>();
  const asked = askedOf(topic);
  const variables = Object.assign(heirOf<unknown>(asked.nothing), named);
  for (const fact of asked.whoseKeys(index)) {
    const hits = hitsOf(fact, index, textOf);
    if (hits.length === 0) continue;
    const standing = hits
      .map((hit) => ({ ...hit, label: hit.label === '' ? fact.title : hit.label, fact: fact.name, dated: isSaidToday(fact, hit, chart) ? saidToday(asOf) : dateOf(hit.resource) }))
      .filter((sighting) => sighting.dated.standing !== 'void' && (fact.only === undefined || (sighting.dated.isActive === false) === (fact.only === 'over')));
    const candidates = fact.newestOnly ? newest(standing) : standing;
    const seen = candidates.filter((sighting) => fact.where === undefined || isSelected(fact.where, sighting.resource, named));
    if (seen.length === 0) continue;
    sightings.set(fact.name, seen);
    // The order may be seen once for each of its reasons; as a resource it is one.
    variables[fact.name] = [...new Set(seen.map((sighting) => sighting.resource))];
  }
  return { asOf, ...(age !== undefined && { age }), ...(birth && { birth }), sightings, variables };
}

interface Asked {
  /** All facts as variables, as nothing is seen of them. */
  readonly nothing: Variables;
  /** Facts with a value set or phrase of theirs in the index, in the topic's order. */
  readonly whoseKeys: (index: ChartIndex) => readonly Fact[];
}

const asking = new WeakMap<Sought, Asked>();

function askedOf(topic: Sought): Asked {
  let asked = asking.get(topic);
  if (asked === undefined) asking.set(topic, (asked = createAsked(topic)));
  return asked;
}

function createAsked({ facts }: Sought): Asked {
  const bySet = Map.groupBy(facts.flatMap((fact, index) => fact.codedIn.map((key) => ({ key, index }))), ({ key }) => key);
  const byPhrase = Map.groupBy(facts.flatMap((fact, index) => fact.phrases.map(({ id }) => ({ key: id, index }))), ({ key }) => key);
  return {
    nothing: Object.fromEntries(facts.map(({ name }) => [name, []])),
    whoseKeys: ({ byValueSet, byPhrase: phrases }) => {
      const indices = new Set<number>();
      for (const key of byValueSet.keys()) for (const { index } of bySet.get(key) ?? []) indices.add(index);
      for (const key of phrases.keys()) for (const { index } of byPhrase.get(key) ?? []) indices.add(index);
      return [...indices].sort((one, other) => one - other).map((index) => facts[index]!);
    },
  };
}

/**
 * A resource too malformed for the criterion (two values where FHIR allows one) counts as seen: its code names the fact, and a red flag
 * that cannot be read exactly must not be lost.
 */
function isSelected(where: Expression, resource: Resource, variables: Variables): boolean {
  return holdsOr(where, resource, variables, true) === true;
}

/** Those of the latest day, and those that bear no date: which of them is the latest cannot be told. */
function newest(sightings: readonly Sighting[]): readonly Sighting[] {
  const last = sightings.reduce((latest, { dated }) => Math.max(latest, dated.seen?.latest ?? -Infinity), -Infinity);
  return sightings.filter(({ dated }) => (dated.seen?.latest ?? last) === last);
}

/** What the order says; and, for a fact that asks so, what is drafted beside it. */
function isSaidToday({ countsDrafts }: Fact, { origin, resource }: Hit, { otherOrders }: Chart): boolean {
  return origin === 'order' || (countsDrafts && otherOrders.includes(resource) && resource['status'] === 'draft');
}

/** What is written with the order is said today. */
function saidToday(asOf: number): Dated {
  const today = { earliest: asOf, latest: asOf };
  return { standing: 'confirmed', isActive: true, onset: { isDropped: false }, recorded: today, seen: today };
}

function hitsOf(fact: Fact, index: ChartIndex, textOf: (resource: Resource) => string): readonly Hit[] {
  const hits = new Map<string, Hit>();
  const { seventhCharacters, notWords } = fact;
  const hasCharacter = seventhCharacters && onceInARow((resource) => hasSeventhCharacter(seventhCharacters, resource));
  const isOther = notWords && onceInARow((resource) => isWorded(notWords, resource));
  const fits = (hit: Hit): boolean =>
    isOfType(fact, hit) && (hit.origin !== 'code' || hasCharacter?.(hit.resource) !== false) && !isRuledOut(fact, hit, index) && (hit.origin === 'order' || isOther?.(hit.resource) !== true);
  const keep = (hit: Hit, name: string): void => {
    const key = hit.origin === 'order' ? name : keyAmong(hits, hit, textOf);
    if (!hits.has(key) && fits(hit)) hits.set(key, hit);
  };
  for (const valueSet of fact.codedIn) {
    for (const hit of index.byValueSet.get(valueSet) ?? []) keep(hit, hit.reference);
  }
  for (const phrase of fact.phrases) {
    for (const hit of index.byPhrase.get(phrase.id) ?? []) {
      if (hit.origin === 'order' || !fact.orderWordsOnly) keep(hit, `${hit.reference} ${hit.label}`);
    }
  }
  return [...hits.values()];
}

/** Its reference, as a copy of a resource says nothing new. Others that share it, without an id or as another version, may differ in whether they stand: each speaks for itself. */
function keyAmong(hits: ReadonlyMap<string, Hit>, { reference, resource }: Hit, textOf: (resource: Resource) => string): string {
  const known = hits.get(reference);
  if (known === undefined || known.resource === resource) return reference;
  const text = textOf(resource);
  return text === textOf(known.resource) ? reference : `${reference} ${text}`;
}

/** A resource comes once for each of its codes and words, one after the other, and is as long as all of them. */
function onceInARow<Result>(work: (resource: Resource) => Result): (resource: Resource) => Result {
  let last: { readonly resource: Resource; readonly result: Result } | undefined;
  return (resource) => (last = last?.resource === resource ? last : { resource, result: work(resource) }).result;
}

function oncePerResource<Result>(work: (resource: Resource) => Result): (resource: Resource) => Result {
  const known = new Map<Resource, Result>();
  return (resource) => {
    let result = known.get(resource);
    if (result === undefined) known.set(resource, (result = work(resource)));
    return result;
  };
}

/** `reason` stands for the order's own reasons; its words speak for a problem wherever problems are asked for. */
function isOfType(fact: Fact, hit: Hit): boolean {
  if (fact.resources.includes('reason') && hit.isReason) return true;
  if (hit.origin === 'order') return fact.resources.includes('order');
  return fact.resources.includes(hit.resource.resourceType);
}

/**
 * A code in a set that says "not this", or left out of the fact's own sets on purpose, beats every word. A second code beside it that
 * is the fact's own stands: of two codes that disagree, the one that asks for care counts.
 */
function isRuledOut(fact: Fact, hit: Hit, index: ChartIndex): boolean {
  const isOut = (valueSets: ReadonlySet<string> | undefined): boolean => fact.notCodedIn.some((valueSet) => valueSets?.has(valueSet) === true);
  if (hit.valueSets !== undefined) return isOut(new Set(hit.valueSets)) || isOut(index.routesOf.get(hit.resource));
  if (isOut(index.setsOf.get(hit.resource))) return true;
  if (hit.origin !== 'name' && hit.origin !== 'note') return false;
  const leftOut = index.leftOut.get(hit.resource);
  return leftOut !== undefined && fact.codedIn.some((valueSet) => leftOut.has(valueSet));
}

/** What the name, the dosage or the route says ("inhaler", "eye drops"). */
function isWorded(notWords: RegExp, resource: Resource): boolean {
  return allWordsOf(resource).some((word) => notWords.test(word));
}

/**
 * ICD-10-CM: the seventh character says whether an injury is new, followed up or a sequela. Where several codes name one injury, those
 * that have the character decide; a SNOMED CT code has none.
 */
function hasSeventhCharacter(seventhCharacters: readonly string[], resource: Resource): boolean {
  const characters = conceptsOf(resource).flatMap(codingsOf).map(({ code }) => seventhCharacterOf(code)).filter((character) => character !== undefined);
  return characters.length === 0 ? seventhCharacters.includes('') : characters.some((character) => seventhCharacters.includes(character));
}

const WITH_SEVENTH_CHARACTER = /^[A-Z]\d[\dA-Z]{4}([\dA-Z])$/;

function seventhCharacterOf(code: unknown): string | undefined {
  if (typeof code !== 'string') return undefined;
  return WITH_SEVENTH_CHARACTER.exec(code.trim().replaceAll('.', '').toUpperCase())?.[1];
}

function datesOnce(topic: Sought, chart: Chart, asOf: number, birth: DayRange | undefined): (resource: Resource) => Dated {
  const encounters = new Map(chart.resources.filter((resource) => resource.resourceType === 'Encounter').map((encounter) => [referenceTo(encounter), encounter]));
  const calendar: Calendar = {
    asOf,
    ...(birth && { birth }),
    encounterDiagnosisDays: topic.encounterDiagnosisDays,
    encounterDay: (reference) => {
      const period = encounters.get(reference)?.['period'] as { start?: unknown } | undefined;
      return dayRange(period?.start);
    },
  };
  return oncePerResource((resource) => dateResource(resource, calendar));
}

/** Age in completed years; a partial birth date gives the youngest age it allows. */
function completedYears(birth: DayRange, asOf: number): number | undefined {
  if (birth.latest > asOf && birth.earliest > asOf) return undefined;
  const born = new Date(Math.min(birth.latest, asOf) * 86_400_000);
  const today = new Date(asOf * 86_400_000);
  const isBeforeBirthday = today.getUTCMonth() < born.getUTCMonth() || (today.getUTCMonth() === born.getUTCMonth() && today.getUTCDate() < born.getUTCDate());
  return today.getUTCFullYear() - born.getUTCFullYear() - (isBeforeBirthday ? 1 : 0);
}
