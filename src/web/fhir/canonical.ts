/** Canonical URLs of a topic's resources: below the same base as its value sets. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';

/** `base` is where this service publishes, for a topic whose value sets say nothing else. */
export function canonicalOf({ files }: ReadableTopic, base: string): (type: string, id: string) => string {
  const own = files.valueSets[0]?.url;
  const root = own === undefined || !own.includes('/ValueSet/') ? base : own.slice(0, own.lastIndexOf('/ValueSet/'));
  return (type, id) => `${root}/${type}/${id}`;
}
