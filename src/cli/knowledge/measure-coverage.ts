/** What of a topic vignettes reach: what no patient has proven may be wrong without anybody seeing it. */
import type { Decision } from '../../decision/decision.ts';
import type { Topic } from '../../decision/topic.ts';
import type { CoverageGap, TopicFiles } from '../../knowledge/topic-files.ts';
import type { Vignette } from '../../knowledge/vignette.ts';
import { reachedBy } from './reached-by.ts';

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

/** Findings and their answers, rows of both tables, variants and routes, kinds of advice, cards, order sets, studies, and a near miss of every red flag. */
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
    ...[...scenarios.keys()].map((id) => `variant ${id}`),
    ...scenarioTable.rows.map(({ result }) => `variants row ${result.id}`),
    ...adviceTable.rows.map(({ result }) => `advice row ${result.id}`),
    ...[...new Set(adviceTable.rows.map(({ result }) => result.kind))].map((kind) => `advice kind ${kind}`),
    ...[...cards.keys()].map((id) => `card ${id}`),
    ...[...orderSets.keys()].map((id) => `order set ${id}`),
    ...studies.map(({ id }) => `study ${id}`),
    ...flags.map(({ code }) => `near miss of ${code}`),
  ];
}
