/** What a page of explanation says of a decision later: the knowledge's own codes and words, never those of the chart. */
import type { Decision, Finding } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import type { Explanation } from '../store/decision-record.ts';

/** Plain JSON. References into the chart are identifiers: they are in it only where that was asked for. */
export function explainDecision(topic: Topic, decision: Decision, explain: 'codes' | 'references'): Explanation {
  const { study, scenario, rating, advice, gaps, wouldChange, looked } = decision;
  return {
    topic: { id: topic.id, version: topic.version, title: topic.title, source: topic.source },
    study: { id: study.id, title: study.title, ratedAs: study.ratedAs, isApproximate: study.isApproximate, isContrastOpen: study.isContrastOpen },
    findings: decision.findings.map((finding) => explainFinding(topic, finding, explain)),
    variant: { id: scenario.id, kind: scenario.kind, row: scenario.row, title: scenario.title, number: scenario.number, certainty: scenario.certainty, alternatives: scenario.alternatives, base: scenario.base },
    rating,
    advice: { row: advice.row, kind: advice.kind, indicator: advice.indicator },
    wouldChange,
    looked,
    gaps: gaps.map(({ read, title, state, hidesRedFlags }) => ({ read, title, state, hidesRedFlags })),
  };
}

function explainFinding(topic: Topic, { code, title, grade, answer, leadsTo, because }: Finding, explain: 'codes' | 'references') {
  const definition = topic.findings.find((each) => each.code === code);
  return {
    code, title, grade, answer, leadsTo, source: definition?.source,
    evidence: because.map(({ fact, grade: factGrade, origin, reference }) => ({ fact, grade: factGrade, origin, ...(explain === 'references' && { reference }) })),
  };
}
