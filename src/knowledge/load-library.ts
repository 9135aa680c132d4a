/** The knowledge for readers, from the same folder as the topics that decide. */
import type { Topic } from '../decision/topic.ts';
import { listTopics, readFiles } from './read-files.ts';
import { readVignettes } from './read-vignettes.ts';
import type { Library, ReadableTopic, ReadableVignette } from './readable-topic.ts';
import { sortFiles } from './topic-files.ts';

/** Of topics that were loaded from that folder, so that every gate has passed. */
export function loadLibrary(folder: string, topics: readonly Topic[]): Library {
  const folders = new Map<string, string>();
  const readable = listTopics(folder).flatMap((name): readonly ReadableTopic[] => {
    const files = sortFiles(name, readFiles(folder, name));
    const topic = topics.find(({ id }) => id === files.topic.id);
    folders.set(files.topic.id, name);
    return topic === undefined ? [] : [{ topic, files, say: (text) => text }];
  });
  const kept = new Map<string, Promise<readonly ReadableVignette[]>>();
  return {
    topics: readable,
    vignettes: (topic) => {
      const name = folders.get(topic);
      if (name === undefined) return Promise.resolve([]);
      const known = kept.get(topic);
      if (known !== undefined) return known;
      const reading = readVignettes(folder, name);
      kept.set(topic, reading);
      // What failed once may work the next time.
      reading.catch(() => kept.delete(topic));
      return reading;
    },
  };
}
