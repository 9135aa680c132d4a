/** What was decided about one order, and why: plain JSON that is stored, shown and replayed. */
import type { Day } from './chart.ts';

/** ACR appropriateness categories: usually not / may be / may be (panel disagreed) / usually appropriate. */
export type RatingCategory = 'UNA' | 'MBA' | 'MBA-D' | 'UA';

/** How strong one piece of evidence is. A: decisive. B: indirect or weak. C: mentioned, never decisive. */
export type Grade = 'A' | 'B' | 'C';

/** How sure a scenario is: from the grades of the findings that lead to it. */
export type Certainty = 'definite' | 'probable' | 'possible';

/** Where evidence was seen: a code, the name of a coded-less problem, a note, the order's own words, or arithmetic. */
export type Origin = 'code' | 'name' | 'note' | 'order' | 'value';

/** One fact behind a finding: the resource it stands in and the words to show for it. */
export interface Evidence {
  readonly fact: string;
  /** `Type/id`, or `Type/id#element` for one part of a resource. */
  readonly reference: string;
  /** The clinician's or coder's own words, unescaped. */
  readonly label: string;
  /** The day it is dated to, as exact as the chart has it (`2026`, `2026-05`, `2026-05-03`). */
  readonly date?: string;
  readonly origin: Origin;
  readonly grade?: Grade;
  /** Why the grade is not what the fact alone would give. */
  readonly note?: string;
}

/** One coded answer about the patient: a graded red flag, or the answer to a question. */
export interface Finding {
  readonly code: string;
  readonly title: string;
  readonly grade?: Grade;
  readonly answer?: string;
  /** The scenario a red flag leads to. */
  readonly leadsTo?: string;
  /** Findings of one family back each other up but count once. */
  readonly family?: string;
  readonly because: readonly Evidence[];
  /** What else of its kind is on file, though no rule rests on it. */
  readonly history?: readonly Evidence[];
  /** What to say about it that the grade does not (for instance how it was worked out). */
  readonly notes?: readonly string[];
  /** Measured quantities: days, years. */
  readonly values?: Readonly<Record<string, number | string>>;
}

/** A read that fell short, by name. */
export interface Gap {
  readonly read: string;
  readonly title: string;
  readonly state: 'incomplete' | 'failed' | 'absent';
  readonly reason?: string;
  /** True when red flags are looked for in what could not be read. */
  readonly hidesRedFlags: boolean;
}

/** Where the patient fits: an ACR variant, another topic's criteria, or nowhere. */
export interface Scenario {
  readonly id: string;
  readonly kind: 'variant' | 'route' | 'none';
  /** Which row of the scenario table matched. */
  readonly row: string;
  readonly title: string;
  /** The variant's number as the guideline prints it: `1`, `1 or 2`. */
  readonly number?: string;
  readonly certainty?: Certainty;
  /** Other variants that also hold, at least possibly. */
  readonly alternatives: readonly { readonly id: string; readonly certainty: Certainty }[];
  /** The variant that would hold if every merely possible one were left aside. */
  readonly base?: string;
}

/** A better study for this patient, or `undefined` members where none is left. */
export interface BetterStudy {
  readonly study: string;
  readonly title: string;
  readonly category: RatingCategory;
  readonly radiation: string;
}

/** How the guideline rates the ordered study in the scenario. */
export interface Rating {
  readonly category: RatingCategory;
  /** The variant column that was read. */
  readonly variant: string;
  /** Relative radiation level, ACR symbols. */
  readonly radiation: string;
  /** Adult effective dose range in millisievert, as text. */
  readonly dose: string;
  readonly better: readonly BetterStudy[];
  /** The rating under the base variant, where that differs from `variant`. */
  readonly baseCategory?: RatingCategory;
  /** Ratings under the alternatives. */
  readonly alternatives: readonly { readonly id: string; readonly category: RatingCategory }[];
}

export type Indicator = 'info' | 'warning' | 'critical';

export type AdviceKind = 'silent' | 'defer' | 'replace' | 'expedite' | 'discuss' | 'ask' | 'route';

/** A reason to leave out, hold back or change something, with what stands behind it. */
export interface Caution {
  readonly because: string;
  readonly evidence: readonly Evidence[];
}

/** One item of an order set as it fits this patient. */
export interface OrderSetChoice {
  readonly id: string;
  readonly isTicked: boolean;
  /** Why it is left out. */
  readonly excluded?: readonly Caution[];
  /** Why it is offered but not ticked. */
  readonly cautions?: readonly Caution[];
  /** Why its draft is not the usual one. */
  readonly changed?: readonly Caution[];
  /** The draft where it is not the usual one, with its tokens. */
  readonly draft?: Readonly<Record<string, unknown>>;
}

/** What to tell the clinician: the row of the advice table that applied, and the card template it names. */
export interface Advice {
  readonly row: string;
  readonly kind: AdviceKind;
  readonly indicator?: Indicator;
  readonly card?: string;
  /** The order sets the card offers, item by item. */
  readonly orderSets: readonly { readonly id: string; readonly items: readonly OrderSetChoice[] }[];
}

/** What the rating would be if a weak or unknown finding were settled. */
export interface WouldChange {
  readonly finding: string;
  readonly title: string;
  readonly ifPresent: { readonly scenario: string; readonly category?: RatingCategory };
  readonly ifAbsent: { readonly scenario: string; readonly category?: RatingCategory };
}

/** What must hold for a patient to be in a quality measure: the age, a diagnosis in its time of year, a new episode, a study in its window. */
export type MeasureTest = 'age' | 'diagnosis' | 'newEpisode' | 'window';

/** How a decision counts in a quality measure: for reports only, nothing is decided by it. */
export interface MeasureResult {
  readonly id: string;
  /** `outside`: the measure is not about this patient and day; `unknown`: the chart does not settle it. */
  readonly status: 'eligible' | 'excluded' | 'outside' | 'unknown';
  /** Which tests fail. */
  readonly outsideBy: readonly MeasureTest[];
  /** Exclusions that hold; looked at only where every test holds. */
  readonly excludedBy: readonly string[];
  /** Tests and exclusions that cannot be told. */
  readonly unknown: readonly string[];
  /** The day the episode started: its first diagnosis. */
  readonly start?: Day;
  /** Last day of the window. */
  readonly until?: Day;
  readonly isWithinWindow?: boolean;
}

/** The ordered study as recognised. */
export interface OrderedStudy {
  readonly id: string;
  /** Study whose rating row is used: an order that leaves contrast open is judged as the one without. */
  readonly ratedAs: string;
  readonly title: string;
  readonly basis: 'code' | 'text';
  /** The study is not exactly the guideline's row (a wider field, a planar scan). */
  readonly isApproximate: boolean;
  /** The order does not say whether contrast is given. */
  readonly isContrastOpen: boolean;
}

/** The whole decision about one order. */
export interface Decision {
  readonly topic: { readonly id: string; readonly version: string };
  readonly asOf: Day;
  /** `ServiceRequest/id`. */
  readonly order: string;
  readonly study: OrderedStudy;
  /** Age in completed years on the day of the decision. */
  readonly age?: number;
  readonly findings: readonly Finding[];
  readonly scenario: Scenario;
  readonly rating?: Rating;
  readonly urgency: 'routine' | 'urgent' | 'emergent';
  readonly advice: Advice;
  readonly wouldChange: readonly WouldChange[];
  /** Titles of the reads that were complete. */
  readonly looked: readonly string[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
  readonly measures: readonly MeasureResult[];
}
