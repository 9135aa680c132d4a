/** Stage 4: the coded answers a topic needs, each with its grade and the evidence for it. */
import type { Chart } from './chart.ts';
import { answerCare } from './answer-care.ts';
import { answerDuration } from './answer-duration.ts';
import { answerExposure } from './answer-exposure.ts';
import { answerImaging } from './answer-imaging.ts';
import { answerTrend } from './answer-trend.ts';
import { assumeFinding, type Assumed } from './assume-findings.ts';
import type { Evidence, Finding, Grade } from './decision.ts';
import { evidenceOf } from './evidence.ts';
import { gradeEvidence, stronger, weaker } from './grade-evidence.ts';
import { holdsOr, type Variables } from './expression.ts';
import { inherit } from './inherit.ts';
import type { Facts, Sighting } from './recall-facts.ts';
import type { AnsweredFinding, EvidenceRule, FindingDefinition, GradedFinding, Topic } from './topic.ts';
import { say } from './words.ts';

/**
 * Assesses every finding in the topic's order; a criterion may name facts and the findings before it (`%found.code.grade`), as `assumed` sets
 * them. Where the findings without assumptions are `known`, only what rests on an assumed one is worked out again, and the order is another.
 */
export function assessFindings(topic: Topic, chart: Chart, facts: Facts, assumed: Assumed = {}, known?: readonly Finding[]): readonly Finding[] {
  const found: Record<string, Finding> = Object.fromEntries((known ?? []).map((finding) => [finding.code, finding]));
  const variables = inherit<unknown>(facts.variables, { found });
  const resting = known && Object.keys(assumed).map((code) => topic.dependents.get(code));
  for (const definition of known === undefined ? topic.findings : affected(topic, Object.keys(assumed))) {
    const { code } = definition;
    const isAsKnown = resting?.every((codes) => codes?.has(code) !== true) === true;
    const recorded = isAsKnown ? found[code] : assess(definition, topic, chart, facts, variables);
    const finding = Object.hasOwn(assumed, code) ? supposed(definition, recorded, assumed, variables) : recorded;
    if (finding !== undefined) found[code] = finding;
    else if (code in found) delete found[code];
  }
  return Object.values(found);
}

const byAssumed = new WeakMap<Topic, Map<string, readonly FindingDefinition[]>>();

/** The findings that are assumed or rest on one that is, in the topic's order. */
function affected(topic: Topic, codes: readonly string[]): readonly FindingDefinition[] {
  const [only, ...others] = codes;
  const isAffected = ({ code }: FindingDefinition): boolean => codes.some((each) => each === code || topic.dependents.get(each)?.has(code) === true);
  if (only === undefined || others.length > 0) return topic.findings.filter(isAffected);
  const known = byAssumed.get(topic) ?? new Map<string, readonly FindingDefinition[]>();
  byAssumed.set(topic, known);
  const definitions = known.get(only) ?? topic.findings.filter(isAffected);
  known.set(only, definitions);
  return definitions;
}

function assess(definition: FindingDefinition, topic: Topic, chart: Chart, facts: Facts, variables: Variables): Finding | undefined {
  switch (definition.kind) {
    case 'graded': return assessGraded(definition, topic, facts, variables);
    case 'answered': return answer(definition, facts, variables);
    case 'duration': return answerDuration(definition, topic, chart, facts);
    case 'care': return answerCare(definition, chart, facts, variables);
    case 'exposure': return answerExposure(definition, topic, facts);
    case 'trend': return answerTrend(definition, topic, facts);
    case 'imaging': return answerImaging(definition, topic, chart, facts.asOf);
  }
}

function assessGraded(definition: GradedFinding, { words }: Topic, facts: Facts, variables: Variables): Finding | undefined {
  const isSeen = definition.evidence.some(({ fact }) => facts.sightings.has(fact));
  if (!isSeen && definition.grades.length === 0) return undefined;
  const computed = computedEvidence(definition, facts, variables);
  if (!isSeen && computed.length === 0) return undefined;
  const because = definition.evidence.flatMap((rule) =>
    (facts.sightings.get(rule.fact) ?? []).filter((sighting) => isNearEpisode(rule, sighting, facts, variables) && isDuring(rule, sighting, facts, variables)).flatMap((sighting) => {
      const { grade, note } = gradeEvidence(rule, sighting, facts.asOf);
      return grade === undefined ? [] : [{ ...evidenceOf(sighting), grade, ...(note !== undefined && { note: say(words, note) }) }];
    }));
  const all: readonly Evidence[] = [...because, ...computed].sort(byWeight);
  if (all.length === 0) return undefined;
  if (definition.requires !== undefined && holdsOr(definition.requires, {}, variables, true) !== true) return undefined;
  const { grade, notes } = adjust(definition.adjust, all.map((evidence) => evidence.grade!).reduce(stronger), variables);
  return {
    code: definition.code,
    title: definition.title,
    grade,
    ...(definition.leadsTo !== undefined && { leadsTo: definition.leadsTo }),
    ...(definition.family !== undefined && { family: definition.family }),
    because: all,
    ...(notes.length > 0 && { notes }),
  };
}

/** An assumed grade is raised by what else is there, as a recorded one is, and never held down: somebody has said it stands. */
function supposed(definition: FindingDefinition, recorded: Finding | undefined, assumed: Assumed, variables: Variables): Finding | undefined {
  const finding = assumeFinding(definition, recorded, assumed);
  if (finding === recorded || definition.kind !== 'graded' || finding?.grade === undefined) return finding;
  const { grade, notes } = adjust(definition.adjust.filter(({ raise }) => raise !== undefined), finding.grade, variables);
  return notes.length === 0 ? finding : { ...finding, grade, notes };
}

/** A grade after all adjustments that hold, with what is said of those that changed it. */
function adjust(adjustments: GradedFinding['adjust'], first: Grade, variables: Variables): { readonly grade: Grade; readonly notes: readonly string[] } {
  let grade = first;
  const notes: string[] = [];
  for (const { when, raise, cap, note } of adjustments) {
    if (holdsOr(when, {}, variables, false) !== true) continue;
    const adjusted: Grade = raise !== undefined ? stronger(grade, raise) : weaker(grade, cap!);
    if (adjusted !== grade) notes.push(note);
    grade = adjusted;
  }
  return { grade, notes };
}

/** The first criterion that holds, with what it rests on; a criterion about the patient alone rests on the patient. */
function computedEvidence(definition: GradedFinding, facts: Facts, variables: Variables): readonly Evidence[] {
  const criterion = definition.grades.find(({ when }) => holdsOr(when, {}, variables, false) === true);
  if (criterion === undefined) return [];
  const { grade, note, cites } = criterion;
  const found = variables['found'] as Readonly<Record<string, Finding>>;
  const cited = cites.flatMap((name) => found[name]?.because ?? (facts.sightings.get(name) ?? []).map(evidenceOf)).sort(byWeight);
  const said = [...cites.flatMap((name) => found[name]?.notes ?? []), ...(note === undefined ? [] : [note])].join('; ');
  const all = cited.length > 0 ? cited : [{ fact: definition.code, reference: 'Patient', label: definition.title, origin: 'value' as const }];
  return all.map((evidence, index) => ({ ...evidence, grade, ...(index === 0 && said !== '' && { note: said }) }));
}

/** The strongest first, then the newest; what is left is settled by its name, never by the order a server sent. */
function byWeight(one: Evidence, other: Evidence): number {
  return compare(one.grade, other.grade) || compare(other.date, one.date) || compare(one.reference, other.reference) || compare(one.label, other.label);
}

function compare(one: string | undefined, other: string | undefined): number {
  return one === other ? 0 : (one ?? '') < (other ?? '') ? -1 : 1;
}

/** Whether it went on, or happened, while a change took place. */
function isDuring({ during }: EvidenceRule, { dated }: Sighting, facts: Facts, variables: Variables): boolean {
  if (during === undefined) return true;
  const { fromDays, toDays } = (variables['found'] as Readonly<Record<string, Finding>>)[during]?.values ?? {};
  if (typeof fromDays !== 'number' || typeof toDays !== 'number') return false;
  const begun = (dated.onset.range ?? dated.recorded ?? dated.seen)?.earliest ?? -Infinity;
  const last = dated.isActive === true ? facts.asOf : (dated.ended ?? dated.seen)?.latest ?? Infinity;
  return begun <= facts.asOf - toDays && last >= facts.asOf - fromDays;
}

/** An event long before the episode began has nothing to do with it; an episode of unknown start excludes nothing. */
function isNearEpisode({ leads }: EvidenceRule, sighting: Sighting, facts: Facts, variables: Variables): boolean {
  if (leads === undefined || sighting.origin === 'order') return true;
  const { values } = (variables['found'] as Readonly<Record<string, Finding>>)[leads.episode] ?? {};
  const maxDays = values?.['maxDays'];
  const happened = sighting.dated.onset.range ?? sighting.dated.recorded ?? sighting.dated.seen;
  if (typeof maxDays !== 'number' || happened === undefined) return true;
  const days = leads.orDays !== undefined && leads.when !== undefined && holdsOr(leads.when, {}, variables, false) === true ? leads.orDays : leads.days;
  return happened.latest >= facts.asOf - maxDays - days;
}

function answer(definition: AnsweredFinding, facts: Facts, variables: Variables): Finding {
  const chosen = definition.answers.find((each) => each.when === undefined || holdsOr(each.when, {}, variables, false) === true)!;
  const because = chosen.because.flatMap((fact) => (facts.sightings.get(fact) ?? []).map(evidenceOf));
  return { code: definition.code, title: definition.title, answer: chosen.answer, because };
}
