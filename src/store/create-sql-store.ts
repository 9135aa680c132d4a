/** The store, whichever database keeps it. */
import type { Identities } from './create-identities.ts';
import { createTokenSpender } from './create-token-spender.ts';
import { createWriteQueue, DEFAULT_LIMITS, type Gap, type QueueLimits } from './create-write-queue.ts';
import { statement, type Database } from './database.ts';
import type { DecisionRecord } from './decision-record.ts';
import { countChallenges, findChallenge, listChallenges } from './read-challenges.ts';
import { purge } from './purge.ts';
import { readClients, readMonths } from './read-bounds.ts';
import { readCard, readDecision, readDecisions, readDecisionsOf } from './read-decisions.ts';
import { readEarlier } from './read-earlier.ts';
import { readFeedback } from './read-feedback.ts';
import { readOrders } from './read-orders.ts';
import { readTallies } from './read-tallies.ts';
import { rowsOfDecision } from './rows-of-decision.ts';
import type { Store } from './store.ts';
import { readTrace } from './read-trace.ts';
import type { SealedTrace } from './trace.ts';
import { writeTraces } from './write-traces.ts';

export interface SqlStoreOptions {
  readonly identities: Identities;
  readonly report: (gap: Gap) => void;
  /** Told of traces that could not be kept. */
  readonly reportTraces?: (gap: Gap) => void;
  readonly limits?: Partial<QueueLimits>;
}

/** A trace is some ten to some thousand times as large as a decision. */
const TRACE_LIMITS: QueueLimits = { ...DEFAULT_LIMITS, waiting: 250, batch: 25, waitingBytes: 64 * 1024 * 1024, batchBytes: 16 * 1024 * 1024 };

/** A store over a database. */
export function createSqlStore(database: Database, { identities, report, reportTraces = () => undefined, limits }: SqlStoreOptions): Store {
  const queue = createWriteQueue<DecisionRecord>({
    write: async (decisions) => database.work('keepDecisions', decisions.map((each) => rowsOfDecision(each, identities))),
    report,
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
  const traces = createWriteQueue<SealedTrace>({ write: async (sealed) => void await database.write(writeTraces(sealed)), report: reportTraces, limits: TRACE_LIMITS, sizeOf: ({ body }) => body?.byteLength ?? 0 });
  let probe: Promise<void> | undefined;
  /** What was handed over is in the answer. */
  const upToNow = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    await queue.flush();
    return ask();
  };
  return {
    addDecisions: queue.add,
    // A card that was just given is to be known.
    addFeedback: (told) => upToNow(() => database.work('keepFeedback', told)),
    spendToken: createTokenSpender(database),
    listFeedback: (only) => readFeedback(database, only),
    findCard: (uuid) => upToNow(() => readCard(database, uuid)),
    findDecision: (id) => upToNow(() => readDecision(database, id)),
    decisionsOf: (order) => upToNow(() => readDecisionsOf(database, order)),
    listOrders: (query) => upToNow(() => readOrders(database, query)),
    tally: (view, query) => upToNow(() => readTallies(database, view, query)),
    months: () => upToNow(() => readMonths(database)),
    clients: () => upToNow(() => readClients(database)),
    requesterHash: identities.requester,
    addTraces: traces.add,
    findTrace: async (decision) => {
      await traces.flush();
      return readTrace(database, decision);
    },
    overridesOf: (query) => readEarlier(database, identities, query, true),
    shownTo: async (query) => {
      await queue.flush();
      return readEarlier(database, identities, query, false);
    },
    listDecisions: (query) => readDecisions(database, query),
    countChallenges: (query) => upToNow(() => countChallenges(database, query)),
    listChallenges: (query) => upToNow(() => listChallenges(database, query)),
    findChallenge: (decision) => upToNow(() => findChallenge(database, decision)),
    // Many who ask at once are answered by one write.
    checkWritable: () => probe ??= writeProbe(database).finally(() => { probe = undefined; }),
    purge: (times) => purge(database, times),
    waiting: () => ({ decisions: queue.waiting(), traces: traces.waiting() }),
    close: async () => {
      try {
        await queue.flush();
        await traces.flush();
      } finally {
        await database.close();
      }
    },
  };
}

async function writeProbe(database: Database): Promise<void> {
  await database.checkRoom?.();
  await database.write([statement('INSERT INTO probes (id, at) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET at = 1 - probes.at', [])]);
}
