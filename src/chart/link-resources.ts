/** Makes what resources say by reference readable in place: contained resources, and drugs named by a Medication (CTX-13). */
import type { Resource } from '../decision/chart.ts';
import { list, member, referenceTo, relativeReference } from '../decision/concept.ts';
import { isResource, toR4 } from './shape/to-r4.ts';

/** Where references can lead. */
export interface Targets {
  /** By type and id. */
  readonly find: (type: string, id: string) => Resource | undefined;
  /** By `urn:` full URL. */
  readonly urns: ReadonlyMap<string, Resource>;
}

/** The resources, each with the drug it names by reference written into it, and after it the evidence it contains. */
export function linkResources(resources: readonly Resource[], targets: Targets): readonly Resource[] {
  const linked: Resource[] = [];
  for (const resource of resources) {
    linked.push(linkDrug(resource, targets));
    if (resource['contained'] === undefined) continue;
    for (const evidence of containedEvidence(resource)) linked.push(evidence);
  }
  return linked;
}

/** R4 gives the drug as a concept or as a reference to a Medication; a reference's display still names the drug. */
export function linkDrug(resource: Resource, targets: Targets): Resource {
  const reference = resource['medicationReference'];
  if (reference === undefined || resource['medicationCodeableConcept'] !== undefined) return resource;
  const written = member(reference, 'reference');
  const medication = typeof written === 'string' ? medicationAt(written, resource, targets) : undefined;
  const display = member(reference, 'display');
  const code = medication?.['code'] ?? (typeof display === 'string' ? { text: display } : undefined);
  return code === undefined ? resource : { ...resource, medicationCodeableConcept: code };
}

/** The order as it is judged. */
export interface LinkedOrder {
  readonly order: Resource;
  /** Reasons that are nowhere else in the chart. */
  readonly reasons: readonly Resource[];
  /** Types of reasons that lead nowhere and do not say what they are: something about this order was not sent. */
  readonly unread: ReadonlySet<string>;
}

/**
 * The order with its reasons pointing at resources of the chart: `#local` and `urn:` references become `Type/id`; one that leads nowhere speaks by
 * its display. Only the copy that is judged is changed; what goes back to the client keeps its own references (ACT-4).
 */
export function linkOrder(order: Resource, targets: Targets): LinkedOrder {
  const contained = containedEvidence(order);
  const reasons: Resource[] = [...contained];
  const words: unknown[] = [];
  const unread = new Set<string>();
  const references = list(order['reasonReference']).map((reason) => {
    const written = member(reason, 'reference');
    const [type = '', id = ''] = relativeReference(written)?.split('/') ?? [];
    const isLocal = typeof written === 'string' && written.startsWith('#');
    const target = isLocal ? contained.find((each) => each.id === containedId(order, written.slice(1))) : targets.urns.get(String(written));
    if (target !== undefined) {
      const named: Resource = target.id === undefined ? { ...target, id: String(written).split(':').at(-1)! } : target;
      if (target.id === undefined) reasons.push(named);
      return { ...(reason as object), reference: referenceTo(named) };
    }
    if (targets.find(type, id) !== undefined) return reason;
    const display = member(reason, 'display');
    if (typeof display === 'string' && display.trim() !== '') words.push({ text: display });
    else unread.add(/^[A-Z]/.test(type) ? type : 'Condition');
    return reason;
  });
  if (references.length === 0) return { order, reasons, unread };
  return { order: { ...order, reasonReference: references, ...(words.length > 0 && { reasonCode: [...list(order['reasonCode']), ...words] }) }, reasons, unread };
}

const EVIDENCE = ['Condition', 'Observation', 'Procedure'];

/** Contained resources that may be evidence, under ids that cannot meet those of others. A family history's problems are not the patient's. */
function containedEvidence(container: Resource): readonly Resource[] {
  if (container.resourceType === 'FamilyMemberHistory') return [];
  return list(container['contained']).filter(isResource).map(toR4)
    .filter(({ resourceType }) => EVIDENCE.includes(resourceType))
    .map((resource, index) => ({ ...resource, id: containedId(container, resource.id?.replace(/^#/, '') ?? String(index)) }));
}

function containedId(container: Resource, localId: string): string {
  return `${container.id ?? container.resourceType}#${localId}`;
}

function medicationAt(written: string, resource: Resource, { find, urns }: Targets): Resource | undefined {
  if (written.startsWith('urn:')) return urns.get(written);
  if (!written.startsWith('#')) return find('Medication', relativeReference(written)!.split('/').at(-1)!);
  return list(resource['contained']).filter(isResource).find(({ id }) => id === written.slice(1) || id === written);
}
