/** How often the challenger would have said something else, and where. */
import type { Parting } from '../decision/compare-decisions.ts';
import type { ChallengeTally, Store } from '../store/store.ts';
import type { Selection } from './selection.ts';
import { shareOf } from './share.ts';
import type { ChallengerPart } from './statistics.ts';

/** Those a reader wants to see one by one, the weightiest first. */
const LOOKED_AT: readonly Parting[] = ['advice', 'rating', 'variant'];
const OF_EACH = 5;

/** Nothing where no challenger was asked. Rejects with StoreError. */
export async function countChallenger(store: Pick<Store, 'countChallenges' | 'listChallenges'>, { from, to, client }: Selection): Promise<ChallengerPart | undefined> {
  const query = { from, to, ...(client !== undefined && { client }) };
  const [tallies, ...lists] = await Promise.all([store.countChallenges(query), ...LOOKED_AT.map((parting) => store.listChallenges({ ...query, parting, limit: OF_EACH }))]);
  if (tallies.length === 0) return undefined;
  const compared = total(tallies);
  return { compared, same: shareOf(total(tallies.filter(({ parting }) => parting === 'same')), compared), tallies, latest: lists.flat() };
}

function total(tallies: readonly ChallengeTally[]): number {
  return tallies.reduce((sum, { count }) => sum + count, 0);
}
