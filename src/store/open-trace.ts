/** Opens a trace again. */
import { createDecipheriv, type KeyObject } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import { ReplayError } from '../errors.ts';
import { NONCE_BYTES, TAG_BYTES, TRACE_CIPHER, TRACE_FORMAT } from './seal-trace.ts';
import type { OpenTrace } from './trace.ts';

/** Throws ReplayError for another key, another decision's trace, and bytes that were changed: they cannot be told apart. */
export function openTrace(key: KeyObject, decision: string, sealed: Uint8Array): OpenTrace {
  if (sealed[0] !== TRACE_FORMAT) throw new ReplayError('unreadable', `The trace of decision ${decision} is in format ${sealed[0]}, and this release reads ${TRACE_FORMAT}. Use the release that wrote it or a later one.`);
  return JSON.parse(brotliDecompressSync(decrypt(key, decision, sealed)).toString()) as OpenTrace;
}

function decrypt(key: KeyObject, decision: string, sealed: Uint8Array): Buffer {
  const [tagAt, textAt] = [1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES];
  const decipher = createDecipheriv(TRACE_CIPHER, key, sealed.subarray(1, tagAt), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(decision));
  try {
    decipher.setAuthTag(sealed.subarray(tagAt, textAt));
    return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]);
  } catch (cause) {
    throw new ReplayError('wrong-key', `TRACE_KEY does not open the trace of decision ${decision}. Set the key that was set when the decision was made; if it is the same, the trace was changed.`, { cause });
  }
}
