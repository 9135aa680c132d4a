/** One call as part of a trace that others began: what it passes on, and what it tells of itself. */
import type { TraceHeaders } from './read-trace-headers.ts';

/** One read from a FHIR server. */
export interface TracedRead {
  /** To be sent with it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Once: with the status it was answered with, or a code of ours for why it was not. */
  end(outcome: number | string): void;
}

/** How a call ended: codes and counts, nothing about the patient. */
export interface CallOutcome {
  /** Absent where the caller left before the answer. */
  readonly status?: number;
  readonly notes: Readonly<Record<string, string | number | readonly string[]>>;
}

/** Never throws: a call is answered whether or not anybody watches. Times are milliseconds of `performance.now()`. */
export interface CallTrace {
  /** For the line of the call, as OpenTelemetry names them in logs ("Trace Context in non-OTLP Log Formats"). */
  readonly ids: { readonly trace_id?: string; readonly span_id?: string };
  /** A stage that has ended. */
  addStage(stage: string, startMs: number, endMs: number): void;
  /** `template` is the query before the patient's id is filled in. */
  startRead(url: URL, template?: string): TracedRead;
  end(outcome: CallOutcome): void;
}

const nothing = (): void => undefined;
const unseen: TracedRead = { headers: {}, end: nothing };

/** A call that nobody traces. */
export const untraced: CallTrace = { ids: {}, addStage: nothing, startRead: () => unseen, end: nothing };

/** A call that is told of nowhere, between two that are: what came goes on as it came (Trace Context, Mutating the traceparent Field). */
export function passOn({ traceId, traceparent, tracestate }: TraceHeaders): CallTrace {
  const read: TracedRead = { headers: { traceparent, ...(tracestate !== undefined && { tracestate }) }, end: nothing };
  return { ids: { trace_id: traceId }, addStage: nothing, startRead: () => read, end: nothing };
}
