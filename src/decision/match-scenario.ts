/** Stage 5: the variant the patient fits, from the scenario table. */
import type { Certainty, Finding, Scenario } from './decision.ts';
import { heirOf, inherit } from './inherit.ts';
import { matchRow } from './table.ts';
import type { ScenarioRow, Topic } from './topic.ts';

/** One value for every column a table may name. */
export type Answers = Readonly<Record<string, string>>;

/** Every finding as a table reads it: a grade, an answer or `no`, and the certainty of each scenario red flags lead to. */
export function answersOf(topic: Topic, findings: readonly Finding[]): Answers {
  const answers = heirOf(answersToNothing(topic));
  for (const { code, answer, grade } of findings) answers[code] = answer ?? grade ?? 'no';
  const flags = findings.filter(({ leadsTo }) => leadsTo !== undefined);
  for (const id of new Set(flags.map(({ leadsTo }) => leadsTo!))) answers[`flags.${id}`] = certaintyOf(flags, id) ?? 'none';
  return answers;
}

const nothing = new WeakMap<Topic, Answers>();

/** What a table reads where nothing was found. */
function answersToNothing(topic: Topic): Answers {
  let answers = nothing.get(topic);
  if (answers === undefined) {
    answers = Object.fromEntries([...topic.findings.map(({ code }) => [code, 'no'] as const), ...flaggedScenarios(topic).map((id) => [`flags.${id}`, 'none'] as const)]);
    nothing.set(topic, answers);
  }
  return answers;
}

const flagged = new WeakMap<Topic, readonly string[]>();

/** The scenarios that red flags may lead to. */
export function flaggedScenarios(topic: Topic): readonly string[] {
  let ids = flagged.get(topic);
  if (ids === undefined) flagged.set(topic, (ids = [...new Set(topic.findings.flatMap((finding) => (finding.kind === 'graded' && finding.leadsTo !== undefined ? [finding.leadsTo] : [])))]));
  return ids;
}

/** Any A: definite. Two B of different families: probable. One B: possible. Context alone: not assigned. */
export function certaintyOf(findings: readonly Finding[], scenario: string): Certainty | undefined {
  const flags = findings.filter((finding) => finding.leadsTo === scenario);
  if (flags.some((flag) => flag.grade === 'A')) return 'definite';
  const families = new Set(flags.filter((flag) => flag.grade === 'B').map((flag) => flag.family ?? flag.code));
  return families.size >= 2 ? 'probable' : families.size === 1 ? 'possible' : undefined;
}

/** Matches the table; names the other variants that hold too, and the base variant without what is merely possible. */
export function matchScenario(topic: Topic, answers: Answers): Scenario {
  const row = matchRow(topic.scenarioTable, answers)!;
  const definition = topic.scenarios.get(row.scenario)!;
  const certainty = certaintyOfRow(row, answers);
  const sure = withoutPossible(topic, answers);
  const base = sure === answers ? row.scenario : matchRow(topic.scenarioTable, sure)!.scenario;
  const alternatives = flaggedScenarios(topic).flatMap((id) => {
    const held = answers[`flags.${id}`] as Certainty | 'none';
    return held === 'none' || id === row.scenario ? [] : [{ id, certainty: held }];
  });
  return {
    id: row.scenario,
    kind: definition.kind,
    row: row.id,
    title: definition.title,
    ...(definition.number !== undefined && { number: definition.number }),
    ...(certainty !== undefined && { certainty }),
    alternatives,
    ...(base !== row.scenario && { base }),
  };
}

function certaintyOfRow(row: ScenarioRow, answers: Answers): Certainty | undefined {
  if (row.certainty === undefined) return undefined;
  if ('from' in row.certainty) return answers[row.certainty.from] as Certainty;
  if ('fixed' in row.certainty) return row.certainty.fixed;
  return row.certainty.values[answers[row.certainty.by]!];
}

function withoutPossible(topic: Topic, answers: Answers): Answers {
  const possible = flaggedScenarios(topic).map((id) => `flags.${id}`).filter((name) => answers[name] === 'possible');
  return possible.length === 0 ? answers : inherit(answers, Object.fromEntries(possible.map((name) => [name, 'none'])));
}
