/** Stages 3 to 7: the product. Pure and synchronous; server, command line, batch and browser are callers of it. */
import { assessFindings } from './assess-findings.ts';
import { assessMeasures } from './assess-measures.ts';
import type { Assumed } from './assume-findings.ts';
import type { Chart } from './chart.ts';
import type { Decision, Finding, Gap, Scenario } from './decision.ts';
import { referenceTo } from './concept.ts';
import { giveAdvice } from './give-advice.ts';
import { answersOf, matchScenario, type Answers } from './match-scenario.ts';
import { rateProcedure } from './rate-procedure.ts';
import { recallFacts } from './recall-facts.ts';
import { recogniseStudy } from './recognise-study.ts';
import { keepSpeaking } from './speaking-resources.ts';
import type { Topic } from './topic.ts';
import { findWouldChange } from './would-change.ts';

/** Decides about one order; `undefined` for an order the topic has nothing to say about. With `assumed` it says what would be if. Throws ExpressionError. */
export function decide(topic: Topic, whole: Chart, assumed?: Assumed): Decision | undefined {
  const study = recogniseStudy(topic, whole.order);
  if (study === undefined) return undefined;
  const chart = keepSpeaking(topic, whole);
  const facts = recallFacts(topic, chart);
  const findings = assessFindings(topic, chart, facts, assumed);
  const answers = answersOf(topic, findings);
  const scenario = matchScenario(topic, answers);
  const gaps = gapsOf(topic, chart);
  const rating = isBlind(topic, gaps, answers, scenario) ? undefined : rateProcedure(topic, scenario, study, answers);
  const urgency = urgencyOf(topic, scenario, findings);
  const advice = giveAdvice(topic, chart, { study, facts, findings, answers, scenario, ...(rating && { rating }), urgency, gaps });
  return {
    topic: { id: topic.id, version: topic.version },
    asOf: chart.asOf,
    order: referenceTo(chart.order),
    study,
    ...(facts.age !== undefined && { age: facts.age }),
    findings,
    scenario,
    ...(rating && { rating }),
    urgency,
    advice,
    wouldChange: findWouldChange(topic, chart, facts, findings, study),
    looked: lookedAt(topic, chart),
    gaps,
    notes: findings.flatMap((finding) => finding.notes ?? []),
    measures: assessMeasures(topic, chart, facts, gaps),
  };
}

/** Without its required reads a scenario rests on red flags alone: one that needs their absence is not rated. */
function isBlind(topic: Topic, gaps: readonly Gap[], answers: Answers, scenario: Scenario): boolean {
  return gaps.some((gap) => topic.requiredReads.includes(gap.read)) && (answers[`flags.${scenario.id}`] ?? 'none') === 'none';
}

/** Reads that fell short, with their names. One that was not sent is no gap where an equivalent read is complete; one that failed always is. */
function gapsOf(topic: Topic, chart: Chart): readonly Gap[] {
  const stateOf = (id: string): string => chart.reads.find((read) => read.id === id)?.state ?? 'absent';
  const alternatives = topic.reads.filter((read) => read.orElse !== undefined);
  return topic.reads.flatMap(({ id, title, hidesRedFlags, orElse, isOptional }): readonly Gap[] => {
    const { state = 'absent', reason } = chart.reads.find((read) => read.id === id) ?? {};
    if (state === 'complete') return [];
    if (state === 'absent' && (isOptional || (orElse !== undefined && stateOf(orElse) === 'complete') || alternatives.some((read) => read.orElse === id))) return [];
    return [{ read: id, title, state, ...(reason !== undefined && { reason }), hidesRedFlags }];
  });
}

function lookedAt(topic: Topic, chart: Chart): readonly string[] {
  const titles = topic.reads.filter(({ id }) => chart.reads.some((read) => read.id === id && read.state === 'complete')).map(({ title }) => title);
  return [...new Set(titles)];
}

/** A scenario may be an emergency by itself; elsewhere a decisive urgent finding makes it urgent. */
function urgencyOf(topic: Topic, scenario: Scenario, findings: readonly Finding[]): Decision['urgency'] {
  const own = topic.scenarios.get(scenario.id)?.urgency;
  if (own !== undefined) return own;
  const isUrgent = scenario.kind === 'variant' && findings.some((finding) => finding.grade === 'A' && topic.findings.some((definition) => definition.kind === 'graded' && definition.code === finding.code && definition.urgency !== undefined));
  return isUrgent ? 'urgent' : 'routine';
}
