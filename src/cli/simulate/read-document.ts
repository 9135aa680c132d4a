/** A file that is one JSON document: a patient's Bundle, a resource, or the manifest of an export. */
import { createReadStream } from 'node:fs';
import { BodyError } from '../../errors.ts';
import { gunzipFile } from './gunzip-file.ts';
import type { InputFile } from './list-inputs.ts';
import { parseBounded } from './parse-bounded.ts';

const CHUNK_BYTES = 65_536;

/** Calls `take` with the value and its text. Rejects with BodyError, and with what the file system or the decompression says. */
export async function readDocument({ path, isGzip }: InputFile, maxBytes: number, take: (value: unknown, text: string) => void): Promise<void> {
  const source = createReadStream(path);
  const bytes = isGzip ? gunzipFile(source, path, CHUNK_BYTES) : source;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of bytes as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new BodyError('too-large', `is longer than ${maxBytes} bytes.`);
    parts.push(part);
  }
  if (size === 0) throw new BodyError('no-json', 'is empty.');
  const whole = Buffer.concat(parts);
  take(parseBounded(whole), whole.toString('utf8').replace(/^\uFEFF/, ''));
}
