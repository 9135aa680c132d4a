/** Times the stages of a call one after the other. */
import { untraced, type CallTrace } from '../tracing/call-trace.ts';
import type { Metrics, StageName } from './create-metrics.ts';

/** A stopwatch: each stage ends when it is named, and the next one begins. */
export function timeStages(metrics: Metrics | undefined, trace: CallTrace): (stage: StageName) => void {
  if (metrics === undefined && trace === untraced) return () => undefined;
  let since = performance.now();
  return (stage) => {
    const now = performance.now();
    metrics?.timeStage(stage, (now - since) / 1000);
    trace.addStage(stage, since, now);
    since = now;
  };
}
