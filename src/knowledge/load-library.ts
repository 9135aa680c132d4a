/** The knowledge for readers, from the same folder as the topics that decide. */
import type { Topic } from '../decision/topic.ts';
import { readFiles } from './read-files.ts';
import { readVignettes } from './read-vignettes.ts';
import type { Library, ReadableTopic, ReadableVignette } from './readable-topic.ts';
import { sortFiles } from './topic-files.ts';

/** Of topics that were loaded from that folder, so that every gate has passed: one of them is that a topic has the name of its folder. */
export function loadLibrary(folder: string, topics: readonly Topic[]): Library {
  const readable = topics.map((topic): ReadableTopic => ({ topic, files: sortFiles(topic.id, readFiles(folder, topic.id)), say: (text) => text }));
  const kept = new Map<string, Promise<readonly ReadableVignette[]>>();
  return {
    topics: readable,
    vignettes: (topic) => {
      if (!topics.some(({ id }) => id === topic)) return Promise.resolve([]);
      const known = kept.get(topic);
      if (known !== undefined) return known;
      const reading = readVignettes(folder, topic);
      kept.set(topic, reading);
      // What failed once may work the next time.
      reading.catch(() => kept.delete(topic));
      return reading;
    },
  };
}
