/** A patient's record, without any call of a hook, as the request an EHR would send at signing: so that `gatherCharts` is the one way to a chart. */
import type { Resource } from '../decision/chart.ts';
import type { TopicRead } from '../decision/topic.ts';
import type { DraftEntry, HookRequest } from './hook-request.ts';
import type { SentResource } from './open-prefetch.ts';
import { r4TypeOf } from './shape/to-r4.ts';

/** What is on file of one patient, in any FHIR version. */
export interface PatientRecord {
  /** Id of the Patient, without its type. */
  readonly patientId: string;
  /** The Patient and the rest of the chart; an order that is judged is not in it. */
  readonly resources: readonly SentResource[];
  /** The orders to judge, and what else is drafted beside them. */
  readonly orders: readonly DraftEntry[];
  /** R4 types of which nothing is missing, so that one that is not there means that there is none; `all` for a whole record. */
  readonly complete?: 'all' | readonly string[];
  /** It says of itself that there is more of it: a first page, or entries that cannot be read. */
  readonly isPartial?: boolean;
  /** R4 types that could not be read, or not to their end: of what is held there may be more, and what is not held is not known. */
  readonly failed?: readonly string[];
  /** Resources that may count as evidence, and of which it is not known whether they belong into this record: the reads they come in are not whole. */
  readonly doubtful?: ReadonlySet<Resource>;
}

/** No read is called so. */
const REST = 'rest of the record';
const NONE: ReadonlySet<Resource> = new Set();
/** How a client says that it could not read (CDS Hooks 2.0, Prefetch Template). */
const FAILURE = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'incomplete' }] };
/** FHIR R4 Bundle.entry.search.mode of what did not match by itself. */
const BESIDE = { mode: 'include' };

/**
 * The request, its record under the keys of the reads it answers. A type the record holds counts as sent; one that it does not hold counts as
 * not sent, unless it is known to be complete. What no read asks for comes too, as references may lead to it.
 */
export function recordRequest({ patientId, resources, orders, complete = [], isPartial = false, failed = [], doubtful = NONE }: PatientRecord, reads: readonly TopicRead[]): HookRequest {
  const byType = Map.groupBy(resources, ({ resource }) => r4TypeOf(resource.resourceType));
  const bundleOf = (entry: readonly SentResource[], isFailed = false): object => ({
    resourceType: 'Bundle', ...(isPartial && { link: [{ relation: 'next' }] }), ...countOf(entry, doubtful), entry: [...entry.map((each) => (doubtful.has(each.resource) ? { ...each, search: BESIDE } : each)), ...(isFailed ? [{ resource: FAILURE }] : [])],
  });
  const prefetch: Record<string, unknown> = {};
  for (const { id, resourceType } of reads) {
    const held = byType.get(resourceType);
    const isFailed = failed.includes(resourceType);
    if (held !== undefined) prefetch[id] = bundleOf(held, isFailed && resourceType !== 'Patient');
    else if (isFailed) prefetch[id] = FAILURE;
    else if (resourceType !== 'Patient' && (complete === 'all' || complete.includes(resourceType))) prefetch[id] = bundleOf([]);
  }
  const asked = new Set(reads.map(({ resourceType }) => resourceType));
  const rest = [...byType].flatMap(([type, entries]) => (asked.has(type) ? [] : entries));
  if (rest.length > 0) prefetch[REST] = bundleOf(rest);
  return { hook: 'order-sign', hookInstance: '', patientId, selections: [], draftOrders: orders, prefetch, tokens: {}, oddities: [] };
}

/** So many there may be; fewer than that surely match. */
function countOf(entry: readonly SentResource[], doubtful: ReadonlySet<Resource>): object {
  return doubtful.size > 0 && entry.some(({ resource }) => doubtful.has(resource)) ? { total: entry.length } : {};
}
