/** Stage 2: one chart for every selected order that a topic covers. */
import type { Chart, Day, Resource } from '../decision/chart.ts';
import { referenceTo } from '../decision/concept.ts';
import { recogniseStudy } from '../decision/recognise-study.ts';
import type { Topic, TopicRead } from '../decision/topic.ts';
import { PreconditionError, RequestError } from '../errors.ts';
import { collectResources, type Collected } from './collect-resources.ts';
import { completePrefetch, type Fetched } from './complete-prefetch.ts';
import { decisionDay } from './decision-day.ts';
import type { HookRequest } from './hook-request.ts';
import { linkDrug, linkOrder, linkResources } from './link-resources.ts';
import { openPrefetch } from './open-prefetch.ts';
import type { FhirReader } from './read-fhir.ts';
import { isSamePatient, patientUrns, type Whose } from './same-patient.ts';
import { selectOrders, type SelectedOrder } from './select-orders.ts';
import { toR4 } from './shape/to-r4.ts';
import { stateReads } from './state-reads.ts';

/** An order with the topic that covers it and the chart to judge it by. */
export interface ChartedOrder {
  readonly topic: Topic;
  readonly chart: Chart;
  /** The order as it came, for actions on it: the client's FHIR version, type, id and references (ACT-4, ACT-6). */
  readonly drafted: Resource;
}

export interface Gathered {
  readonly orders: readonly ChartedOrder[];
  /** Orders and resources left out because they are another patient's (CTX-11). */
  readonly foreign: number;
  readonly fetched?: Fetched;
}

export interface GatherOptions {
  /** The server's calendar day. */
  readonly today: Day;
  /** The day to judge on, whatever the orders say of when they were written. */
  readonly asOf?: Day;
  /** Reads what was not sent; without it the request is all there is (PF-5). */
  readonly reader?: FhirReader;
}

/**
 * The charts. Prefetch is opened, and a FHIR server asked, only once an order is of interest to a topic. Rejects with PreconditionError where a
 * necessary read could neither be found nor be made (HTTP-2).
 */
export async function gatherCharts(request: HookRequest, topics: readonly Topic[], { today, asOf, reader }: GatherOptions): Promise<Gathered> {
  const whose: Whose = { patientId: request.patientId, urns: patientUrns([request.draftOrders]) };
  const selected = selectOrders(request);
  const own = selected.filter(({ entry }) => isSamePatient(entry.resource, whose));
  const covered = own.flatMap((order) => topics.filter((topic) => recogniseStudy(topic, order.order) !== undefined).map((topic) => ({ ...order, topic })));
  const foreign = selected.length - own.length;
  if (covered.length === 0) return { orders: [], foreign };

  const reads = [...new Map(covered.flatMap(({ topic }) => topic.reads).map((read) => [read.id, read])).values()];
  const { collected, fetched } = await collect(request, reads, reader);
  requireNecessary(reads, collected);
  refuseTooMuch(covered.length, collected.resources.length);
  const resources = linkResources(collected.resources, collected);
  const drafts = request.draftOrders.filter(({ resource }) => isOrder(resource) && isSamePatient(resource, whose)).map((entry) => ({ entry, order: toR4(entry.resource) }));
  return {
    orders: covered.map(({ topic, ...selected }) => ({ topic, chart: chartOf(selected, topic, { collected, resources, drafts, dayOf: (order) => asOf ?? decisionDay(order, today) }), drafted: selected.entry.resource })),
    foreign: foreign + collected.foreign,
    ...(fetched !== undefined && { fetched }),
  };
}

async function collect(request: HookRequest, reads: readonly TopicRead[], reader: FhirReader | undefined): Promise<{ readonly collected: Collected; readonly fetched?: Fetched }> {
  const others = request.draftOrders.filter(({ resource }) => !isOrder(resource) && resource.resourceType !== 'OperationOutcome');
  const values = new Map(Object.entries(request.prefetch).map(([key, value]) => [key, openPrefetch(value)]));
  const sent = collectResources(request.patientId, values, others);
  if (reader === undefined) return { collected: sent };
  const whole = await completePrefetch(values, stateReads(reads, sent.keys), reads, reader);
  if (whole.fetched.asked === 0) return { collected: sent };
  return { collected: collectResources(request.patientId, whole.values, others), fetched: whole.fetched };
}

/** Each order is judged on the whole chart; nobody signs a hundred studies of one spine at a time. */
const MOST_ORDERS = 100;
const MOST_WORK = 100_000;

/** A body of the largest size holds some 10,000 resources as servers write them. */
const MOST_RESOURCES = 25_000;

function refuseTooMuch(orders: number, resources: number): void {
  if (resources > MOST_RESOURCES) throw new RequestError([{ pointer: '/prefetch', message: `A chart of ${resources} resources is too much for one call; ${MOST_RESOURCES} are read at most.` }]);
  if (orders <= MOST_ORDERS && (orders === 1 || orders * resources <= MOST_WORK)) return;
  throw new RequestError([{ pointer: '/context/draftOrders', message: `${orders} imaging orders with a chart of ${resources} resources are too much for one call. Send fewer orders at a time.` }]);
}

function requireNecessary(reads: readonly TopicRead[], { keys }: Collected): void {
  const necessary = reads.filter(({ isNecessary }) => isNecessary);
  const missing = stateReads(necessary, keys).filter(({ state }) => state === 'absent' || state === 'failed');
  if (missing.length === 0) return;
  throw new PreconditionError(missing.map(({ id, reason }) => ({ pointer: `/prefetch/${id}`, kind: 'required', message: `${id} is needed for any advice and could not be read: ${reason ?? 'no reason given'}.` })));
}

interface Surroundings {
  readonly collected: Collected;
  readonly resources: readonly Resource[];
  readonly drafts: readonly SelectedOrder[];
  readonly dayOf: (order: Resource) => Day;
}

function chartOf(selected: SelectedOrder, topic: Topic, { collected, resources, drafts, dayOf }: Surroundings): Chart {
  const { order, reasons, unread } = linkOrder(selected.order, collected);
  const others = drafts.filter(({ entry, order: other }) => entry !== selected.entry && (other.id === undefined || referenceTo(other) !== referenceTo(order)));
  return {
    asOf: dayOf(order),
    order,
    otherOrders: others.map(({ order: other }) => linkDrug(other, collected)),
    ...(collected.patient !== undefined && { patient: collected.patient }),
    resources: reasons.length === 0 ? resources : [...resources, ...reasons],
    reads: stateReads(topic.reads, collected.keys).map((read, index) =>
      (read.state === 'complete' && unread.has(topic.reads[index]!.resourceType) ? { ...read, state: 'incomplete', reason: 'a reason of the order is not among them' } : read)),
  };
}

/** Drafts of these types are orders; the rest of the Bundle (Epic adds Medications) is knowledge about them (CTX-8). */
function isOrder({ resourceType }: Resource): boolean {
  return /(?:Request|Order|Prescription)$/.test(resourceType);
}
