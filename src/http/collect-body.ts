/** Hands on the bytes of a body as they come, inflated where it came compressed, and never more than is allowed. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { BodyError, OverloadError } from '../errors.ts';
import type { BodyBudget } from './body-budget.ts';

export interface CollectOptions {
  /** Largest body, as it is sent and inflated. */
  readonly maxBytes: number;
  readonly budget: BodyBudget;
  /** Takes the next bytes, which nobody else keeps, and tells how many it needs to keep them; what it throws refuses the body. */
  readonly take: (part: Buffer) => number;
  /** Called when the answer is out: what was held is let go. */
  readonly onDone: (release: () => void) => void;
}

/** What is still read and thrown away after a refusal, so that the caller gets to read why. */
const MOST_DRAINED_BYTES = 32 * 1_048_576;

/** Resolves once all of it was taken. Rejects with BodyError or OverloadError; the rest of what comes is then thrown away. */
export async function collectBody(request: IncomingMessage, { maxBytes, budget, take, onDone }: CollectOptions): Promise<void> {
  // Whoever left while it was proven who they are will send nothing more, not even word of it.
  if (request.destroyed) throw new BodyError('broken', 'the caller left');
  const source = inflated(request);
  let bytes = 0;
  let sent = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const held = budget.hold(() => reject(new BodyError('too-slow', 'the body came too slowly')));
      onDone(() => held.release());
      if (Number(request.headers['content-length'] ?? 0) > maxBytes) return reject(tooLarge());
      // What is compressed may be many blocks of nothing.
      if (source !== request) request.on('data', (part: Buffer) => {
        sent += part.length;
        if (sent > maxBytes) reject(tooLarge());
      });
      source.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > maxBytes) return reject(tooLarge());
        try {
          if (!held.grow(take(part))) reject(new OverloadError('no room for another body'));
        } catch (error) {
          reject(error as Error);
        }
      });
      source.on('end', () => {
        held.complete();
        resolve();
      });
      source.on('error', () => reject(new BodyError('broken', 'the body is not encoded as it says')));
      request.on('aborted', () => reject(new BodyError('broken', 'the caller left')));
      request.on('error', () => reject(new BodyError('broken', 'the caller left')));
    });
  } catch (error) {
    drain(request, source);
    throw error;
  }
}

function inflated(request: IncomingMessage): Readable {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  switch (encoding) {
    case '':
    case 'identity': return request;
    case 'gzip':
    case 'x-gzip': return request.pipe(createGunzip());
    case 'deflate': return request.pipe(createInflate());
    case 'br': return request.pipe(createBrotliDecompress());
    default: throw new BodyError('encoding', 'unknown content encoding');
  }
}

function drain(request: IncomingMessage, source: Readable): void {
  source.removeAllListeners('data');
  if (source !== request) {
    request.unpipe();
    source.on('error', () => {});
    source.destroy();
  }
  let drained = 0;
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > MOST_DRAINED_BYTES) request.destroy();
  });
  request.resume();
}

function tooLarge(): BodyError {
  return new BodyError('too-large', 'the body is larger than is accepted');
}
