/** What is wrong with feedback that a client sends (CDS Hooks 2.0, Feedback). */
import type { CallFault, CallFindings } from './check-request.ts';
import { isObject, isText, listOf, objectOf, type Json } from './json.ts';
import type { RequirementId } from './requirements.ts';

/** What was answered: reports can be about that alone. */
export interface Shown {
  readonly suggestions: readonly string[];
  /** `system|code`. */
  readonly reasons: readonly string[];
}

/** RFC 3339: UTC is Z, +00:00 or, where the local time is not known, -00:00 (4.3); T and Z in either case (5.6). */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]00:00)$/i;

export function checkReports(body: unknown, shown: ReadonlyMap<string, Shown>): CallFindings {
  const { feedback } = objectOf(body);
  if (!Array.isArray(feedback) || feedback.length === 0) return { seen: ['C-FB-1'], faults: [{ id: 'C-FB-1', pointer: '/feedback', words: 'is missing, no list, or empty' }] };
  const reports = feedback.map(objectOf);
  return {
    seen: ['C-FB-1', 'C-FB-2', 'C-FB-4', ...(reports.some(({ outcome }) => outcome === 'accepted') ? ['C-FB-3'] as const : []), ...(reports.some(({ overrideReason }) => overrideReason !== undefined) ? ['C-FB-5'] as const : [])],
    faults: reports.flatMap((report, index) => checkReport(report, `/feedback/${index}`, shown)),
  };
}

function checkReport({ card, outcome, outcomeTimestamp, acceptedSuggestions, overrideReason, overrideReasons }: Json, pointer: string, shown: ReadonlyMap<string, Shown>): readonly CallFault[] {
  const about = isText(card) ? shown.get(card) : undefined;
  return [
    ...found('C-FB-2', `${pointer}/card`, isText(card), 'is missing, or no text'), ...found('C-FB-2', `${pointer}/outcome`, outcome === 'accepted' || outcome === 'overridden', 'is neither accepted nor overridden'),
    ...found('C-FB-2', `${pointer}/outcomeTimestamp`, isText(outcomeTimestamp) && TIMESTAMP.test(outcomeTimestamp), 'is missing, or no moment in UTC (RFC 3339)'),
    ...found('C-FB-4', `${pointer}/card`, !isText(card) || about !== undefined, 'is no card that was answered'),
    ...(outcome === 'accepted' ? checkAccepted(acceptedSuggestions, `${pointer}/acceptedSuggestions`, about) : []),
    ...(overrideReason === undefined ? [] : checkReason(overrideReason, `${pointer}/overrideReason`, about)),
    ...found('C-FB-5', `${pointer}/overrideReasons`, overrideReasons === undefined, 'is overrideReason by its name'),
  ];
}

function checkAccepted(value: unknown, pointer: string, about: Shown | undefined): readonly CallFault[] {
  if (listOf(value).length === 0) return found('C-FB-3', pointer, false, 'is missing, or empty');
  return listOf(value).flatMap((each, index) => {
    const { id } = objectOf(each);
    return found('C-FB-3', `${pointer}/${index}/id`, isText(id) && (about === undefined || about.suggestions.includes(id)), 'is no suggestion of that card');
  });
}

function checkReason(value: unknown, pointer: string, about: Shown | undefined): readonly CallFault[] {
  if (!isObject(value) || (value['reason'] === undefined && !isText(value['userComment']))) return found('C-FB-5', pointer, false, 'has neither a reason nor a comment');
  if (value['reason'] === undefined) return [];
  const { system, code } = objectOf(value['reason']);
  if (!isText(system) || !isText(code)) return found('C-FB-5', `${pointer}/reason`, false, 'is no Coding with code and system');
  return found('C-FB-5', `${pointer}/reason`, about === undefined || about.reasons.includes(`${system}|${code}`), 'is no reason that the card offered');
}

function found(id: RequirementId, pointer: string, isFine: boolean, words: string): readonly CallFault[] {
  return isFine ? [] : [{ id, pointer, words }];
}
