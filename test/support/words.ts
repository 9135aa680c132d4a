/** The fixed words of cards and the texts of pages, for topics made by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../src/knowledge/parse-yaml.ts';
import type { PageTexts } from '../../src/decision/page-texts.ts';
import type { Words } from '../../src/decision/words.ts';

/** Those of cards in one language. */
export function readWords(language: string): Words {
  return read('words', language) as Words;
}

/** Those of pages in one language. */
export function readPageTexts(language: string): PageTexts {
  return read('pages', language) as PageTexts;
}

function read(kind: string, language: string): unknown {
  return parseYaml(readFileSync(join(__dirname, `../../cards/common/${kind}/${language}.yaml`), 'utf8'));
}
