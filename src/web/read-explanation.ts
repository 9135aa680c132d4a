/** A kept decision as it is explained: from what was kept alone, never from the knowledge of today. What an early release did not keep shows by its id. */
import type { Rating, RatingCategory, Scenario } from '../decision/decision.ts';
import type { KeptDecision } from '../store/decision-record.ts';
import type { Cited, ExplainedDecision, ExplainedEvidence, ExplainedFinding, ExplainedGap, ExplainedOutcome, NamedScenario } from './explained.ts';

/** What the writer put into `explanation`, of whichever release: any member may be absent. */
interface Kept {
  readonly topic?: { readonly title?: string; readonly source?: Cited };
  readonly study?: Partial<ExplainedDecision['study']>;
  readonly findings?: readonly (Omit<ExplainedFinding, 'leadsTo' | 'evidence'> & { readonly leadsTo?: string; readonly evidence?: readonly (Omit<ExplainedEvidence, 'title'> & { readonly title?: string })[] })[];
  readonly variant?: Partial<Scenario>;
  readonly scenarios?: Readonly<Record<string, { readonly title: string; readonly number?: string }>>;
  readonly rating?: Rating;
  readonly advice?: { readonly reasons?: readonly { readonly code: string; readonly display: string }[] };
  readonly wouldChange?: readonly { readonly finding: string; readonly title: string; readonly ifPresent: KeptOutcome; readonly ifAbsent: KeptOutcome }[];
  readonly looked?: readonly string[];
  readonly gaps?: readonly (Omit<ExplainedGap, 'hides'> & { readonly hides?: readonly string[] })[];
}

interface KeptOutcome {
  readonly scenario: string;
  readonly category?: RatingCategory;
}

/** One decision in the documented shape. */
export function readExplanation(decision: KeptDecision): ExplainedDecision {
  const { id, at, service, hook, mode, latencyMs, urgency, cards } = decision;
  const { topic, study, rating, findings = [], looked = [], gaps = [], wouldChange = [], ...rest } = decision.explanation as Kept;
  const name = (scenario: string): NamedScenario => ({ id: scenario, title: scenario, ...rest.scenarios?.[scenario] });
  const outcome = ({ scenario, category }: KeptOutcome): ExplainedOutcome => ({ scenario: name(scenario), ...(category !== undefined && { category }) });
  const ratedAs = study?.ratedAs ?? decision.study;
  const title = study?.title ?? decision.study;
  return {
    id, at, service, hook, mode, latencyMs,
    knowledge: { id: decision.topic, version: decision.version, title: topic?.title ?? decision.topic, ...(topic?.source !== undefined && { source: topic.source }) },
    study: {
      id: decision.study, title, ...(study?.basis !== undefined && { basis: study.basis }), ratedAs, ratedAsTitle: study?.ratedAsTitle ?? (ratedAs === decision.study ? title : ratedAs),
      isApproximate: study?.isApproximate ?? false, isContrastOpen: study?.isContrastOpen ?? false,
    },
    advice: adviceOf(decision, rest.advice?.reasons ?? []),
    cards,
    variant: variantOf(decision, rest.variant, rating, name),
    ...(rating !== undefined && { rating: { category: rating.category, radiation: rating.radiation, dose: rating.dose, better: rating.better } }),
    urgency,
    findings: findings.map((finding) => explainedFinding(finding, name)),
    looked,
    gaps: gaps.map(({ hides = [], ...gap }) => ({ ...gap, hides })),
    wouldChange: wouldChange.map(({ finding, title: asked, ifPresent, ifAbsent }) => ({ finding, title: asked, ifPresent: outcome(ifPresent), ifAbsent: outcome(ifAbsent) })),
  };
}

/** A reason is shown in the words the card offered it in; any other code may hold whatever a client wrote. */
function adviceOf({ advice, adviceRow, indicator, outcome, reason, silence }: KeptDecision, reasons: readonly { readonly code: string; readonly display: string }[]): ExplainedDecision['advice'] {
  const offered = reasons.find(({ code }) => code === reason);
  return { kind: advice, row: adviceRow, ...(indicator !== undefined && { indicator }), outcome, ...(offered !== undefined && { reason: { code: offered.code, display: offered.display } }), ...(silence !== undefined && { silence }) };
}

/** Nothing is sure of a patient whose chart could not be read. */
function variantOf({ variant, variantKind, variantRow, certainty, unrated }: KeptDecision, kept: Kept['variant'], rating: Rating | undefined, name: (id: string) => NamedScenario): ExplainedDecision['variant'] {
  const { title, number, alternatives = [], base } = kept ?? {};
  const rated = new Map((rating?.alternatives ?? []).map((each) => [each.id, each.category]));
  return {
    ...name(variant), ...(title !== undefined && { title }), ...(number !== undefined && { number }), kind: variantKind, row: variantRow, ...(certainty !== undefined && unrated !== 'unreadable' && { certainty }),
    alternatives: alternatives.map((each) => {
      const category = rated.get(each.id);
      return { ...name(each.id), certainty: each.certainty, ...(category !== undefined && { category }) };
    }),
    ...(base !== undefined && { base: { ...name(base), ...(rating?.baseCategory !== undefined && { category: rating.baseCategory }) } }),
  };
}

function explainedFinding({ leadsTo, evidence = [], code, title, grade, answer, source }: NonNullable<Kept['findings']>[number], name: (id: string) => NamedScenario): ExplainedFinding {
  return {
    code, title, ...(grade !== undefined && { grade }), ...(answer !== undefined && { answer }), ...(leadsTo !== undefined && { leadsTo: name(leadsTo) }), ...(source !== undefined && { source }),
    evidence: evidence.map(({ title: words, ...each }) => ({ ...each, title: words ?? each.fact })),
  };
}
