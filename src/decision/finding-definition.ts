/** How findings are worked out: graded evidence, questions with answers, durations, care so far. */
import type { Grade } from './decision.ts';
import type { Expression } from './expression.ts';

/** A literature source as every knowledge file cites it. */
export interface Source {
  readonly label: string;
  readonly url?: string;
}

/** When evidence counts: always, while current, when seen lately, or by how new it is. */
export type Timing =
  | { readonly kind: 'ever' }
  | { readonly kind: 'current'; readonly days: number }
  | { readonly kind: 'seen'; readonly days: number }
  | { readonly kind: 'onset'; readonly tiers: readonly { readonly days?: number; readonly grade: Grade }[] };

export interface EvidenceRule {
  readonly fact: string;
  readonly grade: Grade;
  readonly timing: Timing;
  /** What a provisional or differential diagnosis counts for: the target disease itself counts in full. */
  readonly isSuspicionEnough: boolean;
  /** Only while, at least in part, the change of this trend finding took place. */
  readonly during?: string;
  /** Not earlier than so many days before the episode of a duration finding began. */
  readonly leads?: { readonly episode: string; readonly days: number; readonly orDays?: number; readonly when?: Expression };
  /** Grade of a phrase written in this order. */
  readonly orderWords: Grade;
}

export interface GradedCriterion {
  readonly when: Expression;
  readonly grade: Grade;
  /** Facts and earlier findings whose evidence stands behind it. */
  readonly cites: readonly string[];
  readonly note?: string;
}

export interface Adjustment {
  readonly when: Expression;
  readonly raise?: Grade;
  readonly cap?: Grade;
  readonly note: string;
}

/** A red flag or context finding: graded evidence, and the scenario it leads to. */
export interface GradedFinding {
  readonly kind: 'graded';
  readonly code: string;
  readonly title: string;
  readonly leadsTo?: string;
  readonly family?: string;
  readonly urgency?: 'urgent' | 'emergent';
  /** Not mentioned on cards by itself: it is there for what criteria and order sets make of it. */
  readonly isQuiet?: boolean;
  readonly evidence: readonly EvidenceRule[];
  /** Criteria that are evidence by themselves (an age, a measured quantity, an interplay of facts): the first that holds gives its grade. */
  readonly grades: readonly GradedCriterion[];
  /** Without this the evidence does not count. */
  readonly requires?: Expression;
  readonly adjust: readonly Adjustment[];
  readonly source: Source;
}

/** A question with one coded answer: the first whose condition holds. */
export interface AnsweredFinding {
  readonly kind: 'answered';
  readonly code: string;
  readonly title: string;
  readonly answers: readonly { readonly answer: string; readonly when?: Expression; readonly because: readonly string[] }[];
  readonly source: Source;
}

/** How long the episode has lasted, by intervals. */
export interface DurationFinding {
  readonly kind: 'duration';
  readonly code: string;
  readonly title: string;
  readonly problems: string;
  /** Fact of visits for the problem: the first of them shows that it had begun. */
  readonly visits: string;
  readonly classes: readonly { readonly answer: string; readonly belowDays?: number; /** What a card calls it, where that is not the answer itself. */ readonly title?: string }[];
  readonly unknown: string;
  readonly codedDurations: readonly { readonly fact: string; readonly days: readonly [number, number] }[];
  readonly wordedDurations: readonly { readonly phrase: RegExp; readonly days: readonly [number, number] }[];
  readonly gapDays: number;
  readonly oldDays: number;
  readonly presumedDays: number;
  readonly chronicDays: number;
  readonly source: Source;
}

/** How much conservative care the episode has had. */
export interface CareFinding {
  readonly kind: 'care';
  readonly code: string;
  readonly title: string;
  readonly kinds: readonly CareKind[];
  readonly completeDays: number;
  readonly recentDays: number;
  readonly leadDays: number;
  readonly backgroundDays: number;
  /** Code of the duration finding whose episode the care belongs to. */
  readonly episode: string;
  /** Fact of care that the clinician states to be completed. */
  readonly stated: string;
  /** Symptoms that got worse: as much care in fewer days is enough to ask. */
  readonly progressive?: { readonly when: Expression; readonly days: number };
  /** A lone visit this many days ago, from and to, suggests a trial of care. */
  readonly visitDays: readonly [number, number];
  /** Reads without which "none" cannot be said; each a list of alternatives. */
  readonly reads: readonly (readonly string[])[];
  readonly source: Source;
}

export interface CareKind {
  readonly kind: string;
  readonly title: string;
  readonly facts: readonly string[];
  /** One visit is no course of care; two are. */
  readonly countsVisits: boolean;
  /** Alone it completes the mix. */
  readonly isDecisive: boolean;
  /** Only an encounter or a reassurance: no treatment by itself. */
  readonly isPassive: boolean;
}

/** Exposure to a class of drugs: days and daily dose. */
export interface ExposureFinding {
  readonly kind: 'exposure';
  readonly code: string;
  readonly title: string;
  readonly fact: string;
  /** Days looked back over, today among them. */
  readonly windowDays: number;
  /** Days without the drug that do not end a run. */
  readonly gapDays: number;
  /** What doses are made comparable in, as a card says it. */
  readonly unit: string;
  /** How a drug is told by its name, and how much of the unit a milligram of it is; the first that fits. */
  readonly agents: readonly { readonly words: RegExp; readonly perMilligram: number }[];
  /** Doses worth counting the days of, in runs that ended at most so many days ago. */
  readonly levels: readonly { readonly name: string; readonly dose: number; readonly endedDays: number }[];
  readonly source: Source;
}

/** A measurement over time. */
export interface TrendFinding {
  readonly kind: 'trend';
  readonly code: string;
  readonly title: string;
  readonly fact: string;
  /** Unit values are converted to; the number as such where there is none. */
  readonly unit?: string;
  /** Fewest and most days between the two values compared. */
  readonly spanDays: readonly [number, number];
  /** The newest value must be this young. */
  readonly newestDays: number;
  /** Values are compared only with those of the same place. */
  readonly isByPlace: boolean;
  /** Changes larger than so many per cent are doubted when they are this quick, or when their ratio is that of two units. */
  readonly implausible?: { readonly percent: number; readonly withinDays: number; readonly ratios: readonly number[]; readonly ratioTolerance: number };
  readonly source: Source;
}

/** Earlier studies of the topic's own kind. */
export interface ImagingFinding {
  readonly kind: 'imaging';
  readonly code: string;
  readonly title: string;
  /** By modality: for how many days a study says that another one repeats it. */
  readonly repeatDays: Readonly<Record<string, number>>;
  readonly otherRepeatDays: number;
  readonly source: Source;
}

export type FindingDefinition = GradedFinding | AnsweredFinding | DurationFinding | CareFinding | ExposureFinding | TrendFinding | ImagingFinding;
