/** Every text a page asks for is in the catalogue, and the catalogue holds nothing that no page asks for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { tellIn } from '../../src/web/tell.ts';
import { html } from '../../src/web/html.ts';
import { CARDS } from '../support/app.ts';

const SRC = join(__dirname, '../../src');
const text = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => /^(web|http)\b.*\.(ts|js)$/.test(path)).map((path) => readFileSync(join(SRC, path), 'utf8')).join('\n');
const { pages } = loadTopics(CARDS)[0]!;

/** Ids written out, and the beginnings of those that are put together (`rating.${category}`). */
const written = new Set([...text.matchAll(/\btell(?:\.html)?\(\s*'([^']+)'/g)].map((match) => match[1]!));
const begun = [...new Set([...text.matchAll(/\btell(?:\.html)?\(\s*`([a-z][\w.-]*\.)\$\{/g)].map((match) => match[1]!)), ...[...text.matchAll(/\btell\.code\('([^']+)'/g)].map((match) => `${match[1]!}.`)];

test('every text a page asks for is there', () => {
  expect(written.size).toBeGreaterThan(0);
  expect([...written].filter((id) => !Object.hasOwn(pages.texts, id))).toEqual([]);
  expect(begun.filter((start) => !Object.keys(pages.texts).some((id) => id.startsWith(start)))).toEqual([]);
});

test('no text is there that no page asks for', () => {
  expect(Object.keys(pages.texts).filter((id) => !written.has(id) && !begun.some((start) => id.startsWith(start)))).toEqual([]);
});

test('a text that is not there, or a value that was not given, is an error and no blank', () => {
  const tell = tellIn({ language: 'en', name: 'English', locale: 'en-GB', texts: { 'a.b': { one: 'one page of {{all}}', other: '{{count}} pages of {{all}}' } } });
  expect(tell('a.b', { count: 1, all: 7 })).toBe('one page of 7');
  expect(tell('a.b', { count: 3, all: 7 })).toBe('3 pages of 7');
  expect(tell.html('a.b', { count: 3, all: html`<b>${'<7>'}</b>` }).html).toBe('3 pages of <b>&lt;7&gt;</b>');
  expect(() => tell('a.c')).toThrow(expect.objectContaining({ code: 'invalid-knowledge' }));
  expect(() => tell('a.b', { count: 3 })).toThrow(expect.objectContaining({ code: 'invalid-knowledge' }));
});
