/** Writes what came of the orders, one line each, in the order of the inputs, and counts it on the way. */
import { once } from 'node:events';
import { createWriteStream, renameSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { csvLine } from '../../stewardship/csv-line.ts';
import type { Outcome } from './judge-patient.ts';
import { COLUMNS, outcomeRow } from './outcome-row.ts';

/** Written under another name until it is whole. */
const UNFINISHED = '.part';
const NDJSON = 'decisions.ndjson';
const CSV = 'decisions.csv';

/** `bodies` are outcomes as JSON. `count` is called with each outcome; `labelOf` answers what the label of its order is, if any. */
export async function writeOutcomes(bodies: Iterable<string> | AsyncIterable<string>, out: string, labelOf: (order: string) => string | undefined, count: (outcome: Outcome) => void): Promise<void> {
  const lines = open(join(out, NDJSON + UNFINISHED));
  const rows = open(join(out, CSV + UNFINISHED));
  await write(rows, csvLine(COLUMNS));
  for await (const body of bodies) {
    const outcome = JSON.parse(body) as Outcome;
    count(outcome);
    await write(lines, `${body}\n`);
    await write(rows, csvLine(outcomeRow(outcome, labelOf(outcome.order))));
  }
  for (const [stream, name] of [[lines, NDJSON], [rows, CSV]] as const) {
    stream.end();
    await finished(stream);
    renameSync(join(out, name + UNFINISHED), join(out, name));
  }
}

function open(path: string): WriteStream {
  return createWriteStream(path, { mode: 0o600, highWaterMark: 262_144 });
}

async function write(stream: WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
