/** The content of a topic's files, typed as their schemas promise. */
import type { AdviceKind, Certainty, Grade, Indicator, RatingCategory } from '../decision/decision.ts';
import type { Leaflet, Link, OverrideReason, ScenarioDefinition, Source, Study, SuggestionTemplate } from '../decision/topic.ts';
import type { PageTexts } from '../decision/page-texts.ts';
import type { Words } from '../decision/words.ts';
import type { KnowledgeFile } from './read-files.ts';

export interface TopicFile {
  readonly id: string; readonly version: string; readonly title: string; readonly source: Source & Doi;
  /** Not finished: nobody is served it who does not name it. */
  readonly draft?: true;
  readonly cardTopic: { readonly system: string; readonly code: string; readonly display: string };
  readonly reviewed: string; readonly evidenceDate?: string;
  readonly usageRequirements: string; readonly encounterDiagnosisDays: number; readonly requiredReads: readonly string[];
  readonly reads: readonly { readonly id: string; readonly type: string; readonly title: string; readonly orElse?: string; readonly query?: string; readonly optional?: boolean; readonly necessary?: boolean }[];
}
/** A source may be found by its DOI alone. */
export interface Doi { readonly doi?: string }
/** `contradicts`: by earlier question, the answers that cannot be true beside this one. */
export interface AnswerFile { readonly id: string; readonly words: string; readonly set: Readonly<Record<string, string>>; readonly contradicts?: Readonly<Record<string, readonly string[]>> }
/** What readers are asked to find their variant; see `cards/schema/questions.schema.json`. */
export interface QuestionsFile {
  readonly given: { readonly words: string; readonly set: Readonly<Record<string, string>> };
  readonly questions: readonly { readonly id: string; readonly ask: string; readonly hint?: string; readonly answers: readonly AnswerFile[] }[];
}
/** Where an entry stands: `topic/file#/pointer`, for messages. */
export interface Placed { readonly at: string }
export interface FactFile {
  readonly name: string; readonly title: string; readonly in: readonly string[]; readonly coded?: readonly string[]; readonly notCoded?: readonly string[];
  readonly words?: readonly string[]; readonly unless?: string; readonly wordsFrom?: 'order'; readonly sevenths?: readonly string[]; readonly newest?: boolean; readonly drafts?: boolean; readonly only?: 'open' | 'over'; readonly notWords?: string; readonly where?: string;
}
export interface EvidenceFile {
  readonly fact: string; readonly grade: Grade; readonly when?: 'ever'; readonly current?: number; readonly seen?: number;
  readonly onset?: readonly (readonly (number | Grade)[])[]; readonly suspicion?: 'full'; readonly order?: Grade;
  readonly during?: string;
  readonly leads?: { readonly episode: string; readonly days: number; readonly orDays?: number; readonly when?: string };
}
export interface FindingFile {
  readonly code: string; readonly title: string; readonly source: Source; readonly leadsTo?: string; readonly family?: string; readonly urgency?: 'urgent' | 'emergent'; readonly quiet?: boolean;
  readonly evidence?: readonly EvidenceFile[]; readonly requires?: string;
  readonly grades?: readonly { readonly when: string; readonly grade: Grade; readonly cites?: readonly string[]; readonly note?: string }[];
  readonly adjust?: readonly { readonly when: string; readonly raise?: Grade; readonly cap?: Grade; readonly note: string }[];
  readonly answers?: readonly { readonly answer: string; readonly when?: string; readonly because?: readonly string[] }[];
  readonly duration?: {
    readonly problems: string; readonly visits: string; readonly classes: readonly { readonly answer: string; readonly below?: number }[]; readonly unknown: string;
    readonly coded: readonly { readonly fact: string; readonly days: readonly [number, number] }[];
    readonly worded: readonly { readonly phrase: string; readonly days: readonly [number, number] }[];
    readonly gapDays: number; readonly oldDays: number; readonly presumedDays: number; readonly chronicDays: number;
  };
  readonly exposure?: {
    readonly fact: string; readonly windowDays: number; readonly gapDays: number; readonly unit: string;
    readonly agents: readonly { readonly words: string; readonly perMilligram: number }[];
    readonly levels?: readonly { readonly name: string; readonly dose: number; readonly endedDays: number }[];
  };
  readonly trend?: {
    readonly fact: string; readonly unit?: string; readonly spanDays: readonly [number, number]; readonly newestDays: number; readonly byPlace?: boolean;
    readonly implausible?: { readonly percent: number; readonly withinDays: number; readonly ratios: readonly number[]; readonly ratioTolerance: number };
  };
  readonly imaging?: { readonly repeatDays: Readonly<Record<string, number>>; readonly otherRepeatDays: number };
  readonly care?: {
    readonly episode: string; readonly stated: string; readonly completeDays: number; readonly recentDays: number; readonly leadDays: number; readonly backgroundDays: number;
    readonly progressive?: { readonly when: string; readonly days: number };
    readonly visitDays: readonly [number, number]; readonly reads: readonly (readonly string[])[];
    readonly kinds: readonly { readonly kind: string; readonly title: string; readonly facts: readonly string[]; readonly visits?: boolean; readonly decisive?: boolean; readonly passive?: boolean }[];
  };
}
export type Cells = Readonly<Record<string, readonly string[]>>;
export interface VariantsFile {
  readonly scenarios: readonly ScenarioDefinition[];
  readonly table: readonly { readonly row: string; readonly when: Cells; readonly then: string; readonly certainty?: { readonly from?: string; readonly fixed?: Certainty; readonly by?: string; readonly values?: Readonly<Record<string, Certainty>> } }[];
  readonly ratings: Readonly<Record<string, Readonly<Record<string, RatingCategory>>>>;
  readonly notRatedWhen: readonly { readonly finding: string; readonly answers: readonly string[] }[];
  readonly unavailable: readonly { readonly finding: string; readonly grades: readonly string[]; readonly studies: readonly string[] }[];
  readonly openQuestions: readonly { readonly finding: string; readonly open: readonly string[]; readonly present: string; readonly absent: string }[];
}
export interface AdviceFile {
  readonly table: readonly { readonly row: string; readonly when: Cells; readonly kind: AdviceKind; readonly indicator?: Indicator; readonly card?: string; readonly mayRest?: true }[];
}
export interface ProceduresFile {
  readonly bodySites: { readonly here: readonly string[]; readonly elsewhere: readonly string[] };
  readonly notStudies: readonly string[];
  readonly words: {
    readonly modalities: readonly { readonly modality: string; readonly phrase: string }[]; readonly region: string; readonly wideRegion: string; readonly otherRegion: string; readonly notStudy: string;
    readonly contrast: readonly { readonly contrast: string; readonly phrase: string }[];
  };
  readonly studies: readonly (Pick<Study, 'id' | 'title' | 'modality' | 'contrast' | 'radiation' | 'dose' | 'coding' | 'beside' | 'typicalDose' | 'comparison'> & { readonly ratedAs?: string; readonly codes: { readonly here: readonly string[]; readonly wide?: readonly string[]; readonly unplaced?: readonly string[] } })[];
}
export interface NumbersFile {
  /** For readers: what a dose is compared with, in millisievert. */
  readonly radiation?: { readonly source: Source & Doi; readonly backgroundPerYear: number; readonly chestFilm: number; readonly levels: readonly { readonly symbol: string; readonly adult: string; readonly child: string }[] };
  readonly prevalence: { readonly source: Source & Doi; readonly sentence: string; readonly findings: readonly { readonly name: string; readonly byDecade: Readonly<Record<string, number>> }[] };
}
export interface MeasureFactFile { readonly name: string; readonly title: string; readonly in: readonly string[]; readonly coded: readonly string[]; readonly notCoded?: readonly string[]; readonly sevenths?: readonly string[] }
export interface MeasureExclusionFile {
  readonly id: string; readonly title: string; readonly needs?: readonly string[]; readonly facts?: readonly string[]; readonly topicFacts?: readonly string[];
  readonly ever?: true; readonly days?: number; readonly year?: true; readonly whileActive?: true;
  readonly exposure?: { readonly finding: string; readonly windowDays: number; readonly runDays: number };
}
export interface MeasureFile {
  readonly id: string; readonly title: string; readonly edition: string; readonly source: Source; readonly needs: readonly string[];
  readonly age: { readonly atLeast: { readonly years: number; readonly on: string }; readonly atMost: { readonly years: number; readonly on: string } };
  readonly event: { readonly fact: string; readonly from: string; readonly to: string }; readonly clearDays: number; readonly windowDays: number;
  readonly facts: readonly MeasureFactFile[];
  readonly exclusions: readonly MeasureExclusionFile[];
}
export interface LexiconFile {
  readonly ignored: string; readonly clauseBreak: readonly string[]; readonly listEnd: string; readonly deniesList: string; readonly bareItem: string; readonly denies: string; readonly deniesReach: number; readonly deniesAfter: string;
  readonly affirms: string; readonly family: string; readonly instructs: string; readonly deniesValue: string;
}
export interface CodeSystemsFile {
  readonly systems: readonly { readonly uri: string; readonly title: string; readonly aliases: readonly string[]; readonly aliasPrefix?: string; readonly byPrefix: boolean; readonly guess?: string }[];
}
/** A topic's words in another language: by the English text, each text and each line of a card by itself. */
export interface MessagesFile { readonly language: string; readonly reviewed: string; readonly messages: Readonly<Record<string, string>> }
export interface CardFile {
  readonly id: string; readonly summary: readonly string[]; readonly detail: string; readonly suggestions?: readonly SuggestionTemplate[];
  readonly overrideReasons?: readonly string[]; readonly links?: readonly string[]; readonly source: Source; readonly second?: string;
}
export interface OrderSetItemFile {
  readonly id: string; readonly title: string; readonly isTicked?: boolean; readonly tickWhen?: string; readonly needs?: readonly string[]; readonly offer?: string;
  readonly exclude?: readonly ReservationFile[]; readonly untick?: readonly ReservationFile[]; readonly adjust?: readonly (ReservationFile & { readonly draft: Readonly<Record<string, unknown>> })[];
  readonly draft: Readonly<Record<string, unknown>>;
}
export interface ReservationFile { readonly when?: string; readonly because?: string; readonly evidence?: readonly string[] }
export interface OrderSetFile { readonly id: string; readonly title: string; readonly source?: Source & Doi; readonly items: readonly OrderSetItemFile[] }
export interface ValueSetFile {
  readonly resourceType: 'ValueSet'; readonly id: string; readonly url: string; readonly version: string; readonly name?: string; readonly title: string; readonly status: string; readonly date?: string; readonly description: string; readonly copyright?: string;
  readonly compose: { readonly include: readonly ValueSetPart[]; readonly exclude?: readonly ValueSetPart[] };
  /** What a terminology server says of the parts of `compose` that it alone can expand; written by a command, never at a start. */
  readonly expansion?: ExpansionFile;
}
export interface ExpansionFile {
  readonly identifier?: string; readonly timestamp: string; readonly total: number;
  readonly extension?: readonly { readonly url: string; readonly valueString?: string }[]; readonly parameter?: readonly Readonly<Record<string, unknown>>[];
  readonly contains: readonly { readonly system: string; readonly code: string; readonly display?: string; readonly inactive?: boolean }[];
}
export interface ValueSetPart {
  /** What a filter stands for, in words. */
  readonly extension?: readonly { readonly url: string; readonly valueString?: string }[];
  readonly system: string; readonly concept?: readonly { readonly code: string; readonly display?: string }[]; readonly filter?: readonly { readonly property: string; readonly op: string; readonly value: string }[];
}

/** As coverage prints it, and why it may stay so. */
export interface CoverageGap { readonly what: string; readonly because: string }

/** A topic's files by kind. `name` is the folder, for pointers. */
export interface TopicFiles {
  readonly name: string;
  readonly topic: TopicFile;
  /** Of all files in `facts/`. */
  readonly facts: readonly (FactFile & Placed)[];
  /** Of all files in `findings/`, in the order of file names: a criterion may name those before it. */
  readonly findings: readonly (FindingFile & Placed)[];
  readonly procedures: ProceduresFile;
  readonly variants: VariantsFile;
  readonly advice: AdviceFile;
  readonly numbers: NumbersFile | undefined;
  readonly measures: readonly (MeasureFile & Placed)[];
  readonly questions: QuestionsFile | undefined;
  readonly lexicon: LexiconFile;
  readonly codeSystems: CodeSystemsFile;
  readonly cards: readonly CardFile[];
  readonly orderSets: readonly OrderSetFile[];
  readonly drafts: readonly OrderSetItemFile[];
  readonly overrideReasons: readonly OverrideReason[];
  readonly links: readonly Link[];
  readonly leaflets: readonly Leaflet[];
  /** Vignettes to begin with. */
  readonly starters: readonly { readonly story: string; readonly title: string; readonly says: string }[];
  /** What no vignette has to reach. */
  readonly coverageGaps: readonly CoverageGap[];
  /** Of `common`, by language. */
  readonly words: readonly Words[];
  readonly pages: readonly PageTexts[];
  readonly messages: readonly MessagesFile[];
  readonly valueSets: readonly ValueSetFile[];
  /** Ids of those in `common`. */
  readonly sharedValueSets: ReadonlySet<string>;
}

/** Sorts files whose shape has been checked. */
export function sortFiles(name: string, files: readonly KnowledgeFile[]): TopicFiles {
  const all = <Content>(kind: string): readonly Content[] => files.filter((file) => file.kind === kind).map((file) => file.content as Content);
  const one = <Content>(kind: string): Content => all<Content>(kind)[0]!;
  const placed = <Entry>(kind: string): readonly (Entry & Placed)[] => files.filter((file) => file.kind === kind).flatMap(({ path, content }) =>
    (content as Readonly<Record<string, readonly Entry[]>>)[kind]!.map((entry, index) => ({ ...entry, at: `${path}#/${kind}/${index}` })));
  return {
    name,
    topic: one('topic'),
    facts: placed<FactFile>('facts'),
    findings: placed<FindingFile>('findings'),
    procedures: one('procedures'),
    variants: one('variants'),
    advice: one('advice'),
    numbers: all<NumbersFile>('numbers')[0],
    measures: files.filter(({ kind }) => kind === 'measure').map(({ path, content }) => ({ ...content as MeasureFile, at: `${path}#` })),
    questions: all<QuestionsFile>('questions')[0],
    lexicon: one('lexicon'),
    codeSystems: one('code-systems'),
    cards: all('card'),
    orderSets: all('order-set'),
    drafts: all<{ items: readonly OrderSetItemFile[] }>('drafts').flatMap(({ items }) => items),
    overrideReasons: all<{ reasons: readonly OverrideReason[] }>('override-reasons').flatMap(({ reasons }) => reasons),
    links: all<{ links: readonly Link[] }>('links').flatMap(({ links }) => links),
    leaflets: all('leaflet'),
    starters: all<{ starters: TopicFiles['starters'] }>('starters').flatMap(({ starters }) => starters),
    coverageGaps: all<{ gaps: readonly CoverageGap[] }>('coverage-gaps').flatMap(({ gaps }) => gaps),
    words: all('words'),
    pages: all('pages'),
    messages: all('messages'),
    valueSets: all('value-set'),
    sharedValueSets: new Set(files.filter(({ kind, path }) => kind === 'value-set' && path.startsWith('common/')).map(({ content }) => (content as ValueSetFile).id)),
  };
}
