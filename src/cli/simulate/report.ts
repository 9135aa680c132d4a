/** What a simulation says in numbers: docs/simulation.schema.json describes the same for programs. Nothing of it is about a patient. */
import type { Decision, RatingCategory } from '../../decision/decision.ts';
import type { Unrated } from '../../decision/tell-unrated.ts';
import type { Share } from '../../stewardship/share.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { NotJudged } from './read-order.ts';

export type Rated = RatingCategory | 'unrated';

/** Orders that have something in common. */
export interface OrderGroup {
  readonly id: string;
  readonly title: string;
  readonly orders: number;
  readonly ratings: Readonly<Record<Rated, number>>;
  /** Orders that would have got a card. */
  readonly cards: Share;
  /** Of those that are rated. */
  readonly notAppropriate: Share;
}

/** Orders by a reason or name. */
export interface Counted {
  readonly id: string;
  readonly title: string;
  readonly share: Share;
}

export interface LabelRow {
  readonly label: string;
  readonly ratings: Readonly<Record<Rated, number>>;
  readonly orders: number;
}

export interface LabelPart {
  /** Labels in the file; those that met an order that was judged; the rest. */
  readonly labels: number;
  readonly matched: number;
  readonly notJudged: number;
  readonly unmatched: number;
  readonly matrix: readonly LabelRow[];
  /** Of those labelled inappropriate and rated: rated usually not appropriate. And of those labelled appropriate: rated otherwise. */
  readonly sensitivity: Share;
  readonly specificity: Share;
  /** Of those rated usually not appropriate: labelled inappropriate. And of those rated otherwise: labelled appropriate. */
  readonly positivePredictiveValue: Share;
  readonly negativePredictiveValue: Share;
}

export interface InputPart {
  /** Things that were wrong, and types that something may be missing of: where it is not 0, the command ends with 1. */
  readonly problems: number;
  readonly files: readonly { readonly name: string; readonly resources: number; readonly unreadLines: number; readonly fault?: string }[];
  readonly passedOver: readonly { readonly name: string; readonly why: string }[];
  readonly types: readonly { readonly type: string; readonly state: 'whole' | 'said-whole' | 'short' | 'not-given'; readonly why?: string }[];
}

export interface Report {
  readonly format: 1;
  /** UTC, RFC 3339. */
  readonly madeAt: string;
  /** Tells one simulation from another: of the inputs, the knowledge and the settings. */
  readonly fingerprint: Fingerprint;
  readonly knowledge: readonly { readonly id: string; readonly version: string; readonly title: string; readonly source: string }[];
  readonly timeZone: string;
  readonly inputs: InputPart;
  /** Days of the first and the last order that was judged. */
  readonly period?: { readonly from: string; readonly to: string };
  readonly orders: {
    /** Requests read, of whatever kind and once in all their versions; those for something no topic covers. An order that several topics cover is one, with several decisions. */
    readonly read: number;
    readonly notCovered: number;
    readonly judged: number;
    readonly notJudged: readonly (Omit<Counted, 'share'> & { readonly id: NotJudged; readonly orders: number })[];
  };
  readonly cards: { readonly per100: number; readonly share: Share; readonly byIndicator: readonly Counted[] };
  readonly ratings: readonly Counted[];
  readonly unrated: readonly (Counted & { readonly id: Unrated })[];
  readonly advice: readonly (Counted & { readonly id: Decision['advice']['kind'] })[];
  readonly scenarios: readonly OrderGroup[];
  readonly studies: readonly OrderGroup[];
  readonly requesters: readonly OrderGroup[];
  readonly months: readonly OrderGroup[];
  readonly redFlags: readonly Counted[];
  /** Reads that fell short, by name, state and reason. */
  readonly notRead: readonly (Counted & { readonly state: string; readonly reason?: string; readonly hidesRedFlags: boolean })[];
  /** Orders that rest on something of which it is not certain that it was known, or stood so; `later`: from whose chart something was left out for its date. */
  readonly uncertain: readonly Counted[];
  readonly labels?: LabelPart;
}
