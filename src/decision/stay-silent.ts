/** Whether advice that is due was given before and answered, so that giving it again would only be noise. Never where a red flag stands. */
import { dayNumber } from './calendar.ts';
import type { Day } from './chart.ts';
import type { Decision } from './decision.ts';
import type { Topic } from './topic.ts';

/** Hooks in the order in which one order meets them. */
type Hook = 'order-select' | 'order-sign';

/** Advice that was shown about the same patient. */
export interface EarlierAdvice {
  /** The record of it. */
  readonly decision: string;
  readonly hook: Hook;
  /** It came from another service than the one that is asked now: a client replaces the cards of one service by its next answer, and keeps those of another. */
  readonly isFromOtherService: boolean;
  readonly topic: string;
  readonly version: string;
  readonly study: string;
  readonly variant: string;
  readonly row: string;
  readonly isSameOrder: boolean;
  readonly isOverridden: boolean;
  /** Day on which it was overridden, where the service decides. */
  readonly overriddenOn?: Day;
  /** Code of the reason. */
  readonly reason?: string;
  /** Reads that fell short then, of those that could hide a red flag: the card said so. */
  readonly hidden: readonly string[];
  /** Not known where either call named no encounter. */
  readonly isSameEncounter?: boolean;
}

/** Why nothing is said, and what was said before. */
export interface Silence {
  readonly because: 'shown-when-selected' | 'overridden-in-encounter' | 'overridden-with-reason';
  readonly decision: string;
  readonly reason?: string;
}

/** True where advice may be held back at all: the knowledge lets it rest, it is routine, and no red flag stands in the chart, not even a weak one. */
export function maySilence(topic: Topic, { scenario, advice, urgency, findings }: Decision): boolean {
  const mayRest = scenario.kind === 'variant' && topic.adviceTable.rows.some(({ result }) => result.id === advice.row && result.mayRest === true);
  const isDue = advice.kind !== 'silent' && advice.card !== undefined;
  const isUrgent = urgency !== 'routine' || advice.kind === 'expedite' || advice.indicator === 'critical';
  return mayRest && isDue && !isUrgent && !findings.some(({ leadsTo, grade }) => leadsTo !== undefined && (grade === 'A' || grade === 'B'));
}

/** The first of the earlier ones, the last given first, that answers for this decision; `undefined` where it is to be said. */
export function staySilent(topic: Topic, decision: Decision, hook: Hook, earlier: readonly EarlierAdvice[]): Silence | undefined {
  if (!maySilence(topic, decision)) return undefined;
  for (const each of earlier) {
    if (!isSameAdvice(decision, each)) continue;
    // What could not be read now and could then was never said.
    if (decision.gaps.some(({ read, hidesRedFlags }) => hidesRedFlags && !each.hidden.includes(read))) continue;
    const because = answers(topic, decision, hook, each);
    if (because !== undefined) return { because, decision: each.decision, ...(each.isOverridden && each.reason !== undefined && { reason: each.reason }) };
  }
  return undefined;
}

/** The same row of the same knowledge about the same study: another one says something else. */
function isSameAdvice({ topic, study, scenario, advice }: Decision, each: EarlierAdvice): boolean {
  return each.topic === topic.id && each.version === topic.version && each.study === study.id && each.variant === scenario.id && each.row === advice.row;
}

function answers(topic: Topic, { asOf }: Decision, hook: Hook, each: EarlierAdvice): Silence['because'] | undefined {
  if (hook === 'order-sign' && each.hook === 'order-select' && each.isSameOrder && each.isFromOtherService) return 'shown-when-selected';
  if (!each.isOverridden || each.overriddenOn === undefined) return undefined;
  const days = dayNumber(asOf) - dayNumber(each.overriddenOn);
  // A call that names no encounter belongs to the one of its day.
  if (each.isSameEncounter ?? days === 0) return 'overridden-in-encounter';
  const quietDays = [...topic.overrideReasons.values()].find(({ code }) => code === each.reason)?.quietDays ?? 0;
  // The day of an order may lie one before the server's, so an override may seem to come from tomorrow.
  return quietDays > 0 && days >= -1 && days <= quietDays ? 'overridden-with-reason' : undefined;
}
