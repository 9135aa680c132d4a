/** cards/ → topics with their files: read once, checked by every gate, compiled. Knowledge that does not pass does not start. */
import { KnowledgeError, type Problem } from '../errors.ts';
import { checkTogether } from './check-together.ts';
import { checkTopics } from './check-topics.ts';
import { chooseTopics, type TopicChoice } from './choose-topics.ts';
import { readVignettes } from './read-vignettes.ts';
import type { Library, ReadableTopic, ReadableVignette } from './readable-topic.ts';

/** The topics of a knowledge folder that are no drafts, or those chosen. Throws one KnowledgeError with all problems (`file#/pointer: message`) that can be told at once. */
export function loadLibrary(folder: string, choice?: TopicChoice): Library {
  const { reports, shared } = checkTopics(folder, chooseTopics(folder, choice));
  const files = reports.flatMap((report) => report.files ?? []);
  const problems: readonly Problem[] = [...reports.flatMap((report) => report.problems), ...shared, ...(files.length === reports.length ? checkTogether(files) : [])];
  if (problems.length > 0) throw new KnowledgeError([...new Map(problems.map(({ pointer, message }) => [`${pointer} ${message}`, { pointer, message }])).values()]);
  const topics = reports.map((report): ReadableTopic => ({ topic: report.topic!, files: report.files!, say: (text) => text }));
  return { topics, vignettes: rememberVignettes(folder, topics.map(({ topic }) => topic.id)) };
}

function rememberVignettes(folder: string, topics: readonly string[]): Library['vignettes'] {
  const kept = new Map<string, Promise<readonly ReadableVignette[]>>();
  return (topic) => {
    if (!topics.includes(topic)) return Promise.resolve([]);
    const known = kept.get(topic);
    if (known !== undefined) return known;
    const reading = readVignettes(folder, topic);
    kept.set(topic, reading);
    // What failed once may work the next time.
    reading.catch(() => kept.delete(topic));
    return reading;
  };
}
