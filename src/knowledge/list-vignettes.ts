/** The vignettes of a topic as they were written, all at once: for those who run them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KnowledgeError, type Problem } from '../errors.ts';
import { parseYamlDocuments } from './parse-yaml.ts';
import type { PlacedVignette, Vignette } from './vignette.ts';

/** In the order of files; a file may hold many, as YAML documents. Throws KnowledgeError for what cannot be read. */
export function listVignettes(folder: string, topic: string): readonly PlacedVignette[] {
  const place = join(folder, topic, 'vignettes');
  const problems: Problem[] = [];
  const listed = (existsSync(place) ? readdirSync(place) : []).filter((name) => /\.ya?ml$/.test(name)).sort().flatMap((name) => {
    const file = `${topic}/vignettes/${name}`;
    try {
      if (name.endsWith('.yml')) throw new Error('it would be passed over: names of knowledge files end with .yaml');
      return parseYamlDocuments(readFileSync(join(place, name), 'utf8')).map(({ content, line }) => ({ vignette: content as Vignette, file, line }));
    } catch (cause) {
      problems.push({ pointer: `${file}#`, message: `cannot be read: ${(cause as Error).message.split('\n')[0]!.replace(/:$/, '')}` });
      return [];
    }
  });
  if (problems.length > 0) throw new KnowledgeError(problems);
  return listed;
}
