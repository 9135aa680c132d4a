/** The language to speak with a patient (FHIR R4 Patient.communication). */
import type { Resource } from '../decision/chart.ts';
import { list, member, statusCode, wordsOf } from '../decision/concept.ts';
import { escapePlain } from './escape.ts';

/** Drafts are written in English: it is not worth a word. */
const OWN = /^en(?:glish)?\b/i;
/** FHIR's `patient-interpreterRequired` and US Core's `us-core-interpreter-needed`. */
const INTERPRETER = /interpreter-?(?:required|needed)$/i;
const YES = /^y(?:es)?\b/i;

/** What a draft says of it: the language where it is another one, and whether an interpreter is asked for. */
export interface PreferredLanguage {
  readonly language?: string;
  readonly needsInterpreter: boolean;
}

/** The language marked as preferred, or the only one on file. */
export function preferredLanguage(patient: Resource | undefined): PreferredLanguage {
  const all = list(patient?.['communication']);
  const spoken = all.find((each) => member(each, 'preferred') === true) ?? (all.length === 1 ? all[0] : undefined);
  const concept = member(spoken, 'language');
  const [name = statusCode(concept)] = wordsOf(concept);
  const isOwn = OWN.test(statusCode(concept) ?? '') || OWN.test(name ?? '');
  return { ...(name !== undefined && !isOwn && { language: escapePlain(name, 60) }), needsInterpreter: list(patient?.['extension']).some(asksForInterpreter) };
}

function asksForInterpreter(extension: unknown): boolean {
  if (!INTERPRETER.test(String(member(extension, 'url')))) return false;
  const answer = member(extension, 'valueCoding');
  return member(extension, 'valueBoolean') === true || [member(answer, 'display'), member(answer, 'code')].some((word) => YES.test(String(word ?? '')));
}
