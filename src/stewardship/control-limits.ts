/** How far a share may lie from the common one by chance alone: the lines of a funnel plot. */

/** Counts outside are unlikely by chance: fewer than `fewest`, or more than `most`. */
export interface ControlLimits {
  readonly fewest: number;
  readonly most: number;
  /** The same as shares between whole counts, so that lines through them are smooth: a share at or beyond a line is outside. */
  readonly low: number;
  readonly high: number;
}

/** Below it e to that power is no longer exact. */
const SMALLEST_LOG = -700;

/** Exact binomial limits of counts among `of` when the true share is `share`; at most `tail` of counts lie beyond each side by chance. */
export function controlLimits(of: number, share: number, tail: number): ControlLimits {
  const above = upper(of, share, tail);
  const below = upper(of, 1 - share, tail);
  return { fewest: of - below.most, most: above.most, low: Math.max(0, 1 - below.line / of), high: Math.min(1, above.line / of) };
}

/** The smallest count that at least 1 − tail of the distribution does not exceed, and the line just above it. */
function upper(of: number, share: number, tail: number): { readonly most: number; readonly line: number } {
  if (share <= 0) return { most: 0, line: 1 };
  if (share >= 1) return { most: of, line: of + 1 };
  const odds = share / (1 - share);
  // The first terms of many orders are too small for a number: in logarithms until they are not.
  let log = of * Math.log1p(-share);
  let term = Math.exp(log);
  let reached = term;
  let before = 0;
  let count = 0;
  while (reached < 1 - tail && count < of) {
    const step = ((of - count) / (count + 1)) * odds;
    if (log > SMALLEST_LOG) term *= step;
    else {
      log += Math.log(step);
      term = Math.exp(log);
    }
    count += 1;
    before = reached;
    reached += term;
  }
  // Between whole counts by how far the distribution overshoots (Spiegelhalter 2005, doi 10.1002/sim.1970), one count on the safe side.
  const overshoot = reached > before ? Math.min(1, Math.max(0, (reached - (1 - tail)) / (reached - before))) : 0;
  return { most: count, line: count + 1 - overshoot };
}
