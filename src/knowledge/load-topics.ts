/** cards/ → topics: read, checked by every gate, compiled. Knowledge that does not pass does not start. */
import { KnowledgeError, type Problem } from '../errors.ts';
import type { Topic } from '../decision/topic.ts';
import { checkTopics } from './check-topics.ts';

/** Every topic of a knowledge folder. Throws one KnowledgeError with all problems (`file#/pointer: message`) that can be told at once. */
export function loadTopics(folder: string): readonly Topic[] {
  const { reports, shared } = checkTopics(folder);
  const problems: readonly Problem[] = [...reports.flatMap((report) => report.problems), ...shared];
  if (problems.length > 0) throw new KnowledgeError([...new Map(problems.map(({ pointer, message }) => [`${pointer} ${message}`, { pointer, message }])).values()]);
  return reports.map(({ topic }) => topic!);
}
