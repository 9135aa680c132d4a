/** Why an order was given no rating. */
import type { Decision } from './decision.ts';
import { certaintyOf } from './match-scenario.ts';
import type { Topic } from './topic.ts';

/** Why an order has no rating: a required read fell short, another topic's criteria apply, none do, or the ratings are not for such a patient. */
export type Unrated = 'unreadable' | 'route' | 'no-criteria' | 'outside';

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
