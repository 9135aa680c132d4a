/** The shape in which a decision is explained, to programs as JSON and to people as a page; docs/explain.md says what each member means. */
import type { AdviceKind, Certainty, Grade, Indicator, Origin, RatingCategory } from '../decision/decision.ts';
import type { DecisionOutcome, GivenCard, KeptDecision } from '../store/decision-record.ts';

/** A variant, or another topic's criteria, with its title as it was when the decision was made. */
export interface NamedScenario {
  readonly id: string;
  readonly title: string;
  readonly number?: string;
}

export interface Cited {
  readonly label: string;
  readonly url?: string;
}

export interface ExplainedEvidence {
  readonly fact: string;
  readonly title: string;
  readonly origin: Origin;
  readonly grade?: Grade;
  /** Why the grade is not what the fact alone would give. */
  readonly note?: string;
  /** Where it stands in the chart (`Condition/123`); only with `EXPLAIN=references`. */
  readonly reference?: string;
}

export interface ExplainedFinding {
  readonly code: string;
  readonly title: string;
  readonly grade?: Grade;
  readonly answer?: string;
  readonly leadsTo?: NamedScenario;
  readonly source?: Cited;
  readonly evidence: readonly ExplainedEvidence[];
}

export interface ExplainedGap {
  readonly read: string;
  readonly title: string;
  readonly state: 'incomplete' | 'failed' | 'absent';
  readonly hidesRedFlags: boolean;
  /** Titles of the red flags that are looked for in it. */
  readonly hides: readonly string[];
}

export interface ExplainedOutcome {
  readonly scenario: NamedScenario;
  readonly category?: RatingCategory;
}

/** One decision, whole: readable years later, though the knowledge has changed. */
export interface ExplainedDecision {
  readonly id: string;
  /** UTC, RFC 3339. */
  readonly at: string;
  readonly service: string;
  readonly hook: string;
  readonly mode: 'live' | 'shadow';
  readonly latencyMs: number;
  readonly knowledge: { readonly id: string; readonly version: string; readonly title: string; readonly source?: Cited };
  readonly study: { readonly id: string; readonly title: string; readonly basis?: 'code' | 'text'; readonly ratedAs: string; readonly ratedAsTitle: string; readonly isApproximate: boolean; readonly isContrastOpen: boolean };
  readonly advice: { readonly kind: AdviceKind; readonly row: string; readonly indicator?: Indicator; readonly outcome: DecisionOutcome; readonly reason?: { readonly code: string; readonly display: string }; readonly silence?: KeptDecision['silence'] };
  readonly cards: readonly GivenCard[];
  readonly variant: NamedScenario & {
    readonly kind: 'variant' | 'route' | 'none';
    /** Row of the table that matched. */
    readonly row: string;
    readonly certainty?: Certainty;
    readonly alternatives: readonly (NamedScenario & { readonly certainty: Certainty; readonly category?: RatingCategory })[];
    /** The variant that holds with everything merely possible left aside. */
    readonly base?: NamedScenario & { readonly category?: RatingCategory };
  };
  readonly rating?: { readonly category: RatingCategory; readonly radiation: string; readonly dose: string; readonly better: readonly { readonly study: string; readonly title: string; readonly category: RatingCategory; readonly radiation: string }[] };
  readonly urgency: 'routine' | 'urgent' | 'emergent';
  readonly findings: readonly ExplainedFinding[];
  readonly looked: readonly string[];
  readonly gaps: readonly ExplainedGap[];
  readonly wouldChange: readonly { readonly finding: string; readonly title: string; readonly ifPresent: ExplainedOutcome; readonly ifAbsent: ExplainedOutcome }[];
}

/** All decisions of one card. */
export interface ExplainedCard {
  readonly card: string;
  readonly decisions: readonly ExplainedDecision[];
}
