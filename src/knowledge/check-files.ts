/** Gate "files": what every topic needs is there. */
import type { Problem } from '../errors.ts';
import type { KnowledgeFile } from './read-files.ts';

/** By kind of file: where it stands. */
const NEEDED_BY_ALL: Readonly<Record<string, string>> = { lexicon: 'common/lexicon.yaml', 'code-systems': 'common/code-systems.yaml' };
const NEEDED: Readonly<Record<string, string>> = { topic: 'topic.yaml', procedures: 'procedures.yaml', variants: 'variants.yaml', advice: 'advice.yaml', facts: 'facts/', findings: 'findings/' };

/** Files without which a topic is none, and a topic whose name is not that of its folder. */
export function checkFiles(name: string, files: readonly KnowledgeFile[]): readonly Problem[] {
  const kinds = new Set(files.map(({ kind }) => kind));
  const missing = [...Object.entries(NEEDED_BY_ALL), ...Object.entries(NEEDED).map(([kind, file]) => [kind, `${name}/${file}`] as const)].filter(([kind]) => !kinds.has(kind));
  return missing.map(([, file]) => ({ pointer: `${file}#`, message: file.endsWith('/') ? 'is missing: a folder with at least one file' : 'is missing' }));
}
