/** Stage 2: one chart for every selected order that a topic covers. */
import type { Chart, Day, Resource } from '../decision/chart.ts';
import { referenceTo } from '../decision/concept.ts';
import { recogniseStudy } from '../decision/recognise-study.ts';
import type { Topic } from '../decision/topic.ts';
import { collectResources, type Collected } from './collect-resources.ts';
import { decisionDay } from './decision-day.ts';
import type { HookRequest } from './hook-request.ts';
import { linkOrder, linkResource } from './link-resources.ts';
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
}

/** `today` is the server's calendar day. Prefetch is opened only once an order is of interest to a topic. */
export function gatherCharts(request: HookRequest, topics: readonly Topic[], { today }: { readonly today: Day }): Gathered {
  const whose: Whose = { patientId: request.patientId, urns: patientUrns(request.draftOrders) };
  const selected = selectOrders(request);
  const own = selected.filter(({ entry }) => isSamePatient(entry.resource, whose));
  const covered = own.flatMap((order) => topics.filter((topic) => recogniseStudy(topic, order.order) !== undefined).map((topic) => ({ ...order, topic })));
  const foreign = selected.length - own.length;
  if (covered.length === 0) return { orders: [], foreign };

  const others = request.draftOrders.filter(({ resource }) => !isOrder(resource) && resource.resourceType !== 'OperationOutcome');
  const collected = collectResources(request, others);
  const resources = collected.resources.flatMap((resource) => linkResource(resource, collected));
  const drafts = request.draftOrders.filter(({ resource }) => isOrder(resource) && isSamePatient(resource, whose)).map((entry) => ({ entry, order: toR4(entry.resource) }));
  return {
    orders: covered.map(({ topic, ...selected }) => ({ topic, chart: chartOf(selected, topic, { collected, resources, drafts, today }), drafted: selected.entry.resource })),
    foreign: foreign + collected.foreign,
  };
}

interface Surroundings {
  readonly collected: Collected;
  readonly resources: readonly Resource[];
  readonly drafts: readonly SelectedOrder[];
  readonly today: Day;
}

function chartOf(selected: SelectedOrder, topic: Topic, { collected, resources, drafts, today }: Surroundings): Chart {
  const { order, reasons } = linkOrder(selected.order, collected);
  const others = drafts.filter(({ entry, order: other }) => entry !== selected.entry && (other.id === undefined || referenceTo(other) !== referenceTo(order)));
  return {
    asOf: decisionDay(order, today),
    order,
    otherOrders: others.flatMap(({ order: other }) => linkResource(other, collected).slice(0, 1)),
    ...(collected.patient !== undefined && { patient: collected.patient }),
    resources: reasons.length === 0 ? resources : [...resources, ...reasons],
    reads: stateReads(topic.reads, collected.keys),
  };
}

/** Drafts of these types are orders; the rest of the Bundle (Epic adds Medications) is knowledge about them (CTX-8). */
function isOrder({ resourceType }: Resource): boolean {
  return /(?:Request|Order|Prescription)$/.test(resourceType);
}
