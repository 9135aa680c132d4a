/** When evidence counts, in words. */
import type { EvidenceFile } from '../../knowledge/topic-files.ts';

/** A phrase: "while it goes on and 90 days after". */
export function timingWords({ current, seen, onset }: Pick<EvidenceFile, 'current' | 'seen' | 'onset'>): string {
  if (current !== undefined) return current === 0 ? 'while it goes on' : current >= ALWAYS ? 'from when it began' : `while it goes on and ${days(current)} after`;
  if (seen !== undefined) return `ended, or last known of, within ${days(seen)}`;
  if (onset === undefined) return 'at any time in life';
  const [first, ...later] = onset.map((tier) => (tier.length === 2 ? `within ${days(Number(tier[0]))} grade ${String(tier[1])}` : `earlier grade ${String(tier[0])}`));
  return `began ${[first, ...later].join(', ')}`;
}

/** A window as long as a life. */
const ALWAYS = 36_500;

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
