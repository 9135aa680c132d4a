/** cards/ → topics: read, checked by every gate, compiled. Knowledge that does not pass does not start. */
import { KnowledgeError, type Problem } from '../errors.ts';
import type { Topic } from '../decision/topic.ts';
import { checkTogether } from './check-together.ts';
import { checkTopics } from './check-topics.ts';
import { chooseTopics, type TopicChoice } from './choose-topics.ts';

/** The topics of a knowledge folder that are no drafts, or those chosen. Throws one KnowledgeError with all problems (`file#/pointer: message`) that can be told at once. */
export function loadTopics(folder: string, choice?: TopicChoice): readonly Topic[] {
  const { reports, shared } = checkTopics(folder, chooseTopics(folder, choice));
  const files = reports.flatMap((report) => report.files ?? []);
  const problems: readonly Problem[] = [...reports.flatMap((report) => report.problems), ...shared, ...(files.length === reports.length ? checkTogether(files) : [])];
  if (problems.length > 0) throw new KnowledgeError([...new Map(problems.map(({ pointer, message }) => [`${pointer} ${message}`, { pointer, message }])).values()]);
  return reports.map(({ topic }) => topic!);
}
