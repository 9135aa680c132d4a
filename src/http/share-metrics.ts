/** One answer for several processes: who is asked has the one that supervises add up what each of them counted, and what those counted that have left. */
import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client';
import type { Metrics } from './create-metrics.ts';

type Counted = readonly MetricObjectWithValues<MetricValue<string>>[];

/** A process that serves to the one that supervises, and back: what all counted, as text. */
interface All { readonly kind: 'backstop:all'; readonly id: number; readonly text?: string }
/** The one that supervises to a process that serves. */
interface Ask { readonly kind: 'backstop:ask' }
/** A process that serves to the one that supervises: what it counted itself, when it was asked and as it leaves. */
interface Own { readonly kind: 'backstop:own'; readonly counted: Counted }

const PATIENCE_MS = 6000;
/** A process that is blocked for so long counts as what it said last. */
const ANSWER_MS = 2000;

/** What the whole service counted, as Prometheus reads it. Rejects where the one that supervises does not answer in time. */
export function gatherMetrics({ registry }: Metrics): () => Promise<string> {
  if (!cluster.isWorker) return () => registry.metrics();
  const waiting = new Map<number, (all: All) => void>();
  let count = 0;
  process.on('message', (message: unknown) => {
    if (isOf<All>('backstop:all', message)) waiting.get(message.id)?.(message);
    if (isOf<Ask>('backstop:ask', message)) void tellOwnMetrics(registry);
  });
  return () => new Promise((resolve, reject) => {
    const id = (count += 1);
    const timer = setTimeout(() => settle({ kind: 'backstop:all', id }), PATIENCE_MS);
    const settle = ({ text }: All): void => {
      clearTimeout(timer);
      waiting.delete(id);
      if (text === undefined) reject(new Error('the processes did not say what they counted'));
      else resolve(text);
    };
    waiting.set(id, settle);
    process.send!({ kind: 'backstop:all', id } satisfies All);
  });
}

/** Of several processes, tells the one that supervises what this one counted; before it leaves, so that it still counts. */
export async function tellOwnMetrics(registry: Registry): Promise<void> {
  if (!cluster.isWorker || !process.connected) return;
  const counted = await registry.getMetricsAsJSON();
  await new Promise<void>((resolve) => { process.send!({ kind: 'backstop:own', counted } satisfies Own, () => resolve()); });
}

/** In the one that supervises: answers those who ask, with what it counted itself as well. `include` is called with each process that serves. */
export function addUpMetrics(own: Registry): { readonly include: (worker: Worker) => void } {
  const serving = new Set<Worker>();
  const said = new Map<Worker, Counted>();
  const heard = new Map<Worker, Set<() => void>>();
  /** A count must never fall: Prometheus would take it for one that began anew, and all of it for news. */
  let gone: Promise<Counted> = Promise.resolve([]);

  const ask = (worker: Worker): Promise<void> => new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      waiting.delete(settle);
      resolve();
    };
    const timer = setTimeout(settle, ANSWER_MS);
    const waiting = heard.get(worker)!;
    waiting.add(settle);
    worker.send({ kind: 'backstop:ask' } satisfies Ask, (error: Error | null) => { if (error !== null) settle(); });
  });
  const textOfAll = async (): Promise<string> => {
    await Promise.all([...serving].filter((worker) => worker.isConnected()).map(ask));
    const texts = await Promise.all([addUp([await gone, ...said.values()]).metrics(), own.metrics()]);
    return texts.join('\n');
  };
  cluster.on('message', (worker: Worker, message: unknown) => {
    if (isOf<Own>('backstop:own', message)) {
      said.set(worker, message.counted);
      for (const settle of heard.get(worker) ?? []) settle();
    }
    if (!isOf<All>('backstop:all', message)) return;
    const tell = (text?: string): void => {
      if (worker.isConnected()) worker.send({ kind: 'backstop:all', id: message.id, ...(text !== undefined && { text }) } satisfies All);
    };
    textOfAll().then(tell, () => tell());
  });
  return {
    include: (worker) => {
      serving.add(worker);
      heard.set(worker, new Set());
      // Only then has all been heard that it said.
      worker.once('disconnect', () => {
        serving.delete(worker);
        for (const settle of heard.get(worker) ?? []) settle();
        heard.delete(worker);
        const last = said.get(worker);
        said.delete(worker);
        if (last !== undefined) gone = gone.then((before) => addUp([before, last.filter(({ type }) => isLasting(type))]).getMetricsAsJSON());
      });
    },
  };
}

function addUp(counted: readonly Counted[]): Registry {
  return AggregatorRegistry.aggregate(counted.map((each) => [...each]));
}

/** What a process holds, such as memory, goes with it. The types say a number, and prom-client the word. */
function isLasting(type: unknown): boolean {
  return type === 'counter' || type === 'histogram';
}

function isOf<Message extends { readonly kind: string }>(kind: Message['kind'], message: unknown): message is Message {
  return typeof message === 'object' && message !== null && (message as Partial<Message>).kind === kind;
}
