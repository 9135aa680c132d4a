/** Two parsers, one meaning: the quick one gives what the thorough one gives, and leaves faults to it. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, parseDocument } from 'yaml';
import { parseYaml, parseYamlDocuments } from '../../src/knowledge/parse-yaml.ts';
import { CARDS } from '../support/app.ts';

const files = readdirSync(CARDS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
const read = (path: string): string => readFileSync(join(CARDS, path), 'utf8');
const thoroughly = (text: string): unknown => parseDocument(text, { uniqueKeys: true }).toJS();

test('every file of the knowledge reads the same', () => {
  const served = files.filter((path) => !path.includes('vignettes'));
  expect(served.length).toBeGreaterThan(60);
  for (const path of served) expect([path, parseYaml(read(path))]).toEqual([path, thoroughly(read(path))]);
});

test('every vignette reads the same, and begins where it says', () => {
  const [path] = files.filter((each) => each.includes('vignettes')).sort((one, other) => read(one).length - read(other).length).slice(-1);
  const documents = parseYamlDocuments(read(path!));
  expect(documents.length).toBeGreaterThan(10);
  expect(documents.map(({ content }) => content)).toEqual(parseAllDocuments(read(path!)).map((each) => each.toJS()).filter((each) => each !== null));
  const lines = read(path!).split('\n');
  for (const { content, line } of documents) expect(lines[line - 1]).toContain(Object.keys(content as object)[0]);
});

describe('odd values read the same', () => {
  test.each(['1_000', '012', '0o14', '0x1F', '1e3', '.5', '5.', '-.inf', '~', 'null', 'yes', 'no', 'on', 'TRUE', '2026-11-01', '2026-11-01T10:00:00Z', '12:30', '+1', '-0', '0b11', '<<', '=', '"a\\u00e9b"', "'it''s'", 'a: b', 'a#b', 'a #c', '- x', '{a: 1}', '&a 1', '!!str 1', '!foo 1', '|\n  x\n  y\n', '>-\n  x\n  y\n', '"a\n  b"', 'a: &x {b: 1}\nc: *x', '<<: {a: 1}\nb: 2', '1.10', '00', '0.1.2', '[1,2,]', '', '# c', 'a: |2\n    x\n', 'a: >+\n  x\n\n', '1E5'])('%j', (text) => {
    expect(parseYaml(text)).toEqual(thoroughly(text));
  });
});

test.each(['a: 1\na: 2', 'a: [', 'a: b: c', '"a: 1', 'a: "x" y', '\t- a'])('a fault in %j has its place', (text) => {
  expect(() => parseYaml(text)).toThrow(/at line \d+, column \d+/);
});

test('documents with ends and directives are read too', () => {
  expect(parseYamlDocuments('%YAML 1.2\n---\na: 1\n...\n---\nb: 2\n').map(({ content }) => content)).toEqual([{ a: 1 }, { b: 2 }]);
  expect(parseYamlDocuments('a: 1\n---\n# nothing\n---\n\n# on\nb: 2\n')).toEqual([{ content: { a: 1 }, line: 1 }, { content: { b: 2 }, line: 7 }]);
});
