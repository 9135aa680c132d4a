/** The store, whichever database keeps it. */
import { createHash } from 'node:crypto';
import { countDecisions } from './count-decisions.ts';
import type { Identities } from './create-identities.ts';
import { createWriteQueue, DEFAULT_LIMITS, type Gap, type QueueLimits } from './create-write-queue.ts';
import { statement, type Database } from './database.ts';
import type { DecisionRecord } from './decision-record.ts';
import { countChallenges, findChallenge, listChallenges } from './read-challenges.ts';
import { purge } from './purge.ts';
import { readCard, readDecisions } from './read-decisions.ts';
import { readEarlier } from './read-earlier.ts';
import { readFeedback } from './read-feedback.ts';
import type { SpentToken, Store } from './store.ts';
import { writeDecisions } from './write-decisions.ts';
import { writeFeedback } from './write-feedback.ts';

export interface SqlStoreOptions {
  readonly identities: Identities;
  readonly report: (gap: Gap) => void;
  readonly limits?: Partial<QueueLimits>;
}

/** A store over a database. */
export function createSqlStore(database: Database, { identities, report, limits }: SqlStoreOptions): Store {
  const queue = createWriteQueue<DecisionRecord>({
    write: async (decisions) => void await database.write(writeDecisions(decisions, identities)),
    report,
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
  let probe: Promise<void> | undefined;
  return {
    addDecisions: queue.add,
    addFeedback: async (told) => {
      // A card that was just given is to be known.
      await queue.flush();
      return writeFeedback(database, told);
    },
    spendToken: (token) => spendToken(database, token),
    listFeedback: (only) => readFeedback(database, only),
    findCard: async (uuid) => {
      await queue.flush();
      return readCard(database, uuid);
    },
    overridesOf: (query) => readEarlier(database, identities, query, true),
    shownTo: async (query) => {
      await queue.flush();
      return readEarlier(database, identities, query, false);
    },
    listDecisions: (query) => readDecisions(database, query),
    countDecisions: (query) => countDecisions(database, query),
    countChallenges: (query) => countChallenges(database, query),
    listChallenges: (query) => listChallenges(database, query),
    findChallenge: (decision) => findChallenge(database, decision),
    // Many who ask at once are answered by one write.
    checkWritable: () => probe ??= writeProbe(database).finally(() => { probe = undefined; }),
    purge: (times) => purge(database, times),
    close: async () => {
      try {
        await queue.flush();
      } finally {
        await database.close();
      }
    },
  };
}

async function spendToken(database: Database, { issuer, id, expiresAt }: SpentToken): Promise<boolean> {
  const name = createHash('sha256').update(JSON.stringify([issuer, id])).digest('base64url');
  const [marked] = await database.write([statement('INSERT INTO tokens (name, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING name', [name, expiresAt.getTime()])]);
  return marked!.length === 1;
}

async function writeProbe(database: Database): Promise<void> {
  await database.write([statement('INSERT INTO probes (id, at) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET at = 1 - probes.at', [])]);
}
