/** What one prefetch value says (CDS Hooks 2.0, Providing FHIR Resources to a CDS Service; the table of PF-2). */
import type { Resource } from '../decision/chart.ts';
import { list, member } from '../decision/concept.ts';
import { isObject } from './shape/element.ts';
import { isResource } from './shape/to-r4.ts';

/** A resource as sent, with the name other resources of the same Bundle may use for it. */
export interface SentResource {
  readonly fullUrl?: string;
  readonly resource: Resource;
}

export type Prefetched =
  /** The client has nothing (`null`), or sent what it has. */
  | { readonly kind: 'read'; readonly sent: readonly SentResource[]; readonly shortfall?: string }
  /** The client tried and failed. */
  | { readonly kind: 'failed' }
  /** Neither data nor a reason why there are none. */
  | { readonly kind: 'unusable' };

const MOST_NESTED_BUNDLES = 3;

/** Opens one value; whose the resources are and whether they are of the expected type is looked at later. */
export function openPrefetch(value: unknown): Prefetched {
  if (value === null) return { kind: 'read', sent: [] };
  if (!isResource(value)) return { kind: 'unusable' };
  if (value.resourceType === 'OperationOutcome') return { kind: 'failed' };
  if (value.resourceType !== 'Bundle') return { kind: 'read', sent: [{ resource: value }] };
  const entries = value['entry'];
  if (entries !== undefined && entries !== null && typeof entries !== 'object') return { kind: 'unusable' };
  const sent: SentResource[] = [];
  const shortfall = openBundle(value, sent, MOST_NESTED_BUNDLES);
  return { kind: 'read', sent, ...(shortfall !== undefined && { shortfall }) };
}

/** Collects the entries; answers why they are not all there is, if that can be seen. */
function openBundle(bundle: Resource, sent: SentResource[], levels: number): string | undefined {
  let shortfall = hasNextPage(bundle) ? 'only the first page was sent' : undefined;
  let matches = 0;
  for (const entry of list(bundle['entry'])) {
    const resource = member(entry, 'resource');
    if (!isResource(resource)) continue;
    if (resource.resourceType === 'OperationOutcome') {
      if (isFailure(resource)) shortfall ??= 'the client reports an error in this search';
    } else if (resource.resourceType === 'Bundle') {
      if (levels > 0) shortfall = openBundle(resource, sent, levels - 1) ?? shortfall;
    } else {
      const fullUrl = member(entry, 'fullUrl');
      sent.push(typeof fullUrl === 'string' ? { fullUrl, resource } : { resource });
      if ((member(member(entry, 'search'), 'mode') ?? 'match') === 'match') matches += 1;
    }
  }
  const { total } = bundle;
  if (typeof total === 'number' && total > matches) shortfall ??= `${matches} of ${total} were sent`;
  return shortfall;
}

/** FHIR R4 Bundle.link: one page of several. */
function hasNextPage(bundle: Resource): boolean {
  return list(bundle['link']).some((link) => member(link, 'relation') === 'next');
}

/** "No results" is a warning (Epic: 4101) and no failure; an outcome that does not say how bad it is may be one. */
function isFailure(outcome: Resource): boolean {
  const issues = list(outcome['issue']).filter(isObject);
  return issues.length === 0 || issues.some((issue) => issue['severity'] !== 'information' && issue['severity'] !== 'warning' && issue['severity'] !== 'success');
}
