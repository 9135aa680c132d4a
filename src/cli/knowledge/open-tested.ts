/** Knowledge that passes its gates, with its vignettes: what can be run, measured and explained. */
import type { Topic } from '../../decision/topic.ts';
import { ConfigError, KnowledgeError, type Problem } from '../../errors.ts';
import { checkTopics } from '../../knowledge/check-topics.ts';
import { checkVignettes } from '../../knowledge/check-vignettes.ts';
import { listVignettes } from '../../knowledge/list-vignettes.ts';
import { nameSystem } from '../../knowledge/name-system.ts';
import { nearestName } from '../../knowledge/nearest-name.ts';
import type { TopicFiles } from '../../knowledge/topic-files.ts';
import type { PlacedVignette } from '../../knowledge/vignette.ts';
import type { SystemOf } from '../../playground/story-chart.ts';

export interface TestedTopic {
  /** Its folder. */
  readonly name: string;
  readonly topic: Topic;
  readonly files: TopicFiles;
  readonly vignettes: readonly PlacedVignette[];
  /** What keeps vignettes from being run. */
  readonly problems: readonly Problem[];
  readonly systemOf: SystemOf;
}

/** All topics, or the one named. Throws KnowledgeError where one does not pass its gates, ConfigError for a topic there is not. */
export function openTested(folder: string, only: string | undefined): readonly TestedTopic[] {
  const { reports, shared } = checkTopics(folder);
  const names = reports.map(({ name }) => name);
  if (only !== undefined && !names.includes(only)) throw new ConfigError(`--topic ${only}: there is no such topic${nearestName(only, names)}${nearestName(only, names) === '' ? '.' : ''} There are ${names.join(', ')}.`);
  const chosen = reports.filter(({ name }) => only === undefined || name === only);
  const broken = [...chosen.flatMap(({ problems }) => problems), ...(only === undefined ? shared : [])];
  if (broken.length > 0) throw new KnowledgeError(broken);
  return chosen.map(({ name, topic, files }) => {
    const vignettes = listVignettes(folder, name);
    return { name, topic: topic!, files: files!, vignettes, problems: checkVignettes(folder, topic!, files!, vignettes), systemOf: (system) => nameSystem(files!.codeSystems.systems, system) };
  });
}
