/**
 * What one decision takes of a processor, without reading and writing it: `node bench/core.ts [seconds a size]`. Each chart is decided once, as
 * FHIRPath leaves marks in resources. With `--cpu-prof` the profile of the same; with a name (`node bench/core.ts 5 vignettes`) of that alone.
 */
import { join } from 'node:path';
import type { Chart, Resource } from '../src/decision/chart.ts';
import { decide } from '../src/decision/decide.ts';
import { loadTopics } from '../src/knowledge/load-topics.ts';
import { chartOf, readVignettes } from '../test/support/vignette.ts';
import { randomFrom } from './random-from.ts';
import { typicalChart } from './typical-chart.ts';

const [seconds = '2', only] = process.argv.slice(2);
const CARDS = join(import.meta.dirname, '../cards');
const FEWEST = 20;
const WARMING = 8000;
const random = randomFrom(1);
const [topic] = loadTopics(CARDS);
const stories = readVignettes(join(CARDS, topic!.id, 'vignettes')).flatMap((vignette) => vignette.orders.map((_, index) => chartOf(topic!, vignette, index)));
const storyResources = stories.flatMap(({ resources }) => resources);

/** Other charts in each round: what is remembered of the last must not flatter the next. */
const sized = (count: number, makes: (index: number) => Chart): (() => readonly Chart[]) => () => Array.from({ length: count }, (_, index) => JSON.parse(JSON.stringify(makes(index))) as Chart);
const typical = (size: number) => (index: number): Chart => typicalChart(topic!, random, size, index);
const benches: Readonly<Record<string, () => readonly Chart[]>> = {
  'no interest, N=100': sized(50, (index) => ({ ...typical(100)(index), order: { resourceType: 'ServiceRequest', id: 'o', status: 'active', intent: 'order', code: { text: 'Chest X-ray' } } })),
  'typical, N=10': sized(400, typical(10)),
  'typical, N=20': sized(400, typical(20)),
  'typical, N=100': sized(200, typical(100)),
  'typical, N=1000': sized(30, typical(1000)),
  'typical, N=10000': sized(3, typical(10_000)),
  'worst, 100 relevant': sized(50, (index) => ({ ...typical(0)(index), resources: Array.from({ length: 100 }, (_, each) => drawn(each)) })),
  vignettes: sized(stories.length, (index) => stories[index]!),
};

/** Of any vignette: each is there because something rests on it. */
function drawn(index: number): Resource {
  return { ...storyResources[Math.floor(random() * storyResources.length)]!, id: `r${index}` };
}

// What is compiled on the way counts for a service that has just begun, not for one that runs.
for (let index = 0; index < WARMING; index += 1) decide(topic!, typical(20)(index));
for (const [name, charted] of Object.entries(benches)) {
  if (only !== undefined && !name.startsWith(only)) continue;
  const all: number[] = [];
  let [used, count] = [0, 0];
  for (let round = 0; round <= 1 || used < Number(seconds) * 1000 || all.length < FEWEST; round += 1) {
    const charts = charted();
    count = charts.length;
    const busy = process.cpuUsage();
    for (const chart of charts) decide(topic!, chart);
    const { user, system } = process.cpuUsage(busy);
    used += (user + system) / 1000;
    if (round > 0) all.push((user + system) / 1000 / charts.length);
  }
  all.sort((one, other) => one - other);
  console.log(`${name}: ${all[Math.floor(all.length / 2)]!.toFixed(3)} ms of a processor a decision (the middle of ${all.length} rounds of ${count})`);
}
