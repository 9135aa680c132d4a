/** What a decision is made from: the order, and what could be read of the patient's chart, all in FHIR R4 shape. */

/** A FHIR R4 resource as parsed JSON. Elements are read by name and narrowed where they are used. */
export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly [element: string]: unknown;
}

/** A calendar day, `YYYY-MM-DD`, in the place where the order is written. */
export type Day = string;

/** How far one read of the chart (one prefetch key, one query) got. */
export type ReadState = 'complete' | 'incomplete' | 'failed' | 'absent';

/** One read of the chart: which one, how far it got and, where it fell short, why (no patient data in it). */
export interface Read {
  readonly id: string;
  readonly state: ReadState;
  readonly reason?: string;
}

/** One order to judge, with the chart it is judged against. Never frozen: FHIRPath writes type marks into resources. */
export interface Chart {
  /** The day the decision is made for; nothing in a decision reads a clock. */
  readonly asOf: Day;
  /** The order to judge: an R4 ServiceRequest (STU3 ProcedureRequests are converted before). */
  readonly order: Resource;
  /** The other orders of the same request: not judged here, but a consultation among them counts. */
  readonly otherOrders: readonly Resource[];
  readonly patient?: Resource;
  /** Everything else that was read about this patient. */
  readonly resources: readonly Resource[];
  /** One entry for every read the topic asks for, in the topic's order. */
  readonly reads: readonly Read[];
}
