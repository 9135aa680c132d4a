/** Tells an OpenTelemetry SDK of a call: a span of the server, one for each stage and one for each read from a FHIR server. */
import { context, createTraceState, diag, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import type { CallOutcome, CallTrace, TracedRead } from './call-trace.ts';
import { writeTraceparent, type TraceHeaders } from './read-trace-headers.ts';
import { tidyTracestate } from './tidy-tracestate.ts';

/** What the span of a call is named after; the same for all calls of a route. */
export interface TracedRoute {
  readonly method: string;
  /** With `:service` for what differs. */
  readonly path: string;
  /** Where the service is known to be; never taken from headers. */
  readonly publicUrl: URL;
}

/**
 * Spans as "Semantic Conventions for HTTP" name them, but without `url.path`, `url.query` and `url.full`: they may name a patient. Where the SDK
 * makes no span the call is traced `otherwise`. One that throws ends the telling, not the call, and OpenTelemetry's `diag` is told.
 */
export function recordSpans(tracer: Tracer, received: TraceHeaders | undefined, route: TracedRoute, otherwise: CallTrace): CallTrace {
  return unlessItFails(otherwise, () => {
    // A clock that is set while the service runs moves all times of a call alike.
    const zero = Date.now() - performance.now();
    const now = (): number => zero + performance.now();
    const { method, path, publicUrl } = route;
    const attributes: Attributes = { 'http.request.method': method, 'http.route': path, 'url.scheme': publicUrl.protocol.slice(0, -1), ...addressOf(publicUrl) };
    const server = tracer.startSpan(`${method} ${path}`, { kind: SpanKind.SERVER, startTime: now(), attributes }, parentOf(received));
    const { traceId, spanId } = server.spanContext();
    if (!trace.isSpanContextValid(server.spanContext())) return otherwise;
    const within = trace.setSpan(ROOT_CONTEXT, server);
    return {
      ids: { trace_id: traceId, span_id: spanId },
      addStage: (stage, startMs, endMs) => unlessItFails(undefined, () => tracer.startSpan(stage, { startTime: zero + startMs }, within).end(zero + endMs)),
      startRead: (url, template) => unlessItFails(otherwise.startRead(url), () => startRead(tracer, within, { url, template, now })),
      end: (outcome) => unlessItFails(undefined, () => endServer(server, outcome, now())),
    };
  });
}

/** What an instrumentation of the operator's began comes before what the caller sent. */
function parentOf(received: TraceHeaders | undefined): Context {
  const active = context.active();
  if (trace.getSpan(active) !== undefined) return active;
  if (received === undefined) return ROOT_CONTEXT;
  const { traceId, parentId, flags, tracestate } = received;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentId, traceFlags: flags, isRemote: true, ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }) });
}

interface Reading {
  readonly url: URL;
  readonly template: string | undefined;
  readonly now: () => number;
}

function startRead(tracer: Tracer, within: Context, { url, template, now }: Reading): TracedRead {
  const method = 'GET';
  const attributes: Attributes = { 'http.request.method': method, ...addressOf(url), ...(template !== undefined && { 'url.template': template }) };
  const span = tracer.startSpan(template === undefined ? method : `${method} ${template}`, { kind: SpanKind.CLIENT, startTime: now(), attributes }, within);
  return {
    headers: headersOf(span),
    end: (outcome) => unlessItFails(undefined, () => {
      if (typeof outcome === 'number') span.setAttribute('http.response.status_code', outcome);
      if (typeof outcome === 'string' || outcome >= 400) fail(span, String(outcome));
      span.end(now());
    }),
  };
}

function addressOf({ hostname, port, protocol }: URL): Attributes {
  return { 'server.address': hostname, 'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}

/** Looked at like a caller's: a read must not fail for what an SDK adds. */
function headersOf(span: Span): TracedRead['headers'] {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  if (!trace.isSpanContextValid(span.spanContext())) return {};
  const tracestate = tidyTracestate(traceState?.serialize() ?? '');
  return { traceparent: writeTraceparent(traceId, spanId, traceFlags), ...(tracestate !== undefined && { tracestate }) };
}

/** What the caller did wrong is no error of a server (HTTP Spans, Status). */
function endServer(span: Span, { status, notes }: CallOutcome, endTime: number): void {
  for (const [name, note] of Object.entries(notes)) span.setAttribute(`backstop.${name}`, typeof note === 'object' ? [...note] : note);
  if (status !== undefined) span.setAttribute('http.response.status_code', status);
  if (status === undefined || status >= 500) fail(span, status === undefined ? 'aborted' : String(status));
  span.end(endTime);
}

function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function unlessItFails<Result>(otherwise: Result, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    diag.error('backstop: the SDK could not take a span', error instanceof Error ? error.name : typeof error);
    return otherwise;
  }
}
