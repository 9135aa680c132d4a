/** The value sets somebody in a topic reads, its measures included. */
import { readByTopic } from './read-by-topic.ts';
import type { TopicFiles } from './topic-files.ts';

/** Their ids. */
export function valueSetsRead(files: TopicFiles): readonly string[] {
  return [...readByTopic(files).map(({ id }) => id), ...files.measures.flatMap(({ facts }) => facts.flatMap(({ coded, notCoded }) => [...coded, ...(notCoded ?? [])]))];
}
