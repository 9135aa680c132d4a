/** Everything a call knows about its patient, in R4 shape, each resource once. */
import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '../decision/chart.ts';
import { shortfallOf, type Prefetched, type SentResource } from './open-prefetch.ts';
import { isSamePatient, patientUrns, type Whose } from './same-patient.ts';
import { toR4 } from './shape/to-r4.ts';

/** How one prefetch key turned out. */
export interface OpenedKey {
  readonly kind: Prefetched['kind'];
  /** Why it is not all there is; always there unless it was read. */
  readonly shortfall?: string;
  /** R4 types of what was kept. */
  readonly types: ReadonlySet<string>;
  /** Resources left out because they are another patient's. */
  readonly foreign: number;
}

export interface Collected {
  readonly patient?: Resource;
  readonly resources: readonly Resource[];
  /** The resource of that type and id. */
  readonly find: (type: string, id: string) => Resource | undefined;
  readonly keys: ReadonlyMap<string, OpenedKey>;
  /** Resources by the `urn:` name their Bundle gives them. */
  readonly urns: ReadonlyMap<string, Resource>;
  readonly foreign: number;
}

/** Collects every value, ours or not: what another service asked for is knowledge too. `drafts` are the non-orders of the draft Bundle. */
export function collectResources(patientId: string, values: ReadonlyMap<string, Prefetched>, drafts: readonly SentResource[]): Collected {
  const whose: Whose = { patientId, urns: patientUrns([drafts, ...[...values.values()].map((value) => (value.kind === 'read' ? value.sent : []))]) };

  const resources: Resource[] = [];
  const known = new Map<string, Map<string, Resource>>();
  const urns = new Map<string, Resource>();
  let patient: Resource | undefined;
  const keep = ({ fullUrl, resource: sent }: SentResource): Resource | undefined => {
    if (!isSamePatient(sent, whose)) return undefined;
    const resource = toR4(sent);
    if (resource.resourceType === 'Patient') patient ??= resource;
    else if (isNew(resource, known)) resources.push(resource);
    if (fullUrl?.startsWith('urn:') && !urns.has(fullUrl)) urns.set(fullUrl, resource);
    return resource;
  };

  const keys = new Map<string, OpenedKey>();
  for (const [key, value] of values) keys.set(key, open(value, keep));
  const foreignDrafts = drafts.filter((draft) => keep(draft) === undefined).length;
  const foreign = [...keys.values()].reduce((sum, opened) => sum + opened.foreign, foreignDrafts);
  return { ...(patient !== undefined && { patient }), resources, find: (type, id) => known.get(type)?.get(id), keys, urns, foreign };
}

/** The same resource twice counts once. Another one under the same type and id stays too: which of them is right cannot be told, and none may hide the other. */
function isNew(resource: Resource, known: Map<string, Map<string, Resource>>): boolean {
  if (resource.id === undefined) return true;
  let ofType = known.get(resource.resourceType);
  if (ofType === undefined) known.set(resource.resourceType, (ofType = new Map()));
  const first = ofType.get(resource.id);
  if (first !== undefined) return first !== resource && !isDeepStrictEqual(first, resource);
  ofType.set(resource.id, resource);
  return true;
}

function open(value: Prefetched, keep: (sent: SentResource) => Resource | undefined): OpenedKey {
  if (value.kind !== 'read') return { kind: value.kind, shortfall: value.reason, types: new Set(), foreign: 0 };
  const types = new Set<string>();
  let foreign = 0;
  for (const sent of value.sent) {
    const resource = keep(sent);
    if (resource === undefined) foreign += 1;
    else types.add(resource.resourceType);
  }
  const shortfall = shortfallOf(value);
  return { kind: 'read', ...(shortfall !== undefined && { shortfall }), types, foreign };
}
