/** A vignette as the body of a hook call. */
import type { Resource } from '../../src/decision/chart.ts';
import type { Topic } from '../../src/decision/topic.ts';
import { chartOf, type Vignette } from '../support/vignette.ts';
import { writtenIn, type Version } from './fhir-versions.ts';

/** The request an EHR would send. What was not read whole comes under a key of its own, as a read may only know its own key. */
export function requestOf(topic: Topic, vignette: Vignette, version: Version): object {
  const charts = vignette.orders.map((_, index) => chartOf(topic, vignette, index));
  const { patient, resources, reads, otherOrders } = charts[0]!;
  const drafts = [...charts.map(({ order }, index) => ({ ...order, id: `${order.id}-${index}` })), ...otherOrders.slice(charts.length - 1)];
  const stateOf = (type: string) => reads.find(({ id }) => topic.reads.find((read) => read.id === id)!.resourceType === type);
  const written = (resource: Resource) => writtenIn(version, resource);
  const prefetch: Record<string, unknown> = {};
  for (const { id, resourceType } of topic.reads) {
    const state = reads.find((read) => read.id === id)!.state;
    const own = resourceType === 'Patient' ? [patient!] : resources.filter((resource) => resource.resourceType === resourceType);
    if (state === 'failed') prefetch[id] = { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] };
    else if (state === 'incomplete') prefetch[id] = { resourceType: 'Bundle', link: [{ relation: 'next' }] };
    else if (state === 'complete' && resourceType === 'Patient') prefetch[id] = written(patient!);
    else if (state === 'complete') prefetch[id] = { resourceType: 'Bundle', type: 'searchset', total: own.length, entry: own.map((resource) => ({ fullUrl: `https://x/${resource.id}`, resource: written(resource), search: { mode: 'match' } })) };
  }
  const rest = [patient!, ...resources].filter(({ resourceType }) => stateOf(resourceType)?.state !== 'complete');
  rest.forEach((resource, index) => { prefetch[`other-${index}`] = written(resource); });
  return {
    hook: 'order-sign', hookInstance: '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01', prefetch,
    context: { userId: 'Practitioner/d', patientId: patient!.id, draftOrders: { resourceType: 'Bundle', entry: drafts.map((order) => ({ resource: written(order) })) } },
  };
}
