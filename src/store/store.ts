/** What Backstop remembers: what it decided, which cards it gave, and what became of them. No FHIR content, but encrypted where traces are kept. */
import type { Difference, Parting } from '../decision/compare-decisions.ts';
import type { DecisionOutcome, DecisionRecord, KeptDecision } from './decision-record.ts';
import type { Field, OrdersPage, OrdersQuery, StatisticsQuery, StatisticsRow, View } from './statistics.ts';
import type { SealedTrace } from './trace.ts';

export type Outcome = 'accepted' | 'overridden';

/** What a client reported about one card, in one shape whatever shape it came in. */
export interface Feedback {
  /** Id of the client: only the one a card went to can say what became of it (TEN-2). */
  readonly client: string;
  readonly service: string;
  /** As the client wrote it; seldom not a UUID. */
  readonly card: string;
  readonly outcome: Outcome;
  /** When it happened: UTC, RFC 3339; left out where the client's own time cannot be read. */
  readonly outcomeTimestamp?: string;
  /** When it arrived: UTC, RFC 3339. */
  readonly receivedAt: string;
  /** Uuids of the suggestions that were taken. */
  readonly acceptedSuggestions: readonly string[];
  readonly reason?: { readonly code?: string; readonly system?: string; readonly display?: string };
  /** What it is counted and shown as: a code that a card offers, or `other`. Left out, it is the code itself. */
  readonly countedReason?: string;
  /** Free text of a person: sensitive, at most 4,000 characters, never logged, in a table of its own (FB-7). */
  readonly userComment?: string;
}

/** A report as it is kept. */
export interface KeptFeedback extends Omit<Feedback, 'countedReason'> {
  /** The card is one that went to this client. */
  readonly isMatched: boolean;
  /** It came more than a day after the card. */
  readonly isLate?: true;
  /** How often it was told again. */
  readonly repeats?: number;
}

/** How the reports of one call were taken. */
export interface Taken {
  readonly added: number;
  /** Told before: the same card, outcome, time and suggestions (FB-3). */
  readonly repeated: number;
  /** Added, about a card this store does not know (FB-4). */
  readonly unmatched: number;
}

/** A token that must not be used again. */
export interface SpentToken {
  readonly issuer: string;
  /** Its `jti`. */
  readonly id: string;
  /** From then on it is refused anyway, and may be forgotten. */
  readonly expiresAt: Date;
  readonly spentAt: Date;
}

/** Earlier cards about a patient, or about one order of theirs. */
export interface EarlierQuery {
  readonly client: string;
  /** The patient's id at the client, as in the decisions that were handed over. */
  readonly patient: string;
  readonly order?: string;
  /** The encounter of this call: `Earlier.isSameEncounter` compares with it. */
  readonly encounter?: string;
  readonly since: Date;
}

/** A decision of which a card was shown, as far as it matters for showing the next. */
export interface Earlier {
  readonly decision: string;
  readonly at: string;
  readonly service: string;
  readonly hook: string;
  readonly topic: string;
  readonly version: string;
  readonly variant: string;
  readonly study: string;
  readonly adviceRow: string;
  readonly outcome: DecisionOutcome;
  readonly reason?: string;
  /** When the last report about it was made: the client's time, else ours. */
  readonly outcomeAt?: string;
  /** Reads that fell short, of those that could hide a red flag. */
  readonly hidden: readonly string[];
  /** Absent where either side has no encounter. */
  readonly isSameEncounter?: boolean;
}

export interface DecisionsQuery {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly client?: string;
}

export interface DecisionsPage {
  readonly decisions: readonly KeptDecision[];
  /** Where the next page starts; none after the last. */
  readonly next?: string;
}

/** Evaluations in which the live knowledge and the challenger were both asked, counted by what each said. */
export interface ChallengeTally {
  readonly count: number;
  readonly liveVersion: string;
  readonly version: string;
  readonly parting: Parting;
  readonly live: Said;
  /** Empty where the challenger did not recognise the order. */
  readonly challenger: Partial<Said>;
}

interface Said {
  readonly variant: string;
  readonly advice: string;
  readonly rating?: string;
  readonly indicator?: string;
}

/** One evaluation in which they part. */
export interface KeptChallenge extends Omit<ChallengeTally, 'count'> {
  readonly decision: string;
  /** Id of the order, as in KeptOrder. */
  readonly order: string;
  readonly at: string;
  readonly client: string;
  readonly differences: readonly Difference[];
}

/** Whole months, UTC, `2026-06`; both are included. */
export interface ChallengesQuery {
  readonly from: string;
  readonly to: string;
  readonly client?: string;
}

/** What is forgotten. */
export interface PurgeTimes {
  readonly before: Date;
  /** Traces go sooner where this is later. */
  readonly tracesBefore?: Date;
  readonly now: Date;
}

/** One of several stores. What `addFeedback` has resolved for is kept as long as the store lasts. Everything asynchronous may reject with StoreError. */
export interface Store {
  /** Takes them at once and keeps them soon; drops and reports them when it cannot. Never throws, nobody waits. */
  addDecisions(decisions: readonly DecisionRecord[]): void;
  addFeedback(feedback: readonly Feedback[]): Promise<Taken>;
  /** Marks a token as used; false when it was before, or when no more can be remembered (JWT-11). One of many that ask at once gets true. */
  spendToken(token: SpentToken): Promise<boolean>;
  /** What was told, oldest first; about one card, or everything. */
  listFeedback(only?: { readonly card?: string }): Promise<readonly KeptFeedback[]>;
  /** Takes them at once and keeps them soon, as with decisions. */
  addTraces(traces: readonly SealedTrace[]): void;
  /** What was kept of how a decision was made. */
  findTrace(decision: string): Promise<SealedTrace | undefined>;
  /** The decisions a card is about; none for a card nobody knows. */
  findCard(uuid: string): Promise<readonly KeptDecision[]>;
  /** The decision with that id. */
  findDecision(id: string): Promise<KeptDecision | undefined>;
  /** Cards that were overridden, the last first (silence policy). */
  overridesOf(query: EarlierQuery): Promise<readonly Earlier[]>;
  /** Cards that were shown, whatever became of them, the last first. */
  shownTo(query: EarlierQuery): Promise<readonly Earlier[]>;
  /** In the order of time. */
  listDecisions(query: DecisionsQuery & { readonly limit: number; readonly after?: string }): Promise<DecisionsPage>;
  countChallenges(query: ChallengesQuery): Promise<readonly ChallengeTally[]>;
  /** Those that part in this way, the last first, 1,000 at most. */
  listChallenges(query: ChallengesQuery & { readonly parting: Parting; readonly limit: number }): Promise<readonly KeptChallenge[]>;
  /** The one of a decision. */
  findChallenge(decision: string): Promise<KeptChallenge | undefined>;
  /** Counts, summed over what is not grouped by, the largest first. Rejects with StoreError for a field the view has not. */
  tally(view: View, query: StatisticsQuery & { readonly groupBy: readonly Field[] }): Promise<readonly StatisticsRow[]>;
  /** The newest first, 1,000 at most. Rejects with StoreError for an `after` that no page gave. */
  listOrders(query: OrdersQuery): Promise<OrdersPage>;
  findDecision(id: string): Promise<KeptDecision | undefined>;
  /** Every evaluation of an order, oldest first; none for an order nobody knows. */
  decisionsOf(order: string): Promise<readonly KeptDecision[]>;
  /** The first and the last month that have an order; none without orders. */
  months(): Promise<{ readonly first: string; readonly last: string } | undefined>;
  /** Clients that have orders. */
  clients(): Promise<readonly string[]>;
  /** A requester as they are kept: plain or hashed, by the setting. */
  requesterHash(client: string, requester: string): string;
  /** Resolves when something could be written. */
  checkWritable(): Promise<void>;
  /** Deletes decisions, cards, feedback, comments and traces from before then, and tokens that have expired by now. */
  purge(times: PurgeTimes): Promise<void>;
  /** What was handed over and is not written yet. */
  waiting(): Readonly<Record<'decisions' | 'traces', number>>;
  /** Writes what was handed over, then lets go. */
  close(): Promise<void>;
}
