/** A store that lasts as long as the process (`memory:`). */
import { createTokenLedger } from './create-token-ledger.ts';
import type { Feedback, KeptFeedback, Store } from './store.ts';

/** Most cards and most reports that are kept; the oldest go first. */
export interface MemoryLimits {
  readonly cards: number;
  readonly feedback: number;
}

const DEFAULTS: MemoryLimits = { cards: 100_000, feedback: 100_000 };

export function createMemoryStore(limits: MemoryLimits = DEFAULTS): Store {
  const owners = new Map<string, string>();
  const feedback = new Map<string, KeptFeedback>();
  return {
    addCards: (given) => {
      for (const { uuid, client } of given) owners.set(uuid.toLowerCase(), client);
      dropOldest(owners, limits.cards);
    },
    addFeedback: async (told) => {
      let added = 0;
      let unmatched = 0;
      for (const each of told) {
        const key = keyOf(each);
        if (feedback.has(key)) continue;
        const isMatched = owners.get(each.card.toLowerCase()) === each.client;
        feedback.set(key, { ...each, isMatched });
        added += 1;
        if (!isMatched) unmatched += 1;
      }
      dropOldest(feedback, limits.feedback);
      return { added, repeated: told.length - added, unmatched };
    },
    ownerOf: async (card) => owners.get(card.toLowerCase()),
    spendToken: createTokenLedger(),
    listFeedback: async () => [...feedback.values()],
  };
}

/** What makes two reports the same one (FB-3). */
function keyOf({ client, card, outcome, outcomeTimestamp, acceptedSuggestions }: Feedback): string {
  return JSON.stringify([client, card.toLowerCase(), outcome, outcomeTimestamp, [...acceptedSuggestions].sort()]);
}

function dropOldest(kept: Map<string, unknown>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}
