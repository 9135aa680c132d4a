/** Puts expansions into the files of their value sets. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spliceExpansion } from '../../knowledge/splice-expansion.ts';
import type { Answered } from './ask-expansions.ts';

/** Each file is replaced whole or not at all. Throws KnowledgeError before the first where one cannot be written. */
export function writeExpansions(folder: string, answered: readonly Answered[]): void {
  const texts = answered.map(({ expandable: { path }, expansion }) => ({ path: join(folder, path), text: spliceExpansion(readFileSync(join(folder, path), 'utf8'), path, expansion) }));
  for (const { path, text } of texts) {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}
