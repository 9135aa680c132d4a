/** What is remembered of one order that was judged: codes of the knowledge, ids and hashes. No FHIR content, no words or dates of a chart. */
import type { Difference, Parting } from '../decision/compare-decisions.ts';
import type { AdviceKind, Certainty, Grade, Indicator, RatingCategory, WouldChange } from '../decision/decision.ts';
import type { Silence } from '../decision/stay-silent.ts';
import type { Unrated } from '../decision/tell-unrated.ts';
import type { OwnMeasure } from './statistics.ts';

/** Something that can be taken from a card. */
export interface GivenSuggestion {
  readonly uuid: string;
  /** What it does, as the knowledge calls it: `orderSet`, `replace` and so on; else the actions, `create+delete`. */
  readonly kind: string;
}

/** A card that went out. */
export interface GivenCard {
  readonly uuid: string;
  /** Its template. */
  readonly template: string;
  readonly indicator: Indicator;
  readonly suggestions: readonly GivenSuggestion[];
  /** Shown beside the advice, as an offer: what becomes of it says nothing of the advice. */
  readonly isBeside?: true;
}

export interface RecordedFinding {
  readonly code: string;
  readonly grade?: Grade;
  readonly answer?: string;
  readonly leadsTo?: string;
}

export interface RecordedGap {
  readonly read: string;
  readonly state: 'incomplete' | 'failed' | 'absent';
  readonly hidesRedFlags: boolean;
}

/** What a second version of the knowledge would have said. */
export interface RecordedChallenge {
  readonly version: string;
  readonly parting: Parting;
  readonly differences: readonly Difference[];
  /** None of these where it does not recognise the order. */
  readonly variant?: string;
  readonly rating?: RatingCategory;
  readonly advice?: AdviceKind;
  readonly indicator?: Indicator;
}

/** Plain JSON that a page of explanation is made from; its writer sees to it that nothing of the chart is in it. */
export type Explanation = Readonly<Record<string, unknown>>;

/** What is the same before and after it is kept. */
interface Common {
  readonly id: string;
  /** UTC, RFC 3339. */
  readonly at: string;
  readonly client: string;
  readonly tenant?: string;
  readonly service: string;
  readonly hook: string;
  readonly mode: 'live' | 'shadow';
  readonly topic: string;
  readonly version: string;
  readonly study: string;
  readonly variant: string;
  readonly variantKind: 'variant' | 'route' | 'none';
  readonly certainty?: Certainty;
  readonly variantRow: string;
  readonly rating?: RatingCategory;
  /** Why there is no rating. */
  readonly unrated?: Unrated;
  readonly advice: AdviceKind;
  readonly adviceRow: string;
  readonly indicator?: Indicator;
  readonly urgency: 'routine' | 'urgent' | 'emergent';
  readonly findings: readonly RecordedFinding[];
  readonly gaps: readonly RecordedGap[];
  readonly wouldChange: readonly Omit<WouldChange, 'title'>[];
  readonly explanation: Explanation;
  /** Why its advice was held back, where it was: what was said before, and in which decision. */
  readonly silence?: Pick<Silence, 'because' | 'decision'>;
  /** Cards about it that were shown; none in shadow mode. */
  readonly cards: readonly GivenCard[];
  /** Where a challenger was asked. */
  readonly challenge?: RecordedChallenge;
  readonly latencyMs: number;
  /** Where it stands in the topic's first quality measure, and within how many days an eligible order of one patient counts once there. */
  readonly measure?: OwnMeasure;
  readonly measureDays?: number;
}

/** A decision as it is handed over. */
export interface DecisionRecord extends Common {
  /** Who ordered, as the order refers to them; kept as a keyed hash unless the store is told otherwise. */
  readonly requester?: string;
  /** The patient's id at the client; never kept but as a keyed hash. */
  readonly patient: string;
  /** The order's id at the client, likewise; left out where it has none. */
  readonly order?: string;
  /** The encounter's id at the client, likewise. */
  readonly encounter?: string;
}

/** What became of the cards of a decision: `none` was shown, nothing was heard (`ignored`, or not yet), one was `accepted`, or `overridden`. */
export type DecisionOutcome = 'none' | 'ignored' | 'accepted' | 'overridden';

/** A decision as it is kept. */
export interface KeptDecision extends Common {
  /** Id of the first decision about the same order. */
  readonly orderId: string;
  readonly requester?: string;
  readonly patientHash: string;
  readonly orderHash: string;
  readonly outcome: DecisionOutcome;
  /** Code of the reason, of the last override. */
  readonly reason?: string;
}
