/** How long things take, for Prometheus: added up in plain numbers at each call, and written only when somebody asks. */
import type { Histogram, Registry } from 'prom-client';

export interface TimesOptions {
  readonly name: string;
  readonly help: string;
  /** What times are told apart by. */
  readonly label: string;
  /** Upper bounds in seconds, ascending. */
  readonly buckets: readonly number[];
}

interface Times {
  /** How many fall between the bound before and this one; the last is for those above all. */
  readonly counts: number[];
  seconds: number;
}

/** Adds a time in seconds to those of a label's value; in the registry it reads as prom-client's Histogram does, also added up over processes. */
export function createTimes(registry: Registry, { name, help, label, buckets }: TimesOptions): (value: string, seconds: number) => void {
  const times = new Map<string, Times>();
  const values = (): readonly object[] => [...times].flatMap(([value, { counts, seconds }]) => {
    let below = 0;
    const bars = [...buckets, '+Inf'].map((le, index) => ({ metricName: `${name}_bucket`, labels: { le, [label]: value }, value: (below += counts[index]!) }));
    return [...bars, { metricName: `${name}_sum`, labels: { [label]: value }, value: seconds }, { metricName: `${name}_count`, labels: { [label]: value }, value: below }];
  });
  // A registry asks no more of a metric than its name and what there is to say; whoever checks questions against it asks for its labels.
  registry.registerMetric({ name, labelNames: [label], get: async () => ({ name, help, type: 'histogram', values: values(), aggregator: 'sum' }) } as unknown as Histogram);
  return (value, seconds) => {
    let own = times.get(value);
    if (own === undefined) times.set(value, own = { counts: new Array<number>(buckets.length + 1).fill(0), seconds: 0 });
    let index = 0;
    while (index < buckets.length && seconds > buckets[index]!) index += 1;
    own.counts[index]! += 1;
    own.seconds += seconds;
  };
}
