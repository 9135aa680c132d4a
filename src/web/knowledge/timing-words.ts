/** When evidence counts, in words. */
import type { EvidenceFile } from '../../knowledge/topic-files.ts';
import type { Tell } from '../tell.ts';

/** A phrase: "while it goes on and 90 days after". */
export function timingWords({ current, seen, onset }: Pick<EvidenceFile, 'current' | 'seen' | 'onset'>, tell: Tell): string {
  if (current !== undefined) return current === 0 ? tell('knowledge.timing.current') : current >= ALWAYS ? tell('knowledge.timing.always') : tell('knowledge.timing.currentAndAfter', { count: current });
  if (seen !== undefined) return tell('knowledge.timing.seen', { count: seen });
  if (onset === undefined) return tell('knowledge.timing.ever');
  const tiers = onset.map((tier) => (tier.length === 2 ? tell('knowledge.timing.within', { count: Number(tier[0]), grade: String(tier[1]) }) : tell('knowledge.timing.earlier', { grade: String(tier[0]) })));
  return tell('knowledge.timing.began', { tiers: tiers.join(', ') });
}

/** A window as long as a life. */
const ALWAYS = 36_500;
