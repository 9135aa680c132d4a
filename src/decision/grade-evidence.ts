/** How strongly one sighting speaks for a red flag: its rule's grade, lowered by doubt, age and second-hand words. */
import type { DayRange } from './calendar.ts';
import type { Grade } from './decision.ts';
import type { Dated } from './dated.ts';
import type { Sighting } from './recall-facts.ts';
import type { EvidenceRule, Timing } from './topic.ts';
import type { WordId } from './words.ts';

/** A grade, or nothing where the sighting is out of its window; `note` says why it is not the rule's own. */
export interface Graded {
  readonly grade?: Grade;
  readonly note?: WordId;
}

/** Grades a sighting on a day. */
export function gradeEvidence(rule: EvidenceRule, sighting: Sighting, asOf: number): Graded {
  const timed = gradeByTime(rule, rule.timing, sighting.dated, asOf);
  if (timed.grade === undefined) return timed;
  if (sighting.origin === 'order') return { grade: rule.orderWords };
  if (sighting.dated.standing === 'suspected' && !rule.isSuspicionEnough) {
    const grade = lower(timed.grade);
    return grade === undefined ? {} : { grade, note: 'note.suspected' };
  }
  // A drug is known by its name, with or without a code; a problem's name counts in full while the problem goes on.
  const isDrug = sighting.resource.resourceType.startsWith('Medication');
  const isPlainName = sighting.origin === 'name' && sighting.dated.standing === 'confirmed' && (isDrug || sighting.dated.isActive !== false);
  if (sighting.origin === 'note' || (sighting.origin === 'name' && !isPlainName)) return { grade: weaker('B', timed.grade), note: 'note.freeText' };
  return timed;
}

function gradeByTime(rule: EvidenceRule, timing: Timing, dated: Dated, asOf: number): Graded {
  switch (timing.kind) {
    case 'ever': return { grade: rule.grade };
    case 'current': return gradeCurrent(rule.grade, timing.days, dated, asOf);
    case 'seen': return gradeSeen(rule.grade, timing.days, dated, asOf);
    case 'onset': return gradeOnset(timing.tiers, dated, asOf);
  }
}

/** Risk states: counts while it goes on, however long ago it was written down; afterwards for its window. */
function gradeCurrent(grade: Grade, days: number, dated: Dated, asOf: number): Graded {
  const last = dated.ended ?? dated.seen;
  if (dated.isActive === true) return last === undefined ? { grade: weaker('B', grade), note: 'note.undated' } : { grade };
  if (last === undefined) return dated.isActive === undefined ? { grade: weaker('B', grade), note: 'note.undatedWithoutStatus' } : {};
  if (dated.isActive === undefined && dated.ended === undefined) return { grade };
  return within(last, days, asOf, grade);
}

/** Events: counts when it ended, or was last known of, within the window. */
function gradeSeen(grade: Grade, days: number, dated: Dated, asOf: number): Graded {
  const last = dated.ended ?? dated.seen;
  if (last === undefined) return dated.isActive === false ? {} : { grade: weaker('B', grade), note: 'note.undated' };
  return within(last, days, asOf, grade);
}

/** New problems: the younger, the stronger; an onset that straddles two tiers counts as the weaker of them. */
function gradeOnset(tiers: readonly { readonly days?: number; readonly grade: Grade }[], dated: Dated, asOf: number): Graded {
  const last = tiers.at(-1);
  const begun = dated.onset.range ?? dated.recorded ?? dated.seen;
  if (begun === undefined) return dated.isActive === false ? {} : { grade: 'B', note: 'note.undated' };
  // Over and done with: it counts as long as its end is inside the widest window that is graded above context.
  const widest = Math.max(0, ...tiers.filter((tier) => tier.grade !== 'C').map((tier) => tier.days ?? 0));
  if (dated.isActive === false && dated.ended !== undefined && asOf - dated.ended.latest > widest) return {};
  const youngest = tierOf(tiers, asOf - begun.latest);
  const oldest = tierOf(tiers, asOf - begun.earliest);
  if (youngest === undefined) return {};
  if (oldest?.grade === youngest.grade) return { grade: youngest.grade };
  return { grade: youngest.grade === 'C' || last === undefined ? 'C' : 'B', note: 'note.inexactOnset' };
}

function tierOf(tiers: readonly { readonly days?: number; readonly grade: Grade }[], age: number): { readonly grade: Grade } | undefined {
  return tiers.find((tier) => tier.days === undefined || age <= tier.days);
}

function within(last: DayRange, days: number, asOf: number, grade: Grade): Graded {
  if (asOf - last.latest > days) return {};
  return asOf - last.earliest > days ? { grade: weaker('B', grade), note: 'note.inexactDate' } : { grade };
}

const ORDER: readonly Grade[] = ['A', 'B', 'C'];

/** The weaker of two grades. */
export function weaker(one: Grade, other: Grade): Grade {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other;
}

/** The stronger of two grades. */
export function stronger(one: Grade, other: Grade): Grade {
  return ORDER.indexOf(one) < ORDER.indexOf(other) ? one : other;
}

function lower(grade: Grade): Grade | undefined {
  return ORDER[ORDER.indexOf(grade) + 1];
}
