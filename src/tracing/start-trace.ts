/** Finds the trace that a call belongs to, if any. */
import { passOn, untraced, type CallTrace } from './call-trace.ts';
import { findTracer } from './find-tracer.ts';
import { readTraceHeaders } from './read-trace-headers.ts';
import { recordSpans, type TracedRoute } from './record-spans.ts';

type Headers = Parameters<typeof readTraceHeaders>[0];

/**
 * With an SDK the call gets a span, in the caller's trace or in one of its own. Without one, what the caller sent goes on as it came, and no
 * trace is made up. `baggage` goes nowhere: it may hold anything, and no FHIR server needs it.
 */
export function startTrace(headers: Headers, route: TracedRoute): CallTrace {
  const tracer = findTracer();
  if (tracer === undefined && headers['traceparent'] === undefined) return untraced;
  const received = readTraceHeaders(headers);
  const passed = received === undefined ? untraced : passOn(received);
  return tracer === undefined ? passed : recordSpans(tracer, received, route, passed);
}
