/** Stage 7: what to say, if anything, from the advice table. */
import type { Chart } from './chart.ts';
import { chooseItems } from './choose-items.ts';
import { statusCode } from './concept.ts';
import type { Advice, Finding, Gap, OrderedStudy, Rating, Scenario } from './decision.ts';
import type { Answers } from './match-scenario.ts';
import { inherit } from './inherit.ts';
import { isHigher } from './rate-procedure.ts';
import type { Facts } from './recall-facts.ts';
import { matchRow } from './table.ts';
import type { Topic } from './topic.ts';

/** Everything stages 3 to 6 have established about one order. */
export interface Assessment {
  readonly study: OrderedStudy;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly answers: Answers;
  readonly scenario: Scenario;
  readonly rating?: Rating;
  readonly urgency: 'routine' | 'urgent' | 'emergent';
  readonly gaps: readonly Gap[];
}

/** The first row of the advice table that fits. */
export function giveAdvice(topic: Topic, chart: Chart, assessment: Assessment): Advice {
  const row = matchRow(topic.adviceTable, adviceAnswers(topic, chart, assessment))!;
  const suggestions = row.card === undefined ? [] : topic.cards.get(row.card)!.suggestions;
  const orderSets = suggestions.flatMap((suggestion) => (suggestion.kind === 'orderSet' ? [topic.orderSets.get(suggestion.orderSet)!] : []));
  return {
    row: row.id,
    kind: row.kind,
    ...(row.indicator !== undefined && { indicator: row.indicator }),
    ...(row.card !== undefined && { card: row.card }),
    orderSets: orderSets.map((set) => ({ id: set.id, items: chooseItems(topic, chart, set, assessment) })),
  };
}

/** The columns of the advice table beside the findings. */
export function adviceAnswers(topic: Topic, chart: Chart, assessment: Assessment): Answers {
  const { scenario, rating, study, gaps, urgency } = assessment;
  const base = rating?.baseCategory ?? rating?.category;
  const isOutranked = rating?.alternatives.some(({ id, category }) => {
    const certainty = scenario.alternatives.find((alternative) => alternative.id === id)?.certainty;
    return certainty !== 'possible' && isHigher(category, rating.category);
  });
  return inherit(assessment.answers, {
    scenario: scenario.id,
    certainty: scenario.certainty ?? 'none',
    rating: rating?.category ?? 'none',
    baseRating: base ?? 'none',
    outranked: isOutranked === true ? 'yes' : 'no',
    study: study.id,
    priority: priorityOf(chart),
    urgency,
    requiredReads: gaps.some((gap) => topic.requiredReads.includes(gap.read)) ? 'short' : 'complete',
    reads: gaps.length > 0 ? 'short' : 'complete',
  });
}

/** FHIR R4 request-priority; an unknown or missing one is routine. */
function priorityOf(chart: Chart): string {
  const priority = statusCode(chart.order['priority']);
  return priority !== undefined && ['urgent', 'asap', 'stat'].includes(priority) ? priority : 'routine';
}
