/** A topic as the core uses it: knowledge read from `cards/`, validated, with every expression compiled. */
import type { AdviceKind, Certainty, Indicator, RatingCategory } from './decision.ts';
export type * from './finding-definition.ts';
export type * from './measure-definition.ts';
export type * from './leaflet.ts';
export type * from './order-set.ts';
import type { FindingDefinition, Source } from './finding-definition.ts';
import type { CodeIndex } from './code-index.ts';
import type { Expression } from './expression.ts';
import type { Measure } from './measure-definition.ts';
import type { Leaflet } from './leaflet.ts';
import type { OrderSet, OrderSetItem } from './order-set.ts';
import type { Phrase, Lexicon } from './phrases.ts';
import type { Table } from './table.ts';
import type { PageTexts } from './page-texts.ts';
import type { Words } from './words.ts';

/** One read of the chart the topic asks for: the prefetch key, the resource type it yields, and its query. */
export interface TopicRead {
  /** Also the prefetch key. */
  readonly id: string;
  readonly resourceType: string;
  /** Prefetch template with CDS Hooks 2.0 tokens. */
  readonly query: string;
  /** How a card names it: "problem list". */
  readonly title: string;
  /** Red flags are looked for in it (worked out from the facts that read it). */
  readonly hidesRedFlags: boolean;
  /** Another read that gives the same knowledge: a gap only when both fall short. */
  readonly orElse?: string;
  /** Read where it is sent; its absence is no gap, its failure is one that hides no red flag. */
  readonly isOptional: boolean;
  /** Without it there is no decision at all: a call in which it can be neither found nor read is refused (HTTP-2). */
  readonly isNecessary: boolean;
}

/** One imaging study: how an order for it is recognised, and what it exposes the patient to. */
export interface Study {
  readonly id: string;
  readonly title: string;
  /** Study whose rating row applies; its own id unless the order leaves contrast open. */
  readonly ratedAs: string;
  /** The code a draft of this study carries. */
  readonly coding: { readonly system: string; readonly code: string; readonly display: string };
  readonly radiation: string;
  readonly dose: string;
  /** Value sets of codes that name this study, the exact ones first. */
  readonly codedIn: readonly string[];
  /** Value sets of codes for a wider field: same row, approximate. */
  readonly approximatelyCodedIn: readonly string[];
  /** Value sets of codes that name no level: need the body site or words. */
  readonly unplacedCodedIn: readonly string[];
  /** Value sets of codes that name no organ either: count only when the indication is the topic's. */
  readonly modality: string;
  /** A code of this study beside one of that modality means this study (the injection of a myelogram and the CT that follows). */
  readonly beside?: string;
  /** Typical effective dose in millisievert, from and to. */
  readonly typicalDose?: readonly [number, number];
  /** What that dose compares with. */
  readonly comparison?: string;
  readonly contrast?: 'without' | 'with' | 'without-and-with' | 'open';
}

/** How free text names a study: words for each modality, for the region and for contrast. */
export interface StudyWords {
  readonly modalities: readonly { readonly modality: string; readonly phrase: RegExp }[];
  readonly region: RegExp;
  readonly wideRegion: RegExp;
  readonly otherRegion: RegExp;
  readonly notStudy: RegExp;
  readonly contrast: readonly { readonly contrast: string; readonly phrase: RegExp }[];
}

/** Something to look for in the chart: candidates by value set or phrase, narrowed by an expression. */
export interface Fact {
  readonly name: string;
  readonly title: string;
  /** R4 resource types it is looked for in; `reason` stands for the order's own reasons. */
  readonly resources: readonly string[];
  readonly codedIn: readonly string[];
  /** A resource with a code in one of these is never this fact, whatever its words say. */
  readonly notCodedIn: readonly string[];
  readonly phrases: readonly Phrase[];
  /** Only words written with this order are searched, not those of the chart. */
  readonly orderWordsOnly: boolean;
  /** Only the latest candidates count (those of the latest day, or without a date); the criterion is put to them. */
  readonly newestOnly: boolean;
  /** What is drafted in the same request counts as in use. */
  readonly countsDrafts: boolean;
  /** Only what goes on, as far as it says, or only what is over. */
  readonly only?: 'open' | 'over';
  readonly seventhCharacters?: readonly string[];
  /** A resource with such words anywhere in its name, dosage or route is never this fact. */
  readonly notWords?: RegExp;
  readonly where?: Expression;
}

/** A row's result in the scenario table. */
export interface ScenarioRow {
  readonly id: string;
  readonly scenario: string;
  /** Column whose value is the certainty, one certainty, or a certainty by another column's value. */
  readonly certainty?: { readonly from: string } | { readonly fixed: Certainty } | { readonly by: string; readonly values: Readonly<Record<string, Certainty>> };
}

export interface ScenarioDefinition {
  readonly id: string;
  readonly kind: 'variant' | 'route' | 'none';
  readonly title: string;
  readonly number?: string;
  /** Column of the rating table. */
  readonly ratedAs?: string;
  /** An emergency by itself. */
  readonly urgency?: 'urgent' | 'emergent';
  readonly better: readonly string[];
  /** Offered when none of `better` can be had. */
  readonly betterWithoutMri: readonly string[];
  readonly url?: string;
  /** What a card says of it: one line of advice for a route. */
  readonly advice?: string;
}

export interface AdviceRow {
  readonly id: string;
  readonly kind: AdviceKind;
  readonly indicator?: Indicator;
  readonly card?: string;
  /** Given and answered before, it is not given again. */
  readonly mayRest?: true;
}

/** Words and parts of one kind of card. `{{value}}` is filled in; a line with an empty value is left out. */
export interface CardTemplate {
  readonly id: string;
  /** Longest first; the first that fits into 139 characters is used. */
  readonly summary: readonly string[];
  readonly detail: string;
  readonly suggestions: readonly SuggestionTemplate[];
  readonly overrideReasons: readonly string[];
  readonly links: readonly string[];
  readonly source: Source;
  /** A card shown beside it, as information, where it has a suggestion. */
  readonly second?: string;
}

/** FHIR R4 request-priority. */
export type RequestPriority = 'routine' | 'urgent' | 'asap' | 'stat';

export type SuggestionTemplate =
  /** Swap the study for the order set named. */
  | { readonly kind: 'orderSet'; readonly orderSet: string; readonly label: string; readonly isRecommended: boolean }
  /** Add an item of the order set that is offered and not ticked: one suggestion each, `{{item}}` is its title. */
  | { readonly kind: 'options'; readonly orderSet: string; readonly label: string; readonly isRecommended: boolean }
  /** Swap the study for the first better study the patient can have. */
  | { readonly kind: 'replace'; readonly priority?: RequestPriority; readonly add: readonly string[]; readonly label: string; readonly isRecommended: boolean }
  /** Keep the study, raise its priority. */
  | { readonly kind: 'raise'; readonly priority: RequestPriority; readonly add: readonly string[]; readonly label: string; readonly isRecommended: boolean }
  /** Keep the study, add drafts. */
  | { readonly kind: 'add'; readonly add: readonly string[]; readonly label: string; readonly isRecommended: boolean }
  /** Take the study back. */
  | { readonly kind: 'remove'; readonly label: string; readonly isRecommended: boolean };

export interface OverrideReason {
  readonly id: string;
  readonly code: string;
  readonly system: string;
  readonly display: string;
  /** The clinician reports a red flag that is not in the chart. */
  readonly isRedFlag?: boolean;
  /** For so many days after an override with this reason the same advice is not given again. */
  readonly quietDays?: number;
}

export interface Link {
  readonly id: string;
  readonly label: string;
  readonly url: string;
}

/** What is looked for in a chart, and how it is told. */
export type Sought = Pick<Topic, 'facts' | 'codes' | 'lexicon' | 'encounterDiagnosisDays'>;

export interface Topic {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Name of the guideline edition, as a card's source label. */
  readonly source: Source;
  /** Constant Coding of `source.topic`. */
  readonly cardTopic: { readonly system: string; readonly code: string; readonly display: string };
  readonly usageRequirements: string;
  /** Days an encounter diagnosis without a status is taken to last. */
  readonly encounterDiagnosisDays: number;
  /** Reads without which nothing is rated. */
  readonly requiredReads: readonly string[];
  readonly reads: readonly TopicRead[];
  readonly codes: CodeIndex;
  readonly lexicon: Lexicon;
  readonly studies: readonly Study[];
  readonly studyWords: StudyWords;
  readonly studySets: { readonly ownSites: readonly string[]; readonly otherSites: readonly string[]; readonly notStudies: readonly string[] };
  readonly facts: readonly Fact[];
  readonly findings: readonly FindingDefinition[];
  /** By finding: those worked out from it. */
  readonly dependents: ReadonlyMap<string, ReadonlySet<string>>;
  readonly scenarios: ReadonlyMap<string, ScenarioDefinition>;
  readonly scenarioTable: Table<ScenarioRow>;
  readonly ratings: ReadonlyMap<string, ReadonlyMap<string, RatingCategory>>;
  /** Patients the rating table is not for. */
  readonly notRatedWhen: readonly { readonly finding: string; readonly answers: readonly string[] }[];
  /** Studies a finding rules out as a suggestion. */
  readonly unavailable: readonly { readonly finding: string; readonly grades: readonly string[]; readonly studies: readonly string[] }[];
  /** Questions that may be put to the clinician: the answers that leave them open, and those that settle them. */
  /** How often people without the complaint have a finding on imaging: per cent by decade of age (`40` for the forties). */
  readonly prevalence?: { readonly sentence: string; readonly findings: readonly { readonly name: string; readonly byDecade: Readonly<Record<string, number>> }[] };
  readonly openQuestions: readonly { readonly finding: string; readonly open: readonly string[]; readonly present: string; readonly absent: string }[];
  readonly adviceTable: Table<AdviceRow>;
  /** Quality measures that a decision is counted in; they never change it. */
  readonly measures: readonly Measure[];
  readonly cards: ReadonlyMap<string, CardTemplate>;
  readonly orderSets: ReadonlyMap<string, OrderSet>;
  readonly drafts: ReadonlyMap<string, OrderSetItem>;
  readonly overrideReasons: ReadonlyMap<string, OverrideReason>;
  readonly links: ReadonlyMap<string, Link>;
  /** By language; none where the topic has nothing for patients. The first is shown to whoever asks for a language there is not. */
  readonly leaflets: ReadonlyMap<string, Leaflet>;
  /** The fixed words of cards, in the language of this topic. */
  readonly words: Words;
  /** What pages about this topic say beside it, in the same language. */
  readonly pages: PageTexts;
  /** What the topic says in this language, by its text in the language knowledge is written in; empty in that one. */
  readonly messages: Readonly<Record<string, string>>;
  /** By language: what people call it beside its name in the Unicode tables. */
  readonly languageNames: ReadonlyMap<string, readonly string[]>;
  /** The same topic in other languages, by language: the same rules, other words. */
  readonly translations: ReadonlyMap<string, Topic>;
}
