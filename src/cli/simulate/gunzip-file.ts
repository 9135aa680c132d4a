/** The content of a compressed file, all its members one after the other: what follows the last one may be padding, nothing else. */
import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BodyError } from '../../errors.ts';

/** Rejects with BodyError, and with what the file system or the decompression says, behind all that could be read. */
export async function* gunzipFile(source: ReadStream, path: string, chunkSize: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize });
  for await (const chunk of pipeline(source, gunzip, () => undefined) as AsyncIterable<Buffer>) yield chunk;
  // It stops without a word before a member whose first byte is damaged.
  if (!(await isPadding(path, gunzip.bytesWritten))) throw new BodyError('broken', 'cannot be decompressed to its end: something that is damaged follows.');
}

/** Zeros alone (RFC 1952 has none; tapes and block devices do). */
async function isPadding(path: string, from: number): Promise<boolean> {
  for await (const chunk of createReadStream(path, { start: from }) as AsyncIterable<Buffer>) if (chunk.some((byte) => byte !== 0)) return false;
  return true;
}
