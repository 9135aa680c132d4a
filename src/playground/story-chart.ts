/** A story as FHIR: its orders, and the chart they are judged by. */
import type { ReadState, Resource } from '../decision/chart.ts';
import type { Topic } from '../decision/topic.ts';
import type { Story, StoryReason } from '../knowledge/story.ts';

export interface StoryChart {
  readonly patient: Resource;
  /** The story's own orders, then what else is drafted. */
  readonly orders: readonly Resource[];
  readonly otherOrders: readonly Resource[];
  readonly resources: readonly Resource[];
  /** One state for each of the topic's reads. */
  readonly reads: readonly { readonly id: string; readonly state: ReadState }[];
}

/** Names a code system in full: `undefined` for a name nobody knows. */
export type SystemOf = (name: string) => string | undefined;

/** Everything a story says; what a resource leaves out (id, subject) is filled in. */
export function storyChart(topic: Topic, story: Story, systemOf: SystemOf): StoryChart {
  const patient: Resource = { resourceType: 'Patient', id: 'p', ...story.patient };
  const subject = { reference: `Patient/${patient.id}` };
  const filled = (resource: Resource, index: number): Resource => ({ id: `${resource.resourceType.toLowerCase()}-${index}`, subject, ...resource });
  return {
    patient,
    orders: story.orders.map((order, index) => filled(order.resource ?? draftOf(topic, order, story.today, systemOf), index)),
    otherOrders: (story.otherOrders ?? []).map(filled),
    resources: (story.chart ?? []).map(filled),
    reads: topic.reads.map(({ id }) => ({ id, state: story.reads?.[id] ?? 'complete' })),
  };
}

function draftOf(topic: Topic, order: Story['orders'][number], today: string, systemOf: SystemOf): Resource {
  const { coding } = topic.studies.find(({ id }) => id === order.study)!;
  const reasons = order.reason === undefined ? [] : [order.reason].flat() as readonly StoryReason[];
  const coded = reasons.filter(({ problem }) => problem === undefined).map((reason) => conceptOf(reason, systemOf));
  const references = reasons.flatMap(({ problem }) => (problem === undefined ? [] : [{ reference: `Condition/${problem}` }]));
  return {
    resourceType: 'ServiceRequest', status: 'draft', intent: 'order', code: { coding: [coding], text: coding.display }, authoredOn: today,
    ...(order.priority !== undefined && { priority: order.priority }),
    ...(coded.length > 0 && { reasonCode: coded }),
    ...(references.length > 0 && { reasonReference: references }),
  };
}

function conceptOf({ text, ...codes }: StoryReason, systemOf: SystemOf): unknown {
  const coding = Object.entries(codes).map(([name, code]) => ({ system: systemOf(name), code }));
  return { ...(coding.length > 0 && { coding }), ...(text !== undefined && { text }) };
}
