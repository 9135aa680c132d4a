/** The lines of a file, one after the other, whatever its size: of a line that is too long nothing is held. */
import { createReadStream } from 'node:fs';
import { createLineSplitter, linesOf } from '../decide/split-lines.ts';
import { gunzipFile } from './gunzip-file.ts';
import type { InputFile } from './list-inputs.ts';

export interface InputLine {
  /** Counted from 1. */
  readonly line: number;
  /** Without its line feed; none where it was too long. */
  readonly bytes?: Buffer;
}

/** Some lines, and how many bytes of the file were read for them. */
export interface LineChunk {
  readonly lines: readonly InputLine[];
  readonly bytesRead: number;
}

const CHUNK_BYTES = 262_144;
const LINE_FEED = 0x0a;

/** Lines after `done`. Throws what the file system or the decompression says: what came before was whole. */
export async function* inputLines({ path, isGzip }: InputFile, { maxBytes, done }: { readonly maxBytes: number; readonly done: number }): AsyncGenerator<LineChunk> {
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const bytes = isGzip ? gunzipFile(source, path, CHUNK_BYTES) : source;
  const splitter = createLineSplitter(maxBytes);
  const chunkOf = (batches: ReturnType<typeof splitter.take>): LineChunk => ({
    lines: batches.flatMap((batch) => (batch.bytes === undefined ? [{ line: batch.first }] : linesOf(batch).map((each) => lineOf(each.first, each.bytes!, maxBytes)))).filter(({ line }) => line > done),
    bytesRead: source.bytesRead,
  });
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) yield chunkOf([...splitter.add(chunk), ...splitter.take()]);
  yield chunkOf(splitter.end());
}

function lineOf(line: number, bytes: Uint8Array, maxBytes: number): InputLine {
  const end = bytes.at(-1) === LINE_FEED ? bytes.length - 1 : bytes.length;
  return end > maxBytes ? { line } : { line, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, end) };
}
