/** What of a topic vignettes reach: what no patient has proven may be wrong without anybody seeing it. */
import type { Decision } from '../../decision/decision.ts';
import type { Topic } from '../../decision/topic.ts';
import type { CoverageGap, TopicFiles } from '../../knowledge/topic-files.ts';
import type { Vignette } from '../../knowledge/vignette.ts';

export interface Coverage {
  readonly reached: number;
  readonly all: number;
  /** `finding fever`, `advice row not-yet`, `near miss of fever` …, in the order of the topic. */
  readonly missing: readonly string[];
  /** Missing, and allowed with a reason. */
  readonly gaps: readonly CoverageGap[];
  /** Allowed to be missing, and reached, or no part of the topic. */
  readonly closed: readonly CoverageGap[];
}

export interface Covered {
  readonly vignette: Vignette;
  readonly decisions: readonly (Decision | undefined)[];
}

/** Findings and their answers, rows of both tables, scenarios, kinds of advice, cards, order sets, studies, and a near miss of every red flag. */
export function measureCoverage(topic: Topic, { coverageGaps }: TopicFiles, runs: readonly Covered[]): Coverage {
  const all = partsOf(topic);
  const reached = new Set(runs.flatMap(({ vignette, decisions }) => [...(vignette.nearMissOf === undefined ? [] : [`near miss of ${vignette.nearMissOf}`]), ...decisions.flatMap((decision) => (decision === undefined ? [] : reachedBy(topic, decision)))]));
  const missing = all.filter((each) => !reached.has(each));
  const allowed = new Set(coverageGaps.map(({ what }) => what));
  return {
    all: all.length, reached: all.length - missing.length, missing: missing.filter((each) => !allowed.has(each)),
    gaps: coverageGaps.filter(({ what }) => missing.includes(what)), closed: coverageGaps.filter(({ what }) => !missing.includes(what)),
  };
}

function partsOf(topic: Topic): readonly string[] {
  const { findings, scenarios, scenarioTable, adviceTable, cards, orderSets, studies } = topic;
  const flags = findings.filter((finding) => finding.kind === 'graded' && finding.leadsTo !== undefined);
  return [
    ...findings.map(({ code }) => `finding ${code}`),
    ...findings.flatMap((finding) => (finding.kind === 'answered' ? [...new Set(finding.answers.map(({ answer }) => `answer ${finding.code}=${answer}`))] : [])),
    ...[...scenarios.keys()].map((id) => `scenario ${id}`),
    ...scenarioTable.rows.map(({ result }) => `variants row ${result.id}`),
    ...adviceTable.rows.map(({ result }) => `advice row ${result.id}`),
    ...[...new Set(adviceTable.rows.map(({ result }) => result.kind))].map((kind) => `advice kind ${kind}`),
    ...[...cards.keys()].map((id) => `card ${id}`),
    ...[...orderSets.keys()].map((id) => `order set ${id}`),
    ...studies.map(({ id }) => `study ${id}`),
    ...flags.map(({ code }) => `near miss of ${code}`),
  ];
}

function reachedBy(topic: Topic, { findings, scenario, advice, study }: Decision): readonly string[] {
  const second = advice.card === undefined ? undefined : topic.cards.get(advice.card)?.second;
  // A second card is shown while an item of the order set is offered and not ticked.
  const isSecondShown = advice.orderSets.some(({ items }) => items.some(({ isTicked, excluded }) => !isTicked && excluded === undefined));
  return [
    ...findings.filter(({ grade, answer, because, values }) => grade !== undefined || answer !== undefined || because.length > 0 || values !== undefined).map(({ code }) => `finding ${code}`),
    ...findings.flatMap(({ code, answer }) => (answer === undefined ? [] : [`answer ${code}=${answer}`])),
    `scenario ${scenario.id}`, `variants row ${scenario.row}`, `advice row ${advice.row}`, `advice kind ${advice.kind}`, `study ${study.id}`,
    ...(advice.card === undefined ? [] : [`card ${advice.card}`]),
    ...(second !== undefined && isSecondShown ? [`card ${second}`] : []),
    ...advice.orderSets.map(({ id }) => `order set ${id}`),
  ];
}
