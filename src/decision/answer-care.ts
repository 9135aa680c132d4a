/** How much conservative care the episode has had: complete, partial, none, or not known. */
import type { Chart } from './chart.ts';
import type { Finding } from './decision.ts';
import { evidenceOf } from './evidence.ts';
import { holdsOr, type Variables } from './expression.ts';
import type { Facts, Sighting } from './recall-facts.ts';
import type { CareFinding, CareKind } from './topic.ts';

/** Answers complete | progressive | partial | none | unknown; `values.days` counts from the first treatment of the episode. */
export function answerCare(definition: CareFinding, chart: Chart, facts: Facts, variables: Variables): Finding {
  const found = variables['found'] as Readonly<Record<string, Finding>>;
  const from = earliestDay(definition, facts, found);
  const kinds = definition.kinds.map((kind) => ({ kind, seen: sightingsSince(kind, facts, from) })).filter(({ seen }) => seen.length > 0);
  const active = kinds.filter(({ kind }) => !kind.isPassive);
  const stated = (facts.sightings.get(definition.stated) ?? []).filter((sighting) => startOf(sighting) >= from);
  const because = [...stated, ...kinds.flatMap(({ seen }) => seen)].map(evidenceOf);
  const first = active.flatMap(({ seen }) => seen.map(startOf)).reduce((one, other) => Math.min(one, other), Infinity);
  const days = Number.isFinite(first) ? facts.asOf - first : undefined;
  const finding = (answer: string): Finding => ({ code: definition.code, title: definition.title, answer, because, ...(days !== undefined && { values: { days } }) });

  if (stated.length > 0) return finding('complete');
  const { progressive } = definition;
  if (isEnough(definition, definition.completeDays, active, kinds, facts.asOf, days)) return finding('complete');
  if (progressive !== undefined && holdsOr(progressive.when, {}, variables, false) === true && isEnough(definition, progressive.days, active, kinds, facts.asOf, days)) return finding('progressive');
  if (active.length > 0 || kinds.some(({ kind, seen }) => kind.isPassive && seen.some((visit) => isVisitProxy(definition, visit, facts.asOf)))) return finding('partial');
  return finding(areReadsComplete(definition, chart) ? 'none' : 'unknown');
}

type Found = { readonly kind: CareKind; readonly seen: readonly Sighting[] };

/** Long enough ago, mixed enough, and still going on. */
function isEnough(definition: CareFinding, fewestDays: number, active: readonly Found[], kinds: readonly Found[], asOf: number, days: number | undefined): boolean {
  if (days === undefined || days < fewestDays) return false;
  const isMixed = active.length >= 2 || active.some(({ kind, seen }) => kind.isDecisive || (kind.countsVisits && seen.length >= 2));
  const isRecent = kinds.some(({ seen }) => seen.some((sighting) => asOf - endOf(sighting, asOf) <= definition.recentDays));
  return isMixed && isRecent;
}

/** Care counts from shortly before the episode began; in a background episode it reaches back further; unknown onset, as far. */
function earliestDay(definition: CareFinding, facts: Facts, found: Readonly<Record<string, Finding>>): number {
  const { maxDays, backgroundDays } = found[definition.episode]?.values ?? {};
  const background = typeof backgroundDays === 'number' ? facts.asOf - definition.backgroundDays : Infinity;
  const own = typeof maxDays === 'number' ? facts.asOf - maxDays - definition.leadDays : facts.asOf - definition.backgroundDays;
  return Math.min(own, background);
}

function sightingsSince(kind: CareKind, facts: Facts, from: number): readonly Sighting[] {
  return kind.facts.flatMap((fact) => facts.sightings.get(fact) ?? []).filter((sighting) => startOf(sighting) >= from && startOf(sighting) <= facts.asOf);
}

function startOf(sighting: Sighting): number {
  const { onset, recorded, seen } = sighting.dated;
  return (onset.range ?? recorded ?? seen)?.earliest ?? -Infinity;
}

function endOf(sighting: Sighting, asOf: number): number {
  const { isActive, ended, seen } = sighting.dated;
  return isActive === true ? asOf : (ended ?? seen)?.latest ?? -Infinity;
}

/** A lone visit some weeks ago suggests a trial of care. */
function isVisitProxy(definition: CareFinding, visit: Sighting, asOf: number): boolean {
  const days = asOf - startOf(visit);
  return days >= definition.visitDays[0] && days <= definition.visitDays[1];
}

/** One of the alternatives is complete, and none was tried in vain. */
function areReadsComplete(definition: CareFinding, chart: Chart): boolean {
  return definition.reads.every((alternatives) => {
    const states = chart.reads.filter(({ id }) => alternatives.includes(id)).map(({ state }) => state);
    return states.includes('complete') && states.every((state) => state === 'complete' || state === 'absent');
  });
}
