/** Where the knowledge lies in a folder somebody names: a release, or its `cards` folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { listTopics } from '../knowledge/read-files.ts';

/** Throws ConfigError for a folder that holds none; `named` is how whoever asks wrote it. */
export function knowledgeFolder(folder: string, named = `--knowledge ${folder}`): string {
  const found = [folder, join(folder, 'cards')].find((each) => existsSync(join(each, 'common')) && listTopics(each).length > 0);
  if (found === undefined) throw new ConfigError(`${named}: ${existsSync(folder) ? 'there is no topic in it' : 'there is no such folder'}. Name a release of Backstop, or its folder "cards".`);
  return found;
}
