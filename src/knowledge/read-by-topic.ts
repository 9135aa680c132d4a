/** The value sets that the topic itself reads: its facts, findings and studies. Those of measures alone are no part of it. */
import type { TopicFiles, ValueSetFile } from './topic-files.ts';

/** A code that only a measure counts must not change how a chart or an order is read. */
export function readByTopic(files: TopicFiles): readonly ValueSetFile[] {
  const readers = JSON.stringify([files.facts, files.findings, files.procedures]);
  return files.valueSets.filter(({ id }) => readers.includes(`"${id}"`) || readers.includes(`'${id}'`));
}
