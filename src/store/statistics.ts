/** What the pages about many decisions ask: how many orders and cards there were, and which. Numbers are counts of orders (in `cards`, of cards), never of evaluations. */
import type { AdviceKind, Certainty, Indicator, RatingCategory } from '../decision/decision.ts';
import type { Silence } from '../decision/stay-silent.ts';
import type { Unrated } from '../decision/tell-unrated.ts';
import type { DecisionOutcome } from './decision-record.ts';

/**
 * What can be counted. `ratings`, `requesters`, `outcomes` and `measure` count orders, `missing` an order once for each finding that would have changed its rating,
 * `gaps` once for each read that fell short, `silences` orders whose advice was held back, by the weightiest reason; `cards` counts cards.
 */
export type View = 'ratings' | 'requesters' | 'outcomes' | 'missing' | 'gaps' | 'measure' | 'silences' | 'cards';

/** What counts can be told apart by. `month` is UTC, `2026-01`: of an order's first evaluation, and of a card's. */
export type Field =
  | 'month' | 'client' | 'mode' | 'study' | 'variant' | 'variantKind' | 'certainty' | 'rating' | 'firstRating' | 'unrated' | 'requester' | 'outcome' | 'reason' | 'taken'
  | 'finding' | 'read' | 'measure' | 'silence' | 'template' | 'indicator';

export interface StatisticsQuery {
  /** A month, `2026-01`. */
  readonly from: string;
  /** A month, included. */
  readonly to: string;
  readonly client?: string;
  readonly mode?: 'live' | 'shadow';
}

/** A count, and what it is a count of: one value for each field that was asked for; absent where there is none. */
export interface StatisticsRow {
  readonly count: number;
  readonly by: Readonly<Partial<Record<Field, string>>>;
}

/** What orders can be looked for by. */
export type OrderField =
  | 'study' | 'variant' | 'variantKind' | 'certainty' | 'rating' | 'firstRating' | 'unrated' | 'advice' | 'indicator' | 'outcome' | 'reason' | 'taken' | 'requester' | 'measure' | 'silence'
  | 'finding' | 'read' | 'template';

export interface OrdersQuery extends StatisticsQuery {
  /** The empty text finds orders that have none. `requester` is as it is kept. */
  readonly where?: Readonly<Partial<Record<OrderField, string>>>;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** What an accepted suggestion did to the imaging that was ordered. */
export type TakenKind = 'withdrawn' | 'switched' | 'kept';

/** Where an order stands in a quality measure by itself. */
export type OwnMeasure = 'eligible' | 'excluded' | 'outside' | 'unknown';

/** The same in view of the patient's other orders: `again` is an eligible one that follows another within the measure's days. */
export type MeasureState = OwnMeasure | 'again';

/** One order, made of all its evaluations: what was first and last said of it, and what became of its cards. */
export interface KeptOrder {
  /** Of its first evaluation. */
  readonly id: string;
  /** Of its first evaluation: UTC, RFC 3339. */
  readonly at: string;
  readonly evaluations: number;
  readonly client: string;
  readonly tenant?: string;
  readonly mode: 'live' | 'shadow';
  readonly requester?: string;
  readonly patientHash: string;
  readonly version: string;
  readonly study: string;
  readonly variant: string;
  readonly variantKind: 'variant' | 'route' | 'none';
  readonly certainty?: Certainty;
  readonly rating?: RatingCategory;
  /** Of its first evaluation. */
  readonly firstRating?: RatingCategory;
  readonly unrated?: Unrated;
  readonly advice: AdviceKind;
  /** The strongest of the cards that were shown. */
  readonly indicator?: Indicator;
  readonly urgency: 'routine' | 'urgent' | 'emergent';
  readonly outcome: DecisionOutcome;
  /** Code of the reason, of the last override. */
  readonly reason?: string;
  /** Left out where nothing was accepted, or what was is not known. */
  readonly taken?: TakenKind;
  readonly measure?: MeasureState;
  /** Why its advice was held back, the weightiest reason of all its evaluations. */
  readonly silence?: Silence['because'];
  /** Findings whose settling would have changed the rating. */
  readonly missing: readonly string[];
  /** Reads that fell short. */
  readonly short: readonly string[];
  /** Id of its last evaluation. */
  readonly lastDecision: string;
  /** Uuids, the first shown first. */
  readonly cards: readonly string[];
}

export interface OrdersPage {
  readonly orders: readonly KeptOrder[];
  /** Where the next page starts; none after the last. */
  readonly next?: string;
}
