/** Which topics of a knowledge folder are loaded: those asked for, else all that are not drafts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { ConfigError, KnowledgeError } from '../errors.ts';
import { listTopics } from './read-files.ts';

/** Names of folders; `all` has drafts with it. */
export type TopicChoice = 'all' | readonly string[];

/** Names in the order of the folder. Throws ConfigError for a name that is no topic, KnowledgeError for a folder with nothing to load. */
export function chooseTopics(folder: string, choice?: TopicChoice): readonly string[] {
  const names = listTopics(folder);
  if (names.length === 0) throw new KnowledgeError([{ pointer: `${folder}#`, message: 'holds no topic (a folder with a topic.yaml)' }]);
  if (choice === 'all') return names;
  if (choice !== undefined) return named(names, choice);
  const ready = names.filter((name) => !isDraft(folder, name));
  if (ready.length === 0) throw new KnowledgeError([{ pointer: `${folder}#`, message: `holds drafts only (${names.join(', ')}); a draft is loaded where TOPICS names it` }]);
  return ready;
}

function named(names: readonly string[], choice: readonly string[]): readonly string[] {
  const unknown = choice.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new ConfigError(`TOPICS: there is no topic ${unknown.join(', ')}; there are ${names.join(', ')}`);
  return names.filter((name) => choice.includes(name));
}

/** What cannot be parsed is no draft, so that its fault is told. */
function isDraft(folder: string, name: string): boolean {
  return parseDocument(readFileSync(join(folder, name, 'topic.yaml'), 'utf8')).get('draft') === true;
}
