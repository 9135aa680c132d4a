/** Where the knowledge lies in a folder somebody names: a release, or its `cards` folder. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { listTopics } from '../knowledge/read-files.ts';

/** Throws ConfigError for a folder that holds none; `named` is how whoever asks wrote it. */
export function knowledgeFolder(folder: string, named = `--knowledge ${folder}`): string {
  const found = [folder, join(folder, 'cards')].find((each) => existsSync(join(each, 'common')) && listTopics(each).length > 0);
  if (found === undefined) throw new ConfigError(`${named}: ${whyNone(folder)}. Name a release of Backstop, or its folder "cards".`);
  return found;
}

function whyNone(folder: string): string {
  if (!existsSync(folder)) return 'there is no such folder';
  const isTopic = (place: string, name: string): boolean => existsSync(join(place, name, 'topic.yaml'));
  const hasTopics = [folder, join(folder, 'cards')].some((place) => statSync(place, { throwIfNoEntry: false })?.isDirectory() === true && readdirSync(place).some((name) => isTopic(place, name)));
  return hasTopics ? 'there are topics in it, and no folder "common" with what all topics share' : 'there is no topic in it';
}
