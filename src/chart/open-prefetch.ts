/** What one prefetch value, or one answer of a FHIR server, says (CDS Hooks 2.0, Providing FHIR Resources to a CDS Service; the table of PF-2). */
import type { Resource } from '../decision/chart.ts';
import { list, member } from '../decision/concept.ts';
import { isObject } from './shape/element.ts';
import { isResource } from './shape/to-r4.ts';

/** A resource as sent, with the name other resources of the same Bundle may use for it. */
export interface SentResource {
  readonly fullUrl?: string;
  readonly resource: Resource;
}

/** How far one page of results reaches. */
interface Page {
  /** Search matches, without what was sent beside them. */
  readonly matches: number;
  /** How many matches there are in all, where the Bundle says so. */
  readonly total?: number;
  /** URL of the page after this one, as written; empty where a next link names none. */
  readonly next?: string;
  /** Why this is not all, as far as it was said. */
  readonly shortfall?: string;
}

/** The client has nothing (`null`), or sent what it has. */
export interface Opened extends Page {
  readonly kind: 'read';
  readonly sent: readonly SentResource[];
}

/** Neither data nor the absence of data. */
export interface Unopened {
  /** `failed`: somebody tried to read and could not. `unusable`: neither data nor a reason why there are none. */
  readonly kind: 'failed' | 'unusable';
  readonly reason: string;
}

export type Prefetched = Opened | Unopened;

const MOST_NESTED_BUNDLES = 3;
const NOT_A_RESOURCE: Unopened = { kind: 'unusable', reason: 'what was sent is not a FHIR resource' };

/** Opens one value; whose the resources are and whether they are of the expected type is looked at later. */
export function openPrefetch(value: unknown): Prefetched {
  if (value === null) return { kind: 'read', sent: [], matches: 0 };
  if (!isResource(value)) return NOT_A_RESOURCE;
  if (value.resourceType === 'OperationOutcome') return { kind: 'failed', reason: 'the client could not read it' };
  if (value.resourceType !== 'Bundle') return { kind: 'read', sent: [{ resource: value }], matches: 1 };
  const entries = value['entry'];
  if (entries !== undefined && entries !== null && typeof entries !== 'object') return NOT_A_RESOURCE;
  const sent: SentResource[] = [];
  return { kind: 'read', sent, ...openBundle(value, sent, MOST_NESTED_BUNDLES) };
}

/** Why an opened value is not all there is; `undefined` where nothing says so. */
export function shortfallOf({ shortfall, next, total, matches }: Page): string | undefined {
  if (shortfall !== undefined) return shortfall;
  if (next !== undefined) return 'only the first page was sent';
  return total !== undefined && total > matches ? `${matches} of ${total} were sent` : undefined;
}

/** Collects the entries of a Bundle, and of the Bundles within. */
function openBundle(bundle: Resource, sent: SentResource[], levels: number): Page {
  let shortfall: string | undefined;
  let matches = 0;
  for (const entry of list(bundle['entry'])) {
    const resource = member(entry, 'resource');
    if (!isResource(resource)) {
      shortfall ??= 'some entries of this search cannot be read';
      continue;
    }
    if (resource.resourceType === 'OperationOutcome') {
      if (isFailure(resource)) shortfall ??= 'an error is reported in this search';
    } else if (resource.resourceType === 'Bundle') {
      shortfall ??= levels > 0 ? shortfallOf(openBundle(resource, sent, levels - 1)) : 'Bundles within Bundles are not read that deep';
    } else {
      const fullUrl = member(entry, 'fullUrl');
      sent.push(typeof fullUrl === 'string' ? { fullUrl, resource } : { resource });
      if ((member(member(entry, 'search'), 'mode') ?? 'match') === 'match') matches += 1;
    }
  }
  const { total } = bundle;
  const next = nextPage(bundle);
  return { matches, ...(typeof total === 'number' && { total }), ...(next !== undefined && { next }), ...(shortfall !== undefined && { shortfall }) };
}

/** FHIR R4 Bundle.link: where the page after this one is. */
function nextPage(bundle: Resource): string | undefined {
  const link = list(bundle['link']).find((each) => member(each, 'relation') === 'next');
  if (link === undefined) return undefined;
  const url = member(link, 'url');
  return typeof url === 'string' ? url : '';
}

/** "No results" is a warning (Epic: 4101) and no failure; an outcome that does not say how bad it is may be one. */
export function isFailure(outcome: Resource): boolean {
  const issues = list(outcome['issue']).filter(isObject);
  return issues.length === 0 || issues.some((issue) => issue['severity'] !== 'information' && issue['severity'] !== 'warning' && issue['severity'] !== 'success');
}
