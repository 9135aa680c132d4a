/** Understands a feedback body in all the shapes clients send (CDS Hooks 2.0, Feedback; FB-2 to FB-4, FB-7). */
import { isObject } from '../chart/shape/element.ts';
import { list, member } from '../decision/concept.ts';
import { RequestError } from '../errors.ts';
import type { Feedback, Outcome } from '../store/store.ts';

/** What a report says; who sent it and when it came is added by the caller. */
export type Told = Omit<Feedback, 'client' | 'service' | 'receivedAt'>;

export interface ParsedFeedback {
  readonly told: readonly Told[];
  /** Entries without a card or a known outcome. */
  readonly unusable: number;
}

const LONGEST_COMMENT = 4000;
const LONGEST_WORD = 200;
const MOST_SUGGESTIONS = 50;
const MOST_ENTRIES = 1000;
/** Where Epic puts a reason that is no Coding. */
const EPIC_REASON = 'com.epic.cdshooks.feedback.overrideReason.';
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** The entries that can be used. Strict about card and outcome alone. Throws RequestError when there is no list, or nothing usable in it. */
export function parseFeedback(body: unknown): ParsedFeedback {
  const entries = isObject(body) ? body['feedback'] : undefined;
  if (!Array.isArray(entries)) throw new RequestError([{ pointer: '/feedback', kind: entries === undefined ? 'required' : 'structure', message: 'feedback must be an array.' }]);
  if (entries.length > MOST_ENTRIES) throw new RequestError([{ pointer: '/feedback', message: `At most ${MOST_ENTRIES} reports are taken in one call.` }]);
  const told = entries.flatMap(readEntry);
  if (entries.length > 0 && told.length === 0) {
    throw new RequestError(entries.slice(0, 20).map((_, index) => ({ pointer: `/feedback/${index}`, message: 'An entry needs card (the uuid of a card) and outcome ("accepted" or "overridden").' })));
  }
  return { told, unusable: entries.length - told.length };
}

function readEntry(entry: unknown): readonly Told[] {
  const card = word(member(entry, 'card'));
  const outcome = outcomeOf(member(entry, 'outcome'));
  if (card === undefined || outcome === undefined) return [];
  const outcomeTimestamp = timeOf(member(entry, 'outcomeTimestamp'));
  // The specification's name, and Epic's (plural, an object).
  const override = [...list(member(entry, 'overrideReason')), ...list(member(entry, 'overrideReasons'))].find((each) => isObject(each) || typeof each === 'string');
  const reason = outcome === 'overridden' ? reasonOf(override) : undefined;
  const userComment = text(member(override, 'userComment') ?? member(entry, 'userComment'), LONGEST_COMMENT);
  return [{
    card,
    outcome,
    ...(outcomeTimestamp !== undefined && { outcomeTimestamp }),
    acceptedSuggestions: outcome === 'accepted' ? [...new Set(list(member(entry, 'acceptedSuggestions')).slice(0, MOST_SUGGESTIONS).flatMap((each) => word(typeof each === 'string' ? each : member(each, 'id')) ?? []))] : [],
    ...(reason !== undefined && { reason }),
    ...(userComment !== undefined && { userComment }),
  }];
}

/** A Coding under `reason`, flat, as a bare code, or in Epic's extension. */
function reasonOf(override: unknown): Feedback['reason'] {
  const written = member(override, 'reason') ?? override;
  const extension = member(override, 'extension');
  const epic = (name: string): unknown => member(extension, `${EPIC_REASON}${name}`);
  const code = word(typeof written === 'string' ? written : member(written, 'code') ?? epic('reasonCategory'));
  const system = word(member(written, 'system'));
  const display = word(member(written, 'display') ?? epic('reasonDisplay') ?? epic('reasonTitle'));
  if (code === undefined && display === undefined) return undefined;
  return { ...(code !== undefined && { code }), ...(system !== undefined && { system }), ...(display !== undefined && { display }) };
}

function outcomeOf(value: unknown): Outcome | undefined {
  const written = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return written === 'accepted' || written === 'overridden' ? written : undefined;
}

function timeOf(value: unknown): string | undefined {
  const time = typeof value === 'string' && RFC_3339.test(value.trim()) ? new Date(value.trim()) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function word(value: unknown): string | undefined {
  return text(typeof value === 'number' ? String(value) : value, LONGEST_WORD);
}

function text(value: unknown, longest: number): string | undefined {
  const written = typeof value === 'string' ? value.trim() : '';
  // A slice would keep the whole text alive behind it.
  return written === '' ? undefined : Buffer.from(written.slice(0, longest)).toString();
}
