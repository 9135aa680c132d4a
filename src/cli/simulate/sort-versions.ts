/** Of several versions of one resource the one that was there at a moment; of several that cannot be told apart, all: none may hide the other. */
import { instantOf, placeInTime, type Moment } from '../../chart/moment.ts';
import type { SentResource } from '../../chart/open-prefetch.ts';
import { member, referenceTo } from '../../decision/concept.ts';

export interface Versions {
  /** The latest of each. */
  readonly latest: readonly SentResource[];
  /** The latest of each that was there already, else its first. */
  readonly at: (moment: Moment) => readonly SentResource[];
}

interface Version {
  readonly sent: SentResource;
  readonly updated: number;
}

/** In their order. `hasOwnId`: false for what may share its id with something else, and stays. Versions are told apart by the instant of `meta.lastUpdated`, where all of them have one. */
export function sortVersions(resources: readonly SentResource[], hasOwnId: (sent: SentResource) => boolean = () => true): Versions {
  const groups: (readonly Version[])[] = [];
  for (const sameName of Map.groupBy(resources, (each) => (each.resource.id === undefined || !hasOwnId(each) ? each : referenceTo(each.resource))).values()) {
    if (sameName.length === 1) continue;
    const versions = sameName.flatMap((sent) => { const updated = instantOf(updatedOn(sent)); return updated === undefined ? [] : [{ sent, updated }]; });
    if (versions.length === sameName.length) groups.push(versions);
  }
  const keep = (kept: (versions: readonly Version[]) => readonly Version[]): readonly SentResource[] => {
    if (groups.length === 0) return resources;
    const stale = new Set(groups.flatMap((versions) => { const stay = kept(versions); return versions.filter((each) => !stay.includes(each)); }).map(({ sent }) => sent));
    return resources.filter((each) => !stale.has(each));
  };
  return { latest: keep(latestOf), at: (moment) => keep((versions) => thereAt(versions, moment)) };
}

/** Those of the same day may have been there, where no clock tells: they stay beside the latest that surely was. */
function thereAt(versions: readonly Version[], moment: Moment): readonly Version[] {
  const place = (of: string): readonly Version[] => versions.filter(({ sent }) => placeInTime(updatedOn(sent), moment) === of);
  const there = [...latestOf(place('before')), ...place('same-day')];
  if (there.length > 0) return there;
  const first = versions.reduce((least, { updated }) => Math.min(least, updated), Infinity);
  return versions.filter(({ updated }) => updated === first);
}

function latestOf(versions: readonly Version[]): readonly Version[] {
  const last = versions.reduce((most, { updated }) => Math.max(most, updated), -Infinity);
  return versions.filter(({ updated }) => updated === last);
}

function updatedOn({ resource }: SentResource): unknown {
  return member(resource['meta'], 'lastUpdated');
}
