/** Each gate refuses a broken example and says where. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnowledgeError } from '../../src/errors.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import cases from '../../fixtures/broken-knowledge/cases.json';
import { CARDS } from '../support/app.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backstop-cards-'));
  cpSync(CARDS, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('sound knowledge loads', () => {
  expect(loadTopics(folder).map(({ id }) => id)).toEqual(['low-back-pain']);
});

test.each(cases)('$gate refuses: $says', ({ file, replace, by, says }) => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(replace);
  writeFileSync(path, text.replace(replace, by));
  const messages = problemsOf(() => loadTopics(folder));
  expect(messages.join('\n')).toContain(says);
  for (const message of messages) expect(message).toMatch(/^[\w./-]+#\S*: ./);
});

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(KnowledgeError);
    return (error as KnowledgeError).problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
  return [];
}
