/** Reads which trace a call is part of (W3C Trace Context). What is malformed is as if it had not been sent. */
import { tidyTracestate } from './tidy-tracestate.ts';

/** What came, checked: safe to log, and to send. */
export interface TraceHeaders {
  readonly traceId: string;
  /** The span of the caller. */
  readonly parentId: string;
  readonly flags: number;
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** A version later than 00 may have more after a dash. */
const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
/** `sampled`, and `random` of Trace Context Level 2: all that version 00 knows. */
const KNOWN_FLAGS = 0b11;
const NO_ID = /^0+$/;

/** The trace of these headers, by lower-case name; a header sent twice is malformed. */
export function readTraceHeaders(headers: Readonly<Record<string, string | readonly string[] | undefined>>): TraceHeaders | undefined {
  const { traceparent: written, tracestate } = headers;
  if (typeof written !== 'string') return undefined;
  const [, version, traceId = '', parentId = '', flags = '', more] = TRACEPARENT.exec(written) ?? [];
  if (version === undefined || version === 'ff' || NO_ID.test(traceId) || NO_ID.test(parentId)) return undefined;
  if (version === '00' && more !== undefined) return undefined;
  const known = version === '00' ? Number.parseInt(flags, 16) : Number.parseInt(flags, 16) & KNOWN_FLAGS;
  const state = typeof tracestate === 'string' ? tidyTracestate(tracestate) : undefined;
  return { traceId, parentId, flags: known, traceparent: writeTraceparent(traceId, parentId, known), ...(state !== undefined && { tracestate: state }) };
}

/** In version 00, the highest that is known here, whatever the caller's. */
export function writeTraceparent(traceId: string, parentId: string, flags: number): string {
  return `00-${traceId}-${parentId}-${flags.toString(16).padStart(2, '0')}`;
}
