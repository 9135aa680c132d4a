/** Every topic of a knowledge folder through its gates, and what they share. */
import { KnowledgeError, type Problem } from '../errors.ts';
import { checkShared } from './check-shared.ts';
import { checkTopic, type TopicReport } from './check-topic.ts';
import { listTopics } from './read-files.ts';

export interface TopicsReport {
  readonly reports: readonly (TopicReport & { readonly name: string })[];
  /** Of what topics share; `isSharedChecked` is false where a topic could not be read so far. */
  readonly shared: readonly Problem[];
  readonly isSharedChecked: boolean;
}

/** Throws KnowledgeError for a folder that holds no topic at all. */
export function checkTopics(folder: string, names = listTopics(folder)): TopicsReport {
  if (names.length === 0) throw new KnowledgeError([{ pointer: `${folder}#`, message: 'holds no topic (a folder with a topic.yaml)' }]);
  const reports = names.map((name) => ({ name, ...checkTopic(folder, name) }));
  const files = reports.flatMap((report) => report.files ?? []);
  const isSharedChecked = files.length === reports.length;
  // What a topic that is not asked for reads is not known here.
  const isAll = names.length === listTopics(folder).length;
  return { reports, shared: isSharedChecked && isAll ? checkShared(files) : [], isSharedChecked };
}
