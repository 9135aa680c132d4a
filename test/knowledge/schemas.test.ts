/** The schemas of knowledge files are sound: a start takes their word for it. */
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSchemas } from '../../src/knowledge/open-schemas.ts';
import { CARDS } from '../support/app.ts';

const FOLDER = join(CARDS, 'schema');
const ajv = new Ajv2020();

test.each(readdirSync(FOLDER))('%s is a JSON Schema', (name) => {
  ajv.validateSchema(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as object);
  expect(ajv.errors ?? []).toEqual([]);
});

test('the check sees what is none', () => {
  expect(ajv.validateSchema({ properties: { a: { required: 'b' } } })).toBe(false);
});

test('content that does not fit is told in every way it does not', () => {
  const problems = openSchemas(FOLDER).problemsOf('links', { links: [{ id: 1 }], more: true })!;
  expect(problems.length).toBeGreaterThan(2);
  expect(problems).toContainEqual({ pointer: '', message: 'must NOT have additional properties (more)' });
  expect(problems).toContainEqual({ pointer: '/links/0/id', message: 'must be string' });
});
