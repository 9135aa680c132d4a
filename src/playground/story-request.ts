/** A story as the body of a hook call. */
import type { Resource } from '../decision/chart.ts';
import type { Topic } from '../decision/topic.ts';
import type { StoryChart } from './story-chart.ts';

export interface RequestOptions {
  readonly hook: 'order-select' | 'order-sign';
  readonly hookInstance: string;
  /** Writes a resource in the client's version of FHIR. */
  readonly write?: (resource: Resource) => Resource;
}

/** The request an EHR would send. What was not read whole comes under a key of its own, as a read may only know its own key. */
export function storyRequest(topic: Topic, { patient, orders, otherOrders, resources, reads }: StoryChart, { hook, hookInstance, write = (resource) => resource }: RequestOptions): Readonly<Record<string, unknown>> {
  const own = orders.map((order, index) => ({ ...order, id: `${order.id}-${index}` }));
  const prefetch: Record<string, unknown> = {};
  for (const { id, resourceType } of topic.reads) {
    const state = reads.find((read) => read.id === id)!.state;
    const isPatient = resourceType === 'Patient';
    const found = resources.filter((resource) => resource.resourceType === resourceType);
    if (state === 'failed') prefetch[id] = { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] };
    else if (state === 'incomplete') prefetch[id] = { resourceType: 'Bundle', link: [{ relation: 'next' }] };
    else if (state === 'complete') prefetch[id] = isPatient ? write(patient) : { resourceType: 'Bundle', type: 'searchset', total: found.length, entry: found.map((resource) => ({ resource: write(resource) })) };
  }
  const isWhole = (type: string): boolean => reads.some(({ id, state }) => state === 'complete' && topic.reads.find((read) => read.id === id)!.resourceType === type);
  [patient, ...resources].filter(({ resourceType }) => !isWhole(resourceType)).forEach((resource, index) => { prefetch[`other-${index}`] = write(resource); });
  return {
    hook, hookInstance,
    context: {
      userId: 'Practitioner/d', patientId: patient.id,
      ...(hook === 'order-select' && { selections: own.map(({ resourceType, id }) => `${resourceType}/${id}`) }),
      draftOrders: { resourceType: 'Bundle', type: 'collection', entry: [...own, ...otherOrders].map((order) => ({ resource: write(order) })) },
    },
    prefetch,
  };
}
