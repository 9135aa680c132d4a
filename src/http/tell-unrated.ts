/** Why an order was given no rating. */
import type { Decision } from '../decision/decision.ts';
import { certaintyOf } from '../decision/match-scenario.ts';
import type { Topic } from '../decision/topic.ts';
import type { Unrated } from '../store/statistics.ts';

/** `undefined` for one that has a rating. Without its required reads only red flags make a scenario, so that reason comes first. */
export function tellUnrated(topic: Topic, { rating, gaps, findings, scenario }: Decision): Unrated | undefined {
  if (rating !== undefined) return undefined;
  if (gaps.some(({ read }) => topic.requiredReads.includes(read)) && certaintyOf(findings, scenario.id) === undefined) return 'unreadable';
  switch (scenario.kind) {
    case 'route': return 'route';
    case 'none': return 'no-criteria';
    case 'variant': return 'outside';
  }
}
