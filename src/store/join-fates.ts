/** What became of cards: of one, of a decision's, of an order's. */
import type { DecisionOutcome } from './decision-record.ts';
import type { TakenKind } from './statistics.ts';

export interface Fate {
  readonly outcome: DecisionOutcome;
  /** Code of the reason, of the last override. */
  readonly reason: string | undefined;
  /** Which report said so: its number; 0 where none did. */
  readonly told: number;
  readonly taken: TakenKind | undefined;
}

export const NO_CARD: Fate = { outcome: 'none', reason: undefined, told: 0, taken: undefined };
export const NOTHING_HEARD: Fate = { ...NO_CARD, outcome: 'ignored' };

const OUTCOMES: readonly DecisionOutcome[] = ['none', 'ignored', 'overridden', 'accepted'];
const TAKEN: readonly (TakenKind | undefined)[] = [undefined, 'kept', 'switched', 'withdrawn'];

/** The stronger of two, the later report of two alike: a card that was taken once was taken, whatever else is said of it. */
export function joinFates(one: Fate, other: Fate): Fate {
  const difference = OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome);
  const { outcome, reason, told } = difference > 0 || (difference === 0 && one.told > other.told) ? one : other;
  return { outcome, reason, told, taken: TAKEN[Math.max(TAKEN.indexOf(one.taken), TAKEN.indexOf(other.taken))] };
}
