/** Writes small charts for `decide --ndjson`, one a line: `node bench/small-charts.ts 10000 | npm run -s cli -- decide --ndjson > /dev/null`. The same count gives the same bytes. */
import { once } from 'node:events';
import { randomFrom } from './random-from.ts';
import { smallChart } from './small-chart.ts';

const [count = '10000', size = '20'] = process.argv.slice(2);
const random = randomFrom(Number(count));

for (let index = 1; index <= Number(count); index += 1) {
  if (!process.stdout.write(`${JSON.stringify({ ...smallChart(index, Number(size), random, false), complete: true })}\n`)) await once(process.stdout, 'drain');
}
