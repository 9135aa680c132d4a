/** Makes kept decisions again from what they were made from, with the knowledge of any release, and compares byte for byte. */
import type { KeyObject } from 'node:crypto';
import type { Chart } from '../decision/chart.ts';
import { decide } from '../decision/decide.ts';
import type { Topic } from '../decision/topic.ts';
import { ReplayError } from '../errors.ts';
import type { KeptDecision } from '../store/decision-record.ts';
import { openTrace } from '../store/open-trace.ts';
import type { Store } from '../store/store.ts';
import { listChanges, type Change } from './list-changes.ts';

export interface ReplayServices {
  readonly store: Pick<Store, 'findCard' | 'findDecision' | 'findTrace'>;
  readonly key: KeyObject;
  readonly topics: readonly Topic[];
}

/** One decision, made again. */
export interface Replayed {
  /** Id of the record of the decision. */
  readonly decision: string;
  /** UTC, RFC 3339. */
  readonly at: string;
  readonly topic: string;
  /** Version of the knowledge then, and now; `now` is absent where nothing could be made. */
  readonly then: string;
  readonly now?: string;
  /** `different`: the same knowledge decides otherwise. `revised`: another version does. */
  readonly result: 'identical' | 'different' | 'revised' | 'failed';
  readonly differences: readonly Change[];
  readonly problem?: { readonly kind: ReplayError['kind']; readonly message: string };
  readonly chart?: Chart;
}

/** The decisions of a card, or the one with that id. Throws ReplayError for an id nobody knows. */
export async function replay(id: string, services: ReplayServices): Promise<readonly Replayed[]> {
  const ofCard = await services.store.findCard(id);
  const own = ofCard.length > 0 ? undefined : await services.store.findDecision(id);
  const decisions = own === undefined ? ofCard : [own];
  if (decisions.length === 0) throw new ReplayError('unknown', `No card or decision ${id} is kept. Its record may be older than RETENTION_DAYS, or STORE names another database.`);
  return Promise.all(decisions.map((decision) => replayOne(decision, services)));
}

async function replayOne(decision: KeptDecision, services: ReplayServices): Promise<Replayed> {
  const { id, at, topic, version } = decision;
  try {
    return { decision: id, at, topic, then: version, ...await makeAgain(decision, services) };
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    return { decision: id, at, topic, then: version, result: 'failed', differences: [], problem: { kind: error.kind, message: error.message } };
  }
}

async function makeAgain({ id, topic: name }: KeptDecision, { store, key, topics }: ReplayServices): Promise<Pick<Replayed, 'now' | 'result' | 'differences' | 'chart'>> {
  const kept = await store.findTrace(id);
  if (kept?.gap === 'too-large') throw new ReplayError('too-large', `The chart behind decision ${id} was too large to be kept.`);
  if (kept?.body === undefined) throw new ReplayError('not-kept', `No trace of decision ${id} is kept: TRACE was off, it is older than TRACE_DAYS, or it could not be written (the log said so). Set TRACE=full for decisions to come.`);
  const { topic: then, chart, decided } = openTrace(key, id, kept.body);
  const topic = topics.find((each) => each.id === name);
  if (topic === undefined) throw new ReplayError('no-topic', `The knowledge has no topic ${name}. Name a folder that has it with --knowledge.`);
  const again = decide(topic, structuredClone(chart));
  const isSame = topic.version === then.version;
  if (JSON.stringify(again) === decided) return { now: topic.version, result: 'identical', differences: [], chart };
  // The version itself is no difference between two versions.
  const differences = listChanges(JSON.parse(decided), JSON.parse(JSON.stringify(again ?? null))).filter(({ pointer }) => isSame || pointer !== '/topic/version');
  return { now: topic.version, result: isSame ? 'different' : differences.length === 0 ? 'identical' : 'revised', differences, chart };
}
