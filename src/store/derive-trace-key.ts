/** The key of traces, from what the operator set as `TRACE_KEY`. */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** HKDF with SHA-256 (RFC 5869): 256 bits for this use alone. */
export function deriveTraceKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'backstop trace, version 1', 32)));
}
