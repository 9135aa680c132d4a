/** What the stewardship page says, as data: every number with the whole it is a part of. */
import type { RatingCategory } from '../decision/decision.ts';
import type { MeasureState, TakenKind } from '../store/statistics.ts';
import type { ChallengeTally, KeptChallenge } from '../store/store.ts';
import type { Selection } from './selection.ts';
import type { Share } from './share.ts';

/** Fewer rated orders than this compare nothing: no interval is narrow enough to act on, and a person could be recognised. */
export const SMALLEST = 20;

/** From worst to best, the order of every table and chart. */
export const RATINGS: readonly RatingCategory[] = ['UNA', 'MBA', 'MBA-D', 'UA'];

/** Orders of one kind, and how they were rated. */
export interface RatedOrders {
  readonly seen: number;
  readonly rated: number;
  readonly unrated: number;
  readonly ratings: Readonly<Record<RatingCategory, number>>;
  /** Usually not appropriate, of those that were rated. */
  readonly notAppropriate: Share;
}

/** The same, of one month, variant or study. */
export interface Group extends RatedOrders {
  readonly id: string;
}

export interface OrdersPart extends RatedOrders {
  /** Each rating, of those that were rated. */
  readonly shares: Readonly<Record<RatingCategory, Share>>;
  readonly why: readonly { readonly unrated: string; readonly share: Share }[];
  /** Orders whose last rating is not their first. */
  readonly changed: readonly { readonly first: string; readonly last: string; readonly count: number }[];
  /** What became of orders whose last rating is usually not appropriate. */
  readonly fates: readonly { readonly fate: Fate; readonly share: Share }[];
  /** Orders for each 1,000 visits, where the reader gave their number. */
  readonly perThousand?: { readonly visits: number; readonly seen: number; readonly notAppropriate: number };
}

export type Fate = 'withdrawn' | 'switched' | 'kept' | 'taken-unknown' | 'overridden' | 'ignored' | 'none';

export interface CardsPart {
  /** Cards of advice: those that stood beside one as information are in `templates` alone, and in no other number. */
  readonly shown: number;
  readonly beside: number;
  /** Cards about what cannot wait, and those of them that were overridden or never answered. */
  readonly critical: { readonly shown: number; readonly overridden: number; readonly ignored: number };
  readonly accepted: Share;
  readonly overridden: Share;
  readonly ignored: Share;
  /** Of those overridden; the empty text is an override without a reason. */
  readonly reasons: readonly { readonly reason: string; readonly share: Share }[];
  /** Of those accepted. */
  readonly taken: readonly { readonly taken: TakenKind | ''; readonly share: Share }[];
  /** Orders whose advice was held back, as it had been given and answered: of orders seen. */
  readonly silences: readonly { readonly silence: string; readonly share: Share }[];
  readonly templates: readonly { readonly template: string; readonly shown: number; readonly accepted: Share; readonly overridden: Share; readonly ignored: Share }[];
}

/** One requester with enough orders to be compared. */
export interface Requester {
  readonly requester: string;
  readonly client: string;
  /** What people are compared by: rated usually not appropriate and not withdrawn or switched after advice, of rated orders. */
  readonly notAppropriate: Share;
  /** The same as it was drafted, whatever became of it. */
  readonly drafted: Share;
  /** By `notAppropriate`. Beyond the 99.8 % limits; `near` between those and the 95 % limits. */
  readonly position: 'above' | 'near-above' | 'inside' | 'near-below' | 'below';
}

export interface RequestersPart {
  /** All that sent a rated order, those without enough included. */
  readonly known: number;
  /** Rated orders that name who ordered: as people are compared, and as drafted. */
  readonly overall: Share;
  readonly drafted: Share;
  /** Rated orders that do not say who ordered. */
  readonly unnamed: number;
  readonly compared: readonly Requester[];
  /** Those with fewer orders, together. */
  readonly pooled: { readonly requesters: number; readonly notAppropriate: Share };
  /** The lines of the funnel, at some numbers of orders. */
  readonly limits: readonly { readonly of: number; readonly low998: number; readonly low95: number; readonly high95: number; readonly high998: number }[];
}

export interface MeasurePart {
  readonly states: Readonly<Record<MeasureState, number>>;
  /** Orders nobody asked it of: by knowledge without a measure. */
  readonly notJudged: number;
  /** Of all eligible orders, and of those rated usually not appropriate. */
  readonly withdrawn: Share;
  readonly notAppropriate: Share;
  /** How the other eligible orders were rated: to withdraw those is no gain. */
  readonly otherwise: { readonly appropriate: number; readonly mayBe: number; readonly unrated: number };
}

/** A second version of the knowledge beside the live one: evaluations, not orders, of all modes. */
export interface ChallengerPart {
  readonly compared: number;
  readonly same: Share;
  readonly tallies: readonly ChallengeTally[];
  /** The latest in which another card, rating or variant would have come out. */
  readonly latest: readonly KeptChallenge[];
}

export interface Statistics {
  readonly selection: Selection;
  readonly orders: OrdersPart;
  readonly months: readonly Group[];
  readonly variants: readonly Group[];
  readonly studies: readonly Group[];
  /** Pairs of variant and study, as shares of the orders rated usually not appropriate, the largest first. */
  readonly pairs: readonly { readonly variant: string; readonly study: string; readonly share: Share }[];
  readonly cards: CardsPart;
  readonly requesters: RequestersPart;
  /** Of orders seen. */
  readonly missing: readonly { readonly finding: string; readonly share: Share }[];
  readonly gaps: readonly { readonly read: string; readonly share: Share }[];
  readonly measure: MeasurePart;
  /** Left out where none was asked. */
  readonly challenger?: ChallengerPart;
  /** What would have been said to clients in shadow mode; left out where there is none, or the page is about it. */
  readonly shadow?: { readonly orders: RatedOrders; readonly variants: readonly Group[] };
}
