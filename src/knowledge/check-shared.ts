/** Gate "names" for what topics share: it is there because one of them reads it. */
import type { Problem } from '../errors.ts';
import type { TopicFiles } from './topic-files.ts';
import { valueSetsRead } from './value-sets-read.ts';

/** Shared value sets that no topic reads; `topics` are all there are. */
export function checkShared(topics: readonly TopicFiles[]): readonly Problem[] {
  const read = new Set(topics.flatMap(valueSetsRead));
  return [...(topics[0]?.sharedValueSets ?? [])].filter((id) => !read.has(id))
    .map((id) => ({ pointer: `common/value-sets/${id}.json#`, message: `no topic reads the value set ${id}; use it in a fact or leave it out` }));
}
