/** One input judged as a service would judge it: the same stages, and nothing asked of anybody, kept or recalled. */
import { gatherCharts } from '../../chart/gather-charts.ts';
import type { HookName } from '../../chart/hook-request.ts';
import { decide } from '../../decision/decide.ts';
import type { Topic } from '../../decision/topic.ts';
import type { Judged } from '../../response/judged.ts';
import { readCalls, type CallSettings } from './read-calls.ts';

export interface Judgement {
  readonly hook: HookName;
  readonly judged: readonly Judged[];
}

/** `value` is parsed JSON. Throws RequestError and PreconditionError as over HTTP; orders of a record come in the order of their days. */
export async function judge(value: unknown, topics: readonly Topic[], settings: CallSettings): Promise<Judgement> {
  const judged: Judged[] = [];
  const calls = readCalls(value, topics, settings);
  for (const { request, today, asOf } of calls) {
    const { orders } = await gatherCharts(request, topics, { today, ...(asOf !== undefined && { asOf }) });
    for (const { topic, chart, drafted } of orders) {
      const decision = decide(topic, chart);
      if (decision !== undefined) judged.push({ topic, chart: { ...chart, order: drafted }, decision });
    }
  }
  return { hook: calls[0]?.request.hook ?? 'order-sign', judged };
}
