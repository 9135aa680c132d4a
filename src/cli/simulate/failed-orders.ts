/** The orders of a patient whose chart could not be judged at all: each is listed, so that none is missed. */
import { isResource, toR4 } from '../../chart/shape/to-r4.ts';
import type { Resource } from '../../decision/chart.ts';
import { referenceTo } from '../../decision/concept.ts';
import type { Topic } from '../../decision/topic.ts';
import type { Outcome } from './judge-patient.ts';
import { nameResources } from './name-resources.ts';
import type { PatientWork, StoredResource } from './patient-work.ts';
import { coverageOf, whyNoOrder } from './read-order.ts';

/** Of the chart only the requests are looked at. One that names none stands for them where none can be found. */
export function failedOrders({ patientId, resources }: Pick<PatientWork, 'patientId' | 'resources'>, topics: readonly Topic[], message: string): readonly Outcome[] {
  const about = { patient: `Patient/${patientId}`, notJudged: { reason: 'failed' as const, message } };
  const covered = resources.flatMap(requestOf).filter((order) => coverageOf(order, topics) === 'covered');
  // Versions of one are one.
  const orders = [...new Map(covered.map((order) => [order.id === undefined ? order : referenceTo(order), order])).values()];
  if (orders.length === 0) return [{ order: 'ServiceRequest', ...about }];
  return orders.map((order) => {
    const reason = whyNoOrder(order, nameResources([]));
    return { order: referenceTo(order), ...about, ...(reason !== undefined && { notJudged: { reason } }) };
  });
}

/** ServiceRequest, or ProcedureRequest, at the top of the resource or not: parsing tells. */
const REQUEST = /"(?:Service|Procedure)Request"/;

function requestOf({ body }: StoredResource): readonly Resource[] {
  if (!REQUEST.test(body)) return [];
  const parsed: unknown = JSON.parse(body);
  const resource = isResource(parsed) ? toR4(parsed) : undefined;
  return resource?.resourceType === 'ServiceRequest' ? [resource] : [];
}
