/** The imaging orders of a chart, each in the version that is judged. */
import type { SentResource } from '../../chart/open-prefetch.ts';
import { momentOf } from '../../chart/moment.ts';
import { referenceTo } from '../../decision/concept.ts';
import type { Topic } from '../../decision/topic.ts';
import type { Names } from './name-resources.ts';
import { coverageOf, whyNoOrder, writtenOn } from './read-order.ts';
import { sortVersions } from './sort-versions.ts';

/** In their order. An order that was drafted before, or withdrawn as a mistake after, was placed all the same; several versions that cannot be told apart stay. */
export function placedOrders(resources: readonly SentResource[], topics: readonly Topic[], names: Names, timeZone: string): readonly SentResource[] {
  const orders = resources.filter(({ resource }) => resource.resourceType === 'ServiceRequest' && coverageOf(resource, topics) === 'covered');
  const stay = new Set<SentResource>();
  for (const versions of Map.groupBy(orders, (each) => (each.resource.id === undefined ? each : referenceTo(each.resource))).values()) {
    const placed = versions.filter(({ resource }) => whyNoOrder(resource, names) === undefined);
    for (const kept of versionOf(placed.length > 0 ? placed : versions, versions, timeZone)) stay.add(kept);
  }
  return orders.filter((each) => stay.has(each));
}

/** As it was when it was written; the day may stand in another version alone. */
function versionOf(candidates: readonly SentResource[], all: readonly SentResource[], timeZone: string): readonly SentResource[] {
  if (all.length === 1 || sortVersions(all).latest.length === all.length) return all;
  const versions = sortVersions(candidates);
  const [latest] = versions.latest;
  const moment = momentOf(writtenOn(latest!.resource), timeZone);
  return moment === undefined ? versions.latest : sortVersions(versions.at(moment)).latest;
}
