/** What a page of explanation says of a decision later: the knowledge's own codes and words, never those of the chart. */
import type { Decision, Evidence, Finding, MeasureResult } from '../decision/decision.ts';
import type { FindingDefinition, Topic } from '../decision/topic.ts';
import type { Explanation } from '../store/decision-record.ts';

/**
 * Plain JSON that can be read when the knowledge has long changed: every id comes with its title. References into the chart are identifiers: they are
 * in it only where that was asked for.
 */
export function explainDecision(topic: Topic, decision: Decision, explain: 'codes' | 'references'): Explanation {
  const { study, scenario, rating, advice, gaps, wouldChange, looked } = decision;
  const { id, title, basis, ratedAs, isApproximate, isContrastOpen } = study;
  return {
    topic: { id: topic.id, version: topic.version, title: topic.title, source: topic.source },
    study: { id, title, basis, ratedAs, ratedAsTitle: topic.studies.find((each) => each.id === ratedAs)?.title, isApproximate, isContrastOpen },
    findings: decision.findings.map((finding) => explainFinding(topic, finding, explain)),
    variant: { id: scenario.id, kind: scenario.kind, row: scenario.row, title: scenario.title, number: scenario.number, certainty: scenario.certainty, alternatives: scenario.alternatives, base: scenario.base },
    scenarios: nameScenarios(topic, decision),
    rating,
    advice: { row: advice.row, kind: advice.kind, indicator: advice.indicator, card: advice.card, reasons: reasonsOf(topic, advice.card) },
    wouldChange,
    looked,
    gaps: gaps.map(({ read, title: name, state, hidesRedFlags }) => ({ read, title: name, state, hidesRedFlags, hides: hiddenIn(topic, read) })),
    measures: decision.measures.map((result) => explainMeasure(topic, result)),
  };
}

/** Without its days: they are dates of the chart. */
function explainMeasure(topic: Topic, { id, status, outsideBy, excludedBy, unknown }: MeasureResult) {
  const definition = topic.measures.find((each) => each.id === id);
  const titleOf = (name: string): string => definition?.exclusions.find((exclusion) => exclusion.id === name)?.title ?? name;
  return { id, title: definition?.title, edition: definition?.edition, source: definition?.source, status, outsideBy, excludedBy: excludedBy.map(titleOf), unknown: unknown.map(titleOf) };
}

function explainFinding(topic: Topic, { code, title, grade, answer, leadsTo, because }: Finding, explain: 'codes' | 'references') {
  const definition = topic.findings.find((each) => each.code === code);
  return { code, title, grade, answer, leadsTo, source: definition?.source, evidence: because.map((evidence) => explainEvidence(topic, evidence, explain)) };
}

function explainEvidence(topic: Topic, { fact, grade, origin, note, reference }: Evidence, explain: 'codes' | 'references') {
  const title = titlesOf(topic).get(fact);
  // A note with a number tells of the patient (days, doses); one without is the knowledge's own or ours.
  const isOurs = note !== undefined && !/\d/.test(note);
  return { fact, title, grade, origin, ...(isOurs && { note }), ...(explain === 'references' && { reference }) };
}

const titles = new WeakMap<Topic, ReadonlyMap<string, string>>();

/** Of facts, and of findings that no fact is called like. */
function titlesOf(topic: Topic): ReadonlyMap<string, string> {
  const known = titles.get(topic);
  if (known !== undefined) return known;
  const made = new Map<string, string>();
  for (const [name, title] of [...topic.facts.map((fact) => [fact.name, fact.title] as const), ...topic.findings.map((finding) => [finding.code, finding.title] as const)]) {
    if (!made.has(name)) made.set(name, title);
  }
  titles.set(topic, made);
  return made;
}

/** Titles and numbers of all scenarios the explanation mentions. */
function nameScenarios(topic: Topic, { scenario, findings, rating, wouldChange }: Decision): Readonly<Record<string, { readonly title: string; readonly number?: string }>> {
  const ids = [
    scenario.id, scenario.base, rating?.variant, ...scenario.alternatives.map(({ id }) => id), ...(rating?.alternatives ?? []).map(({ id }) => id),
    ...findings.map(({ leadsTo }) => leadsTo), ...wouldChange.flatMap(({ ifPresent, ifAbsent }) => [ifPresent.scenario, ifAbsent.scenario]),
  ];
  return Object.fromEntries([...new Set(ids)].flatMap((id) => {
    const definition = id === undefined ? undefined : topic.scenarios.get(id);
    return definition === undefined ? [] : [[definition.id, { title: definition.title, ...(definition.number !== undefined && { number: definition.number }) }]];
  }));
}

/** What the codes of override reasons mean: of the card, and of the one beside it. */
function reasonsOf(topic: Topic, card: string | undefined): readonly { readonly code: string; readonly display: string }[] {
  const first = card === undefined ? undefined : topic.cards.get(card);
  const second = first?.second === undefined ? undefined : topic.cards.get(first.second);
  const ids = new Set([...(first?.overrideReasons ?? []), ...(second?.overrideReasons ?? [])]);
  return [...ids].flatMap((id) => {
    const reason = topic.overrideReasons.get(id);
    return reason === undefined ? [] : [{ code: reason.code, display: reason.display }];
  });
}

/** Titles of the red flags that are looked for in a read. */
function hiddenIn(topic: Topic, read: string): readonly string[] {
  const type = topic.reads.find(({ id }) => id === read)?.resourceType;
  const inRead = new Set(topic.facts.filter(({ resources }) => type !== undefined && resources.includes(type)).map(({ name }) => name));
  const flags = topic.findings.filter((definition) => definition.kind === 'graded' && definition.leadsTo !== undefined);
  return [...new Set(flags.filter((definition) => factsOf(topic, definition).some((fact) => inRead.has(fact))).map(({ title }) => title))];
}

/** The facts a finding rests on, also by way of an earlier finding it cites. */
function factsOf(topic: Topic, definition: FindingDefinition): readonly string[] {
  switch (definition.kind) {
    case 'graded': {
      const cited = definition.grades.flatMap(({ cites }) => cites);
      const through = topic.findings.filter((each) => each.kind !== 'graded' && cited.includes(each.code)).flatMap((each) => factsOf(topic, each));
      return [...definition.evidence.map(({ fact }) => fact), ...cited, ...through];
    }
    case 'exposure':
    case 'trend': return [definition.fact];
    case 'answered': return definition.answers.flatMap(({ because }) => because);
    case 'duration':
    case 'care':
    case 'imaging': return [];
  }
}
