/** One answer for several processes: who is asked has the one that supervises add up what each of them counted. */
import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import type { Metrics } from './create-metrics.ts';

const PATIENCE_MS = 6000;
const ASK = 'backstop:metrics';

interface Asked { readonly kind: typeof ASK; readonly id: number }
interface Told extends Asked { readonly text?: string }

/** What the whole service counted, as Prometheus reads it. Rejects where the processes do not answer in time. */
export function gatherMetrics({ registry }: Metrics): () => Promise<string> {
  if (!cluster.isWorker) return () => registry.metrics();
  AggregatorRegistry.setRegistries([registry]);
  // Only then does this process answer the one that adds up.
  new AggregatorRegistry();
  const waiting = new Map<number, (told: Told) => void>();
  let count = 0;
  process.on('message', (told: unknown) => {
    if (isAsked(told)) waiting.get(told.id)?.(told);
  });
  return () => new Promise((resolve, reject) => {
    const id = (count += 1);
    const timer = setTimeout(() => settle({ kind: ASK, id }), PATIENCE_MS);
    const settle = ({ text }: Told): void => {
      clearTimeout(timer);
      waiting.delete(id);
      if (text === undefined) reject(new Error('the processes did not say what they counted'));
      else resolve(text);
    };
    waiting.set(id, settle);
    process.send!({ kind: ASK, id } satisfies Asked);
  });
}

/** In the one that supervises: answers those who ask, with what it counted itself as well. */
export function addUpMetrics(own: Registry): void {
  const registry = new AggregatorRegistry();
  cluster.on('message', (worker: Worker, asked: unknown) => {
    if (!isAsked(asked)) return;
    const tell = (told: Told): void => {
      if (worker.isConnected()) worker.send(told);
    };
    Promise.all([registry.clusterMetrics(), own.metrics()]).then((texts) => tell({ kind: ASK, id: asked.id, text: texts.join('\n') }), () => tell({ kind: ASK, id: asked.id }));
  });
}

function isAsked(message: unknown): message is Told {
  return typeof message === 'object' && message !== null && (message as Partial<Asked>).kind === ASK;
}
