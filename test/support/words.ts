/** The fixed words of cards, for topics made by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Words } from '../../src/decision/words.ts';

/** Those of one language. */
export function readWords(language: string): Words {
  return parse(readFileSync(join(__dirname, `../../cards/common/words/${language}.yaml`), 'utf8')) as Words;
}
