/** Which topics are loaded, and what two of them may not both claim. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnowledgeError } from '../../src/errors.ts';
import { chooseTopics } from '../../src/knowledge/choose-topics.ts';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'topics-'));
  for (const part of ['schema', 'common', 'low-back-pain']) cpSync(join(CARDS, part), join(folder, part), { recursive: true, filter: (path) => !path.includes('vignettes') });
  cpSync(join(folder, 'low-back-pain'), join(folder, 'second'), { recursive: true });
  edit('second/topic.yaml', 'id: low-back-pain', 'id: second\ndraft: true');
});
afterAll(() => rmSync(folder, { recursive: true }));

function edit(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
    return [];
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    return error.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
}

describe('a topic is loaded', () => {
  test('that is no draft', () => expect(chooseTopics(folder)).toEqual(['low-back-pain']));
  test('that is a draft and named', () => expect(chooseTopics(folder, ['second'])).toEqual(['second']));
  test('once, in the order of the folder', () => expect(chooseTopics(folder, ['second', 'low-back-pain', 'second'])).toEqual(['low-back-pain', 'second']));
  test('where all are asked for', () => expect(chooseTopics(folder, 'all')).toEqual(['low-back-pain', 'second']));
  test('and a name that is none is refused with those there are', () => {
    expect(() => chooseTopics(folder, ['headache'])).toThrow(expect.objectContaining({ code: 'invalid-setting', message: 'TOPICS: there is no topic headache; there are low-back-pain, second' }));
  });
  test('of the very files that readers are shown, read once', () => {
    const { topics: [readable] } = loadLibrary(folder);
    const { topic, files } = readable!;
    expect(topic.words).toBe(files.words.find(({ language }) => language === 'en'));
    expect(topic.notRatedWhen).toBe(files.variants.notRatedWhen);
  });
  test('and drafts alone are nothing to serve', () => {
    edit('low-back-pain/topic.yaml', 'id: low-back-pain', 'id: low-back-pain\ndraft: true');
    expect(() => chooseTopics(folder)).toThrow(expect.objectContaining({ code: 'invalid-knowledge', message: expect.stringContaining('TOPICS') }));
    edit('low-back-pain/topic.yaml', '\ndraft: true', '');
  });
});

describe('together', () => {
  test('two topics may not judge the same order, nor state a read differently', () => {
    edit('second/topic.yaml', 'type: Observation, title: observations}', 'type: Observation, title: observations, query: "Observation?patient={{context.patientId}}&category=exam"}');
    const problems = problemsOf(() => loadTopics(folder, 'all'));
    expect(problems).toContain('second/topic.yaml#/reads/2: read observations is stated otherwise by low-back-pain; the same id must be the same read in every topic');
    expect(problems.filter((problem) => /^second\/procedures\.yaml#\/studies\/\d+\/codes: its code \S+ is also one of low-back-pain's study \S+; an order of it would be judged by both$/.test(problem)).length).toBeGreaterThan(10);
    expect(problems.every((problem) => problem.startsWith('second/'))).toBe(true);
  });

  test('one alone has nobody in its way', () => expect(problemsOf(() => loadTopics(folder))).toEqual([]));
});
