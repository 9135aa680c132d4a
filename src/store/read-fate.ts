/** What one report says became of its card. */
import type { GivenSuggestion } from './decision-record.ts';
import type { Fate } from './join-fates.ts';
import type { TakenKind } from './statistics.ts';
import type { Outcome } from './store.ts';

/** What a kind of suggestion does to the imaging that was ordered. Others may do either (`update`), and are not known. */
const TAKEN: Readonly<Record<string, TakenKind>> = {
  orderSet: 'withdrawn', remove: 'withdrawn', delete: 'withdrawn', replace: 'switched', raise: 'kept', add: 'kept', options: 'kept', create: 'kept',
};
const STRONGEST: readonly TakenKind[] = ['withdrawn', 'switched', 'kept'];

export interface Report {
  /** Its number: later reports have greater ones. */
  readonly seq: number;
  readonly outcome: Outcome;
  readonly reason: string | undefined;
  /** Uuids of the suggestions that were taken. */
  readonly accepted: readonly string[];
}

export function readFate({ seq, outcome, reason, accepted }: Report, suggestions: readonly GivenSuggestion[]): Fate {
  if (outcome === 'overridden') return { outcome, reason, told: seq, taken: undefined };
  const uuids = new Set(accepted.map((uuid) => uuid.toLowerCase()));
  const kinds = suggestions.filter(({ uuid }) => uuids.has(uuid.toLowerCase())).map(({ kind }) => TAKEN[kind]);
  return { outcome, reason: undefined, told: seq, taken: STRONGEST.find((each) => kinds.includes(each)) };
}
