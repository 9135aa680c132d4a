/** What to say to an order that was rated usually not appropriate: what fits in its place, and whether it can wait. */
import type { KeptOrder } from '../store/statistics.ts';
import type { Known } from './known.ts';
import type { Words } from './words.ts';

/** In an emergency the rating is about the study, not about imaging: never a reason to do nothing. */
export function caseGuidance({ variant, study, urgency }: Pick<KeptOrder, 'variant' | 'study'> & Partial<Pick<KeptOrder, 'urgency'>>, words: Words, { urgencyOf, betterIn }: Known): string {
  const better = betterIn(variant).filter((each) => each !== study).map((each) => words.of('study', each));
  const haste = urgencyOf(variant) ?? (urgency === 'routine' ? undefined : urgency);
  const advice = words.advice(variant).replace(/\.$/, '');
  const fits = better.length === 0 ? '' : `What fits: ${better.join(' or ')}`;
  if (haste !== undefined) return `What was recorded is ${haste === 'emergent' ? 'an emergency' : 'urgent'} and should not wait. This study is usually not the one to answer it${fits === '' ? '' : `. ${fits}`}.`;
  if (fits !== '') return `This study is usually not the one to answer it. ${fits}.`;
  return `Usually not appropriate here${advice === '' ? '' : `: ${advice}`}.`;
}
