/** Gate "shape": every knowledge file fits the JSON Schema of its kind. */
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { nearestName } from './nearest-name.ts';
import { openSchemas } from './open-schemas.ts';
import type { KnowledgeFile } from './read-files.ts';

/** Every way in which files do not fit; a file of a kind without schema is a problem too. */
export function checkShape(folder: string, files: readonly KnowledgeFile[]): readonly Problem[] {
  const schemas = openSchemas(join(folder, 'schema'));
  return files.flatMap(({ path, kind, content }): readonly Problem[] => {
    const problems = schemas.problemsOf(kind, content);
    if (problems === undefined) return [{ pointer: `${path}#`, message: `no schema for this kind of file (${schemas.kinds.join(', ')})${nearestName(kind, schemas.kinds)}` }];
    return problems.length === 0 ? pathProblems(path, content) : problems.map(({ pointer, message }) => ({ pointer: `${path}#${pointer}`, message }));
  });
}

/** A file in a folder of many carries its own name, and a topic that of its folder. */
function pathProblems(path: string, content: unknown): readonly Problem[] {
  const [topic, folder, name] = path.split('/');
  const { id, language } = content as { readonly id?: unknown; readonly language?: unknown };
  if (folder === 'topic.yaml') return id === topic ? [] : [{ pointer: `${path}#/id`, message: `must be the name of the folder, is ${String(id)}` }];
  const [key, own] = id === undefined ? ['language', language] : ['id', id];
  if (name === undefined || folder === undefined || typeof own !== 'string' || name.replace(/\.(yaml|json)$/, '') === own) return [];
  return [{ pointer: `${path}#/${key}`, message: `must be the name of the file, is ${own}` }];
}
