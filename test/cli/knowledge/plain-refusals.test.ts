/** What is wrong with a folder, a file, a day or a name is said as it is. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkKnowledge } from '../../../src/cli/knowledge/check-knowledge.ts';
import { createTopic } from '../../../src/cli/knowledge/new-topic.ts';
import { knowledgeFolder } from '../../../src/cli/knowledge-folder.ts';
import { change, smallKnowledge } from '../../support/knowledge-folder.ts';

let folder: string;
beforeAll(() => { folder = smallKnowledge(); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readText = (file: string): string => readFileSync(join(folder, file), 'utf8');
const told = (): readonly string[] => checkKnowledge(folder).topics.flatMap(({ problems }) => problems).map(({ pointer, message }) => `${pointer}: ${message}`);

test('a vignette plays on a day of the calendar', () => {
  const file = 'neck-pain/vignettes/1-no-red-flag.yaml';
  const [, day] = /today: "(.*?)"/.exec(readText(file))!;
  for (const impossible of ['2026-02-31', '2026-13-01', '2025-02-29']) {
    change(folder, file, `"${day}"`, `"${impossible}"`);
    expect(told()).toEqual([`${file}#/NP1/today: ${impossible} is no day of the calendar`]);
    change(folder, file, `"${impossible}"`, `"${day}"`);
  }
  expect(told()).toEqual([]);
});

test.each<[string, Buffer, string]>([
  ['in UTF-16', Buffer.from('\uFEFFfacts: []\n', 'utf16le'), 'it is no text in UTF-8 (UTF-16, or no text at all). Save it as UTF-8'], ['in Latin 1', Buffer.from('# caf\u00e9\n', 'latin1'), 'it is no text in UTF-8. Save it as UTF-8'],
  ['with nothing in it', Buffer.from('\n'), 'it is empty'],
])('a file %s is said to be so', (_, bytes, message) => {
  const path = join(folder, 'neck-pain/links.yaml');
  const before = readText('neck-pain/links.yaml');
  writeFileSync(path, bytes);
  expect(told()).toContain(`neck-pain/links.yaml#: cannot be parsed: ${message}`);
  writeFileSync(path, before);
});

test('a short name that means nothing is not taken for another', () => {
  change(folder, 'neck-pain/findings/1-indication.yaml', 'when: "', 'when: "%patient.foo.exists() or ');
  expect(told().join('\n')).toMatch(/foo is no element of FHIR R4$/m);
  change(folder, 'neck-pain/findings/1-indication.yaml', 'when: "%patient.foo.exists() or ', 'when: "');
});

test('topics without what they share are not called none', () => {
  const alone = smallKnowledge();
  rmSync(join(alone, 'common'), { recursive: true });
  expect(() => knowledgeFolder(alone)).toThrow(/there are topics in it, and no folder "common" with what all topics share\. Name a release/);
  rmSync(join(alone, 'neck-pain'), { recursive: true });
  expect(() => knowledgeFolder(alone)).toThrow(/there is no topic in it/);
  rmSync(alone, { recursive: true });
});

test.each(['constructor', 'vignettes', 'common', 'schema'])('no topic is called %s', (name) => {
  expect(() => createTopic(name, folder, 2026)).toThrow(/cannot be the name of a topic\. .* and not common, schema, vignettes or constructor\./);
});
