/** The fixed words that cards are put together with, in one language: knowledge like the rest, in `cards/common/words/`. */

/** Every word there is, with the values it is filled with; a file of words has exactly these. */
export const WORDS = {
  'rating.UNA': [], 'rating.MBA': [], 'rating.MBA-D': [], 'rating.UA': [],
  'priority.routine': [], 'priority.urgent': [], 'priority.asap': [], 'priority.stat': [],
  'scenario.variant': ['number'], 'scenario.rated': ['rating', 'scenario'], 'scenario.change': ['finding', 'present', 'absent'],
  'evidence.more': ['count'],
  'duration.days': ['count'], 'duration.months': ['count'], 'duration.atLeast': ['length'], 'duration.background': ['length'], 'duration.betweenDays': ['from', 'to'], 'duration.betweenMonths': ['from', 'to'],
  'dose.about': ['dose'], 'imaging.recorded': ['count', 'studies'], 'imaging.undated': [], 'imaging.none': ['reads'], 'imaging.notRead': ['reads'], 'prevalence.share': ['percent', 'finding'],
  'action.add': ['item'], 'action.cancel': ['study'], 'action.change': ['study', 'priority'], 'action.order': ['study'], 'action.orderWith': ['study', 'priority'], 'action.replace': ['study', 'action'], 'action.record': ['study'],
  'note.unread': ['read'], 'note.suspected': [], 'note.freeText': [], 'note.undated': [], 'note.undatedWithoutStatus': [], 'note.inexactOnset': [], 'note.inexactDate': [],
  'note.exposure': ['count', 'window', 'dose', 'unit'], 'note.exposureWithoutDose': ['count', 'window'], 'note.exposureUndated': [], 'note.trend': ['label', 'from', 'to', 'change', 'count'],
  'note.autoFilledOnset': [], 'note.impossibleOnset': [], 'note.oneImpossibleOnset': [], 'note.presumed': [], 'note.begunBy': [], 'note.fromCode': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type WordId = keyof typeof WORDS;

/** One form, or one for each plural category of the language; `count` tells which. */
export type Word = string | { readonly other: string; readonly zero?: string; readonly one?: string; readonly two?: string; readonly few?: string; readonly many?: string };

export interface Words {
  /** BCP 47: the name of the file, and what a client asks for. */
  readonly language: string;
  /** BCP 47: whose rules numbers, plurals, lists and dates follow. */
  readonly locale: string;
  /** What people call the language beside its name in the Unicode tables, as charts have it. */
  readonly names?: readonly string[];
  /** `iso` writes days as FHIR does, `long` with the name of the month. */
  readonly dates: 'iso' | 'long';
  readonly words: Readonly<Record<WordId, Word>>;
}

/** A word with its values filled in. */
export function say({ words, locale }: Words, id: WordId, values: Readonly<Record<string, string | number>> = {}): string {
  return formOf(words[id], locale, values['count']).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The form of a word for so many, as the plurals of the language have it. */
export function formOf(word: Word, locale: string, count: unknown): string {
  return typeof word === 'string' ? word : word[pluralsOf(locale).select(Number(count))] ?? word.other;
}

/** A number as the language writes it, to a tenth and without separators of thousands. */
export function sayTenths({ locale }: Pick<Words, 'locale'>, value: number): string {
  let format = formats.get(locale);
  if (format === undefined) formats.set(locale, (format = new Intl.NumberFormat(locale, { useGrouping: false })));
  return format.format(Math.round(value * 10) / 10);
}

const formats = new Map<string, Intl.NumberFormat>();

const plurals = new Map<string, Intl.PluralRules>();

function pluralsOf(locale: string): Intl.PluralRules {
  const rules = plurals.get(locale) ?? new Intl.PluralRules(locale);
  plurals.set(locale, rules);
  return rules;
}
