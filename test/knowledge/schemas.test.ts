/** The schemas of knowledge files: one that is not sound checks nothing, so it stops the start; what does not fit one is told. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnowledgeError } from '../../src/errors.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { openSchemas } from '../../src/knowledge/open-schemas.ts';
import { readSchema } from '../../src/knowledge/read-schema.ts';
import { CARDS } from '../support/app.ts';

const FOLDER = join(CARDS, 'schema');
const kinds = readdirSync(FOLDER).map((name) => name.replace('.schema.json', ''));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backstop-schemas-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function thrownBy(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(KnowledgeError);
    return (error as KnowledgeError).problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
  return [];
}

test.each(kinds)('%s is a JSON Schema', (kind) => {
  expect(readSchema(FOLDER, kind)).toHaveProperty('$schema');
});

describe('a schema that is not sound is refused before it is used', () => {
  test.each([
    ['a sub-schema that is a list', '{"properties": {"a": []}}', 'schema/links.schema.json#/properties/a: must be object,boolean'],
    ['a sub-schema that is a number', '{"properties": {"a": 1}}', 'schema/links.schema.json#/properties/a: must be object,boolean'],
    ['required with null', '{"type": "object", "required": [null]}', '#/required/0: must be string'],
    ['required twice', '{"type": "object", "required": ["a", "a"]}', '#/required: must NOT have duplicate items'],
    ['required that is no list', '{"type": "object", "required": "a"}', '#/required: must be array'],
    ['a negative length', '{"type": "string", "minLength": -1}', '#/minLength: must be >= 0'],
    ['half an item', '{"type": "array", "minItems": 0.5}', '#/minItems: must be integer'],
    ['a number in words', '{"type": "array", "minItems": "1"}', '#/minItems: must be integer'],
    ['a type without a name', '{"type": ""}', '#/type: must be equal to one of the allowed values (array, boolean'],
    ['a type twice', '{"type": ["string", "string"]}', '#/type: must NOT have duplicate items'],
    ['draft-07', '{"$schema": "http://json-schema.org/draft-07/schema#"}', '#/$schema: must be https://json-schema.org/draft/2020-12/schema, is http://json-schema.org/draft-07/schema#'],
    ['2019-09', '{"$schema": "https://json-schema.org/draft/2019-09/schema"}', '#/$schema: must be https://json-schema.org/draft/2020-12/schema'],
    ['an answer that comes later', '{"$async": true, "type": "object"}', '#/$async: is no keyword'],
    ['nothing', 'null', 'schema/links.schema.json#: must be object,boolean'],
    ['a list', '[]', 'schema/links.schema.json#: must be object,boolean'],
    ['no JSON', '{"type": ', 'schema/links.schema.json#: cannot be read: Unexpected end of JSON input'],
    ['a keyword that is none', '{"typ": "object"}', 'schema/links.schema.json#: cannot be used: strict mode: unknown keyword: "typ"'],
    ['a reference that leads nowhere', '{"$ref": "#/$defs/a"}', "schema/links.schema.json#: cannot be used: can't resolve reference #/$defs/a"],
    ['a pattern that is none', '{"type": "string", "pattern": "("}', 'schema/links.schema.json#: cannot be used: Invalid regular expression'],
  ])('%s', (_, text, says) => {
    writeFileSync(join(folder, 'links.schema.json'), text);
    expect(thrownBy(() => openSchemas(folder).problemsOf('links', { a: 1 })).join('\n')).toContain(says);
  });

  test('a folder in its place', () => {
    expect(thrownBy(() => readSchema(folder, 'links'))).toEqual([expect.stringMatching(/^schema\/links\.schema\.json#: cannot be read: ENOENT/)]);
  });

  test('by the start, whatever the content', () => {
    cpSync(CARDS, folder, { recursive: true });
    const path = join(folder, 'schema/findings.schema.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll(/"grade": \{\s*"enum": \[[^\]]*\]\s*\}/g, '"grade": []'));
    expect(thrownBy(() => loadTopics(folder))).toContainEqual(expect.stringMatching(/^schema\/findings\.schema\.json#\/\S+\/properties\/grade: must be object,boolean/));
  });
});

test.each([
  ['low-back-pain/findings/3-cancer.yaml', '{fact: cancer, grade: A,', '{fact: cancer, grade: a,', 'evidence/0/grade: there is no grade a; did you mean A?'],
  ['low-back-pain/findings/3-cancer.yaml', '{fact: cancer, grade: A,', '{fact: cancer,', 'evidence/0/grade: there is no grade undefined'],
  ['low-back-pain/findings/3-cancer.yaml', 'grade: A, when: ever, order: A}', 'grade: A, when: ever, order: D}', 'evidence/1/order: there is no grade D'],
  ['low-back-pain/findings/3-cancer.yaml', 'raise: B,', 'raise: b,', 'adjust/0: there is no grade b'],
  ['low-back-pain/findings/1-episode.yaml', 'grades: [{when: "%age >= 70", grade: B}]', 'grades: [{when: "%age >= 70", grade: [B]}]', 'grades/0/grade: there is no grade B'],
])('where a schema leaves grades open, a wrong one is no red flag the less: %s, %s', (file, replace, by, says) => {
  cpSync(CARDS, folder, { recursive: true });
  writeFileSync(join(folder, 'schema/findings.schema.json'), '{"type": "object"}');
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(replace);
  writeFileSync(path, text.replace(replace, by));
  expect(thrownBy(() => loadTopics(folder)).join('\n')).toContain(says);
});

test('content that does not fit is told in every way it does not', () => {
  const problems = openSchemas(FOLDER).problemsOf('links', { links: [{ id: 1 }], more: true })!;
  expect(problems.length).toBeGreaterThan(2);
  expect(problems).toContainEqual({ pointer: '', message: 'must NOT have additional properties (more)' });
  expect(problems).toContainEqual({ pointer: '/links/0/id', message: 'must be string' });
});
