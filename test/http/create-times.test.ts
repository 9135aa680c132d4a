/** Times that are added up in plain numbers read exactly as prom-client's own histogram does. */
import { expect, test } from '@jest/globals';
import { AggregatorRegistry, Histogram, Registry } from 'prom-client';
import { createTimes } from '../../src/http/create-times.ts';

const name = 'some_seconds';
const help = 'Some "time".';
const buckets = [0.001, 0.01, 0.1, 1];
const OBSERVED: readonly (readonly [string, number])[] = [['read', 0.0005], ['write', 0.01], ['read', 0.010_000_1], ['read', 3], ['write', 1], ['read', 0], ['a "quoted"\nlabel', 0.2]];

function both(observed: typeof OBSERVED): readonly [Registry, Registry] {
  const [theirs, ours] = [new Registry(), new Registry()];
  const histogram = new Histogram({ name, help, labelNames: ['stage'], buckets, registers: [theirs] });
  const time = createTimes(ours, { name, help, label: 'stage', buckets });
  for (const [stage, seconds] of observed) {
    histogram.observe({ stage }, seconds);
    time(stage, seconds);
  }
  return [theirs, ours];
}

test('of one process', async () => {
  for (const observed of [[], OBSERVED]) {
    const [theirs, ours] = both(observed);
    expect(await ours.metrics()).toBe(await theirs.metrics());
  }
});

test('of several processes, added up', async () => {
  const [one, other] = [both(OBSERVED), both(OBSERVED.slice(2))];
  const sum = async (registries: readonly Registry[]): Promise<string> => {
    // As they go from process to process.
    const told = JSON.parse(JSON.stringify(await Promise.all(registries.map((registry) => registry.getMetricsAsJSON())))) as object[];
    return AggregatorRegistry.aggregate(told).metrics();
  };
  expect(await sum([one[1], other[1]])).toBe(await sum([one[0], other[0]]));
  expect(await sum([one[1], other[1]])).toContain('some_seconds_count{stage="read"} 7');
});
