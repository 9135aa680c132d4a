/** The topics of a knowledge folder for whoever decides and shows no page of the knowledge: their files are not kept. */
import type { Topic } from '../decision/topic.ts';
import type { TopicChoice } from './choose-topics.ts';
import { loadLibrary } from './load-library.ts';

/** As `loadLibrary`, which throws for it. */
export function loadTopics(folder: string, choice?: TopicChoice): readonly Topic[] {
  return loadLibrary(folder, choice).topics.map(({ topic }) => topic);
}
