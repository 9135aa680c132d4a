/** Of several versions of one resource the latest; of several that cannot be told apart, all: none may hide the other. */
import { instantOf } from '../../chart/moment.ts';
import type { SentResource } from '../../chart/open-prefetch.ts';
import { member, referenceTo } from '../../decision/concept.ts';

/** In their order. Versions are told apart by the instant of `meta.lastUpdated`, where all of them have one. */
export function keepLatest(resources: readonly SentResource[]): readonly SentResource[] {
  const byName = Map.groupBy(resources, (each) => (each.resource.id === undefined ? each : referenceTo(each.resource)));
  const stale = new Set<SentResource>();
  for (const versions of byName.values()) {
    if (versions.length === 1) continue;
    const instants = versions.map(({ resource }) => instantOf(member(resource['meta'], 'lastUpdated')));
    if (instants.includes(undefined)) continue;
    const latest = instants.reduce<number>((last, instant) => Math.max(last, instant!), -Infinity);
    versions.forEach((version, index) => { if (instants[index]! < latest) stale.add(version); });
  }
  return stale.size === 0 ? resources : resources.filter((each) => !stale.has(each));
}
