/** Writes an export of small charts for `simulate`: `node bench/small-export.ts FOLDER 1000 20`, a fresh folder, charts, resources of each. The same counts give the same bytes. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { smallChart } from './small-chart.ts';
import { randomFrom } from './random-from.ts';

const [folder = 'export', count = '1000', size = '20'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const streams = new Map<string, WriteStream>();
const random = randomFrom(Number(count));

async function write(resource: { readonly resourceType: string }): Promise<void> {
  const { resourceType } = resource;
  const stream = streams.get(resourceType) ?? createWriteStream(join(folder, `${resourceType}.ndjson`), { highWaterMark: 1_048_576 });
  streams.set(resourceType, stream);
  if (!stream.write(`${JSON.stringify(resource)}\n`)) await once(stream, 'drain');
}

for (let index = 1; index <= Number(count); index += 1) {
  const { patient, resources, orders } = smallChart(index, Number(size), random);
  for (const resource of [patient, ...resources, ...orders]) await write(resource);
}
for (const stream of streams.values()) {
  stream.end();
  await once(stream, 'finish');
}
