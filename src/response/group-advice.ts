/** Which cards an answer has: the same advice once, whatever number of orders it is about (CARD-12). */
import type { Indicator } from '../decision/decision.ts';
import type { AdviceGroup, Judged } from './judged.ts';
import { lookUp } from './look-up.ts';
import type { Profile } from './profile.ts';

/** Card that says the patient could not be read; not every client wants to hear it. */
const UNREADABLE = 'unreadable';

const URGENCY: readonly Indicator[] = ['critical', 'warning', 'info'];

/** Groups of orders with one card each, most urgent first, then as the request has them (CARD-14); one interruption at most. */
export function groupAdvice(judged: readonly Judged[], profile: Profile, hook: 'order-select' | 'order-sign'): readonly AdviceGroup[] {
  const groups = new Map<string, Judged[]>();
  for (const each of judged) {
    if (!isShown(each, profile, hook)) continue;
    const key = adviceKey(each);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map(toGroup).sort(byUrgency).map(interruptOnce);
}

function isShown({ decision: { advice }, silence }: Judged, profile: Profile, hook: 'order-select' | 'order-sign'): boolean {
  if (advice.kind === 'silent' || advice.card === undefined || silence !== undefined) return false;
  if (advice.card === UNREADABLE && !profile.showsUnreadable) return false;
  const isInfo = (advice.indicator ?? 'info') === 'info';
  return !(isInfo && profile.isQuietOnSelect && hook === 'order-select');
}

/** The rating tells advice apart except where the matter is urgency: an emergency is one card, whatever was ordered. */
function adviceKey({ topic, decision: { advice, scenario, rating } }: Judged): string {
  const category = advice.kind === 'expedite' ? undefined : rating?.category;
  return JSON.stringify([topic.id, advice.card, advice.row, scenario.id, category]);
}

function toGroup(members: readonly Judged[]): AdviceGroup {
  const first = members[0]!;
  const { advice } = first.decision;
  return { template: lookUp(first.topic.cards, advice.card!, 'card'), indicator: advice.indicator ?? 'info', first, members };
}

function byUrgency(one: AdviceGroup, other: AdviceGroup): number {
  return URGENCY.indexOf(one.indicator) - URGENCY.indexOf(other.indicator);
}

/** Only the first card of an answer may interrupt (clinical rules, "several orders"). */
function interruptOnce(group: AdviceGroup, index: number): AdviceGroup {
  return index === 0 ? group : { ...group, indicator: 'info' };
}
