/** What the knowledge says about ids that orders and cards are kept with, beyond their words. */
import type { Topic } from '../decision/topic.ts';

export interface Known {
  /** With this reason a clinician reports a red flag that is not in the chart. */
  isRedFlagReason(code: string | undefined): boolean;
  /** A card of this kind stands beside another one as information: what becomes of it is no answer to advice. */
  isBeside(template: string | undefined): boolean;
  /** Red flags are looked for in what this read brings. */
  hidesRedFlags(read: string): boolean;
  /** An emergency by itself. */
  urgencyOf(variant: string): 'urgent' | 'emergent' | undefined;
  /** Studies that fit better in a variant, the best first. */
  betterIn(variant: string): readonly string[];
}

/** What the loaded topics know. */
export function knownOf(topics: readonly Topic[]): Known {
  const redFlagReasons = new Set(topics.flatMap(({ overrideReasons }) => [...overrideReasons.values()].filter(({ isRedFlag }) => isRedFlag === true).map(({ code }) => code)));
  const beside = new Set(topics.flatMap(({ cards }) => [...cards.values()].flatMap(({ second }) => (second === undefined ? [] : [second]))));
  const reads = new Set(topics.flatMap((topic) => topic.reads.filter(({ hidesRedFlags }) => hidesRedFlags).map(({ id }) => id)));
  const scenarios = new Map(topics.flatMap((topic) => [...topic.scenarios]));
  return {
    isRedFlagReason: (code) => code !== undefined && redFlagReasons.has(code),
    isBeside: (template) => template !== undefined && beside.has(template),
    hidesRedFlags: (read) => reads.has(read),
    urgencyOf: (variant) => scenarios.get(variant)?.urgency,
    betterIn: (variant) => scenarios.get(variant)?.better ?? [],
  };
}
