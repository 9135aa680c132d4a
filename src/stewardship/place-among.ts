/** Where one person stands among peers: exact ranks, counted and not rounded. */
import type { Requester } from './statistics.ts';

/** Peers per step of ten per cent. */
export interface Step {
  /** Share in per cent where the step begins. */
  readonly from: number;
  readonly peers: number;
  readonly isOwn: boolean;
}

export interface Place {
  readonly count: number;
  /** The middle peer, or the mean of the middle two. */
  readonly median: number;
  /** What the best tenth of the peers reach, one peer at least; and how many are at or below it. */
  readonly best: { readonly share: number; readonly peers: number };
  readonly steps: readonly Step[];
  /** Peers with a lower share. */
  readonly lower: number;
  readonly position: Requester['position'];
}

const STEPS = 10;
const TENTH = 10;

/** Peers are at least one, all with rated orders. */
export function placeAmong(self: Requester, peers: readonly Requester[]): Place {
  const shares = peers.map(shareIn).sort((a, b) => a - b);
  const own = shareIn(self);
  const at = (rank: number): number => shares[rank]!;
  const middle = Math.floor(shares.length / 2);
  const best = at(Math.ceil(shares.length / TENTH) - 1);
  return {
    count: peers.length,
    median: shares.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2,
    best: { share: best, peers: shares.filter((share) => share <= best).length },
    steps: Array.from({ length: STEPS }, (_, step) => ({ from: (step * 100) / STEPS, peers: peers.filter((peer) => stepOf(peer) === step).length, isOwn: stepOf(self) === step })),
    lower: shares.filter((share) => share < own).length,
    position: self.position,
  };
}

/** Not the rounded share: two that differ in the fifth place are not alike. */
function shareIn({ notAppropriate: { count, of } }: Requester): number {
  return count / of;
}

function stepOf({ notAppropriate: { count, of } }: Requester): number {
  return Math.min(STEPS - 1, Math.floor((count * STEPS) / of));
}
