/** Which FHIR version an order is written in, told by its shape, as no client says so (CTX-10). */
import type { Resource } from '../decision/chart.ts';
import { list, member } from '../decision/concept.ts';

export type FhirVersion = 'STU3' | 'R4' | 'R5';

/** R5 wraps the code and keeps all reasons in `reason`; STU3 has another name for the resource. */
export function versionOf(order: Resource): FhirVersion {
  if (order.resourceType === 'ProcedureRequest') return 'STU3';
  return member(order['code'], 'concept') !== undefined || order['reason'] !== undefined ? 'R5' : 'R4';
}

/** The reasons of an order of any version, as R4 has them. */
export function reasonsOf(order: Resource): { readonly reasonCode: unknown; readonly reasonReference: readonly unknown[] } {
  const reasons = list(order['reason']);
  const concepts = reasons.map((reason) => member(reason, 'concept')).filter((concept) => concept !== undefined);
  const references = reasons.map((reason) => member(reason, 'reference')).filter((reference) => typeof reference === 'object');
  return { reasonCode: order['reasonCode'] ?? (concepts.length > 0 ? concepts : undefined), reasonReference: [...list(order['reasonReference']), ...references] };
}
