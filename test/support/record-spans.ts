/** An OpenTelemetry SDK in small: a provider that keeps every span it is told of. */
import { trace, type Attributes, type Context, type Span, type SpanContext, type SpanKind, type SpanOptions, type SpanStatus, type TimeInput, type Tracer, type TracerProvider } from '@opentelemetry/api';

export interface RecordedSpan {
  readonly name: string;
  readonly kind: SpanKind | undefined;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly start: TimeInput | undefined;
  readonly attributes: Attributes;
  status?: SpanStatus;
  /** Absent until it ends. */
  end?: TimeInput;
}

export interface SpanRecorder {
  readonly provider: TracerProvider & { forceFlush(): Promise<void> };
  /** In the order they were started. */
  readonly spans: readonly RecordedSpan[];
}

/** Ids count upwards. `onEnd` is told of each span when it ends. */
export function createSpanRecorder(onEnd: (span: RecordedSpan) => void = () => undefined, onFlush: () => Promise<void> = async () => undefined): SpanRecorder {
  const spans: RecordedSpan[] = [];
  const id = (digits: number): string => (spans.length + 1).toString(16).padStart(digits, 'f');
  const startSpan = (name: string, { kind, startTime, attributes }: SpanOptions = {}, within?: Context): Span => {
    const parent = within === undefined ? undefined : trace.getSpanContext(within);
    const spanContext: SpanContext = { traceId: parent?.traceId ?? id(32), spanId: id(16), traceFlags: parent?.traceFlags ?? 1, ...(parent?.traceState !== undefined && { traceState: parent.traceState }) };
    const recorded: RecordedSpan = { name, kind, traceId: spanContext.traceId, spanId: spanContext.spanId, parentId: parent?.spanId, start: startTime, attributes: { ...attributes } };
    spans.push(recorded);
    const span: Span = {
      spanContext: () => spanContext,
      setAttribute: (key, value) => { (recorded.attributes as Record<string, unknown>)[key] = value; return span; },
      setAttributes: (all) => { Object.assign(recorded.attributes, all); return span; },
      addEvent: () => span, addLink: () => span, addLinks: () => span, recordException: () => undefined, updateName: () => span, isRecording: () => true,
      setStatus: (status) => { recorded.status = status; return span; },
      end: (time) => { recorded.end = time; onEnd(recorded); },
    };
    return span;
  };
  const tracer = { startSpan, startActiveSpan: () => { throw new Error('not needed'); } } as Tracer;
  return { provider: { getTracer: () => tracer, forceFlush: onFlush }, spans };
}
