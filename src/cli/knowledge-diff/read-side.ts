/** All files of one version of the knowledge as plain data, also those that decide nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { listTopics, readFiles, type KnowledgeFile } from '../../knowledge/read-files.ts';

export interface Side {
  readonly folder: string;
  readonly topics: readonly string[];
  /** By path below the folder: what is read at a start, of topics and of what they share, each once. */
  readonly files: ReadonlyMap<string, KnowledgeFile>;
  /** What lies beside it, by path: schemas parsed, all else as text. */
  readonly others: ReadonlyMap<string, unknown>;
}

/** Throws KnowledgeError for files that cannot be parsed. */
export function readSide(folder: string): Side {
  const topics = listTopics(folder);
  const files = new Map(topics.flatMap((topic) => readFiles(folder, topic)).map((file) => [file.path, file]));
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll(sep, '/')).sort();
  // Vignettes are compared one by one, as stories.
  const others = paths.filter((path) => !files.has(path) && !/^[^/]+\/vignettes\/[^/]+\.yaml$/.test(path));
  return { folder, topics, files, others: new Map(others.map((path) => [path, contentOf(join(folder, path))])) };
}

function contentOf(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Nothing reads it as knowledge, so it need not be JSON.
    return text;
  }
}
