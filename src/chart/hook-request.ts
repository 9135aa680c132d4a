/** One call of a hook as the stages after it see it: checked, with everything they do not need left behind. */
import type { Resource } from '../decision/chart.ts';

export type HookName = 'order-select' | 'order-sign';

/** One entry of `context.draftOrders`. */
export interface DraftEntry {
  readonly fullUrl?: string;
  /** As it came, in whatever FHIR version. */
  readonly resource: Resource;
}

/** A token for the client's FHIR server (CDS Hooks 2.0, Passing the Access Token to the CDS Service). Transient: never kept, never logged. */
export interface FhirAuthorization {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** The patient the token is limited to. */
  readonly patient?: string;
}

/** Leave to read from a FHIR server, granted for this call (PF-4, PF-5). */
export interface FhirAccess {
  /** Base URL without a trailing slash. */
  readonly base: string;
  /** Bearer token; none where the server is open. */
  readonly token?: string;
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
  /** Base URL of the client's FHIR server, as written. */
  readonly fhirServer?: string;
  /** Leave to read from it, where it is complete (REQ-6). */
  readonly fhirAuthorization?: FhirAuthorization;
  /** Values for the tokens of prefetch templates: `context.patientId`, `userPractitionerId` and so on (TOK-2, TOK-3). */
  readonly tokens: Readonly<Record<string, string>>;
  /** What was odd and let pass, for the log; no patient data. */
  readonly oddities: readonly string[];
}
