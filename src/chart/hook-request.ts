/** One call of a hook as the stages after it see it: checked, with everything they do not need left behind. */
import type { Resource } from '../decision/chart.ts';

export type HookName = 'order-select' | 'order-sign';

/** One entry of `context.draftOrders`. */
export interface DraftEntry {
  readonly fullUrl?: string;
  /** As it came, in whatever FHIR version. */
  readonly resource: Resource;
}

/** A request that can be answered (CDS Hooks 2.0, HTTP Request; CTX-1). */
export interface HookRequest {
  readonly hook: HookName;
  /** Correlates logs; seldom not a UUID (REQ-4). */
  readonly hookInstance: string;
  /** The patient's id without its type. */
  readonly patientId: string;
  /** Orders just selected, as written; empty for `order-sign`. */
  readonly selections: readonly string[];
  readonly draftOrders: readonly DraftEntry[];
  /** Values by key, untouched: opening them costs time that an order of no interest must not take. */
  readonly prefetch: Readonly<Record<string, unknown>>;
  /** What was odd and let pass, for the log; no patient data. */
  readonly oddities: readonly string[];
}
