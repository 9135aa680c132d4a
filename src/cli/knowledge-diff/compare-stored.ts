/** Decisions that a service has kept with their charts, each made again by two versions of the knowledge. Nothing of a chart leaves here. */
import type { KeyObject } from 'node:crypto';
import type { Topic } from '../../decision/topic.ts';
import { ReplayError } from '../../errors.ts';
import type { KeptDecision } from '../../store/decision-record.ts';
import { openTrace } from '../../store/open-trace.ts';
import type { Store } from '../../store/store.ts';
import type { OpenTrace } from '../../store/trace.ts';
import { decideBoth, type PartedAt } from './decide-both.ts';
import { groupChanges, type ChangeGroup } from './group-changes.ts';

export interface StoredServices {
  readonly store: Pick<Store, 'listDecisions' | 'findTrace'>;
  readonly key: KeyObject;
  readonly before: readonly Topic[];
  readonly after: readonly Topic[];
}

export interface StoredReport {
  /** Decisions that are kept. */
  readonly kept: number;
  readonly compared: number;
  readonly changed: number;
  readonly groups: readonly ChangeGroup[];
  /** By reason. */
  readonly notComparable: Readonly<Record<string, number>>;
  /** Decided by the earlier side's own version, and yet it decides otherwise now. */
  readonly unlikeKept: readonly string[];
}

/** Why one cannot be made again. */
type Reason = 'no trace is kept' | 'its chart was too large to be kept' | 'its trace cannot be opened' | 'its topic is on one side only';

const PAGE = 1000;
/** Later than any decision. */
const LATEST = new Date('9999-01-01');

/** Throws ReplayError where there are traces and not one of them can be opened: the key is another. */
export async function compareStored({ store, key, before, after }: StoredServices): Promise<StoredReport> {
  const changed: { id: string; differences: readonly PartedAt[] }[] = [];
  const unlikeKept: string[] = [];
  const reasons = new Map<Reason, number>();
  const failures: ReplayError[] = [];
  let [kept, compared] = [0, 0];
  for await (const decision of allDecisions(store)) {
    kept += 1;
    const trace = await readTrace(decision.id, store, key, failures);
    const [one, other] = [before, after].map((topics) => topics.find(({ id }) => id === decision.topic));
    const reason: Reason | undefined = typeof trace === 'string' ? trace : one === undefined || other === undefined ? 'its topic is on one side only' : undefined;
    if (reason !== undefined) { reasons.set(reason, (reasons.get(reason) ?? 0) + 1); continue; }
    const { topic, chart, decided } = trace as OpenTrace;
    const { decisions, differences } = decideBoth({ before: { topic: one!, chart: structuredClone(chart) }, after: { topic: other!, chart } });
    compared += 1;
    if (topic.version === one!.version && JSON.stringify(decisions[0]) !== decided) unlikeKept.push(decision.id);
    if (differences.length > 0) changed.push({ id: decision.id, differences });
  }
  if (compared === 0 && failures.length > 0) throw failures[0]!;
  return { kept, compared, changed: changed.length, groups: groupChanges(changed), notComparable: Object.fromEntries(reasons), unlikeKept };
}

async function* allDecisions(store: StoredServices['store']): AsyncGenerator<KeptDecision> {
  let after: string | undefined;
  do {
    const page = await store.listDecisions({ from: new Date(0), to: LATEST, limit: PAGE, ...(after !== undefined && { after }) });
    yield* page.decisions;
    after = page.next;
  } while (after !== undefined);
}

/** One trace that cannot be opened stops nothing: it is counted. */
async function readTrace(id: string, store: StoredServices['store'], key: KeyObject, failures: ReplayError[]): Promise<OpenTrace | Reason> {
  const sealed = await store.findTrace(id);
  if (sealed?.gap === 'too-large') return 'its chart was too large to be kept';
  if (sealed?.body === undefined) return 'no trace is kept';
  try {
    return openTrace(key, id, sealed.body);
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    failures.push(error);
    return 'its trace cannot be opened';
  }
}
