/** What the resources of a chart are called, and which of them a reference leads to: by type and id, or by the full URL it has in its Bundle. */
import type { SentResource } from '../../chart/open-prefetch.ts';
import { member, referenceTo, relativeReference } from '../../decision/concept.ts';

export interface Names {
  /** `undefined` for what nothing can refer to. */
  readonly of: (sent: SentResource) => string | undefined;
  /** The name it leads to, whether such a resource is there or not. */
  readonly at: (reference: unknown) => string | undefined;
}

export function nameResources(chart: readonly SentResource[]): Names {
  const of = ({ resource, fullUrl }: SentResource): string | undefined => (resource.id === undefined ? fullUrl : referenceTo(resource));
  const byUrl = new Map(chart.flatMap((sent) => (sent.fullUrl === undefined ? [] : [[sent.fullUrl, of(sent)!] as const])));
  return { of, at: (reference) => byUrl.get(String(member(reference, 'reference'))) ?? relativeReference(reference) };
}
