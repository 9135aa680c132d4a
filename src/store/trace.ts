/** What a decision was made from, for making it again: patient data, kept only with `TRACE=full`, and only encrypted. */
import type { Chart } from '../decision/chart.ts';
import type { Decision } from '../decision/decision.ts';

/** One decision with all it was made from. */
export interface Trace {
  /** Id of the record of the decision. */
  readonly id: string;
  /** UTC, RFC 3339. */
  readonly at: string;
  readonly chart: Chart;
  readonly decision: Decision;
}

/** Why nothing is kept though tracing was on. */
export type TraceGap = 'too-large';

/** A trace as it is kept. */
export interface SealedTrace {
  /** Id of the record of the decision. */
  readonly decision: string;
  /** UTC, RFC 3339. */
  readonly at: string;
  /** Compressed, then encrypted; absent where there is a gap. */
  readonly body?: Uint8Array;
  readonly gap?: TraceGap;
}

/** A trace that was opened again. */
export interface OpenTrace {
  readonly topic: { readonly id: string; readonly version: string };
  readonly chart: Chart;
  /** The decision as it was written down: byte for byte. */
  readonly decided: string;
}
