/** The language to speak with a patient (FHIR R4 Patient.communication). */
import type { Resource } from '../decision/chart.ts';
import { list, member, statusCode, wordsOf } from '../decision/concept.ts';
import { languageTag } from '../decision/language-tag.ts';
import { escapePlain } from './escape.ts';

/** FHIR's `patient-interpreterRequired` and US Core's `us-core-interpreter-needed`. */
const INTERPRETER = /interpreter-?(?:required|needed)$/i;
const YES = /^y(?:es)?\b/i;

/** What there is to choose from. */
export interface Languages {
  /** BCP 47 of the drafts: it is not worth a word. */
  readonly own: string;
  /** BCP 47 of what the patient can be given. */
  readonly offered: readonly string[];
  /** By language: what charts call it beside its name in the Unicode tables. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

export interface PreferredLanguage {
  /** Its name, where it is not the drafts' own. */
  readonly language?: string;
  /** Which of the offered ones it is, if any. */
  readonly offered?: string;
  readonly needsInterpreter: boolean;
}

/** The language marked as preferred, or the only one on file. */
export function preferredLanguage(patient: Resource | undefined, { own, offered, names }: Languages): PreferredLanguage {
  const all = list(patient?.['communication']);
  const spoken = all.find((each) => member(each, 'preferred') === true) ?? (all.length === 1 ? all[0] : undefined);
  const concept = member(spoken, 'language');
  const [name = statusCode(concept)] = wordsOf(concept);
  const isCalled = (language: string): boolean => [statusCode(concept), name].some((word) => word !== undefined && isNameOf(language, word, names.get(language) ?? names.get(language.split('-')[0]!) ?? []));
  const given = offered.find(isCalled);
  return {
    ...(name !== undefined && !isCalled(own) && { language: escapePlain(name, 60) }),
    ...(given !== undefined && { offered: given }),
    needsInterpreter: list(patient?.['extension']).some(asksForInterpreter),
  };
}

function isNameOf(language: string, word: string, others: readonly string[]): boolean {
  return baseOf(languageTag(word)) === baseOf(language) || namesOf(language, others).test(plain(word));
}

function baseOf(tag: string | undefined): string | undefined {
  return tag?.split('-')[0];
}

/** Charts are typed without accents too. */
function plain(word: string): string {
  return word.trim().normalize('NFD').replace(/\p{M}/gu, '');
}

const patterns = new Map<string, RegExp>();

/** Its code, or its name in English or in itself, or another one: charts have all of them. */
function namesOf(language: string, others: readonly string[]): RegExp {
  const key = [language, ...others].join();
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const code = language.split('-')[0]!;
  const names = ['en', code].flatMap((locale) => new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? []);
  const all = [code, ...names, ...others].map(plain);
  const pattern = new RegExp(`^(?:${all.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
  patterns.set(key, pattern);
  return pattern;
}

function asksForInterpreter(extension: unknown): boolean {
  if (!INTERPRETER.test(String(member(extension, 'url')))) return false;
  const answer = member(extension, 'valueCoding');
  return member(extension, 'valueBoolean') === true || [member(answer, 'display'), member(answer, 'code')].some((word) => YES.test(String(word ?? '')));
}
