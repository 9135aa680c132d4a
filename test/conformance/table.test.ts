/** docs/protocol.md maps every requirement to the tests that carry its number; UPDATE_DOCS=yes writes the table anew. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { requirements } from './requirements.ts';

const ROOT = join(__dirname, '../..');
const PAGE = join(ROOT, 'docs/protocol.md');
const ID = /\b(?:JSON|DISC|TOK|REQ|CTX|HTTP|RESP|CARD|SUG|ACT|LINK|OVR|COD|SYS|EXT|FB|PF|FHIR|TLS|CORS|CACHE|OPS|JWT|SEC|TEN|PAMA|INF)-[A-Z]?\d+\b/g;
/** A name handed to `test(…)`, `test.each(…)(…)`, or standing first in a list of named rules. */
const NAME = /(?:\b(?:browserT|t)est\(|\)\(|^\s*\[|^\s*)(['`])((?:\\.|(?!\1).)*)\1/gm;

const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts')).sort();
const proofs = new Map<string, Map<string, number>>();
for (const file of files) {
  for (const [, , name] of readFileSync(join(ROOT, 'test', file), 'utf8').matchAll(NAME)) {
    for (const [id] of name!.matchAll(ID)) {
      const known = proofs.get(id) ?? new Map<string, number>();
      proofs.set(id, known.set(file, (known.get(file) ?? 0) + 1));
    }
  }
}

function row({ id, level, text, untested }: (typeof requirements)[number]): string {
  const tests = [...(proofs.get(id) ?? [])].map(([file, count]) => `[${file.replace('.test.ts', '')}](../test/${file})${count > 1 ? ` ×${count}` : ''}`);
  return `| ${id} | ${level} | ${text} | ${tests.length > 0 ? tests.join(', ') : `not tested: ${untested}`} |`;
}

test('every requirement has a test that carries its number, or a reason why not', () => {
  expect(requirements.filter(({ id, untested }) => untested === undefined && !proofs.has(id)).map(({ id }) => id)).toEqual([]);
});

test('no number is carried that is no requirement, and none is listed twice', () => {
  const known = requirements.map(({ id }) => id);
  expect([...proofs.keys()].filter((id) => !known.includes(id))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

test('the table on the protocol page is up to date', () => {
  const table = ['| Requirement | Level | What | Tests |', '|---|---|---|---|', ...requirements.map(row)].join('\n');
  const page = readFileSync(PAGE, 'utf8');
  const start = page.indexOf('| Requirement |');
  expect(start).toBeGreaterThan(0);
  const end = page.indexOf('\n\n', start) < 0 ? page.trimEnd().length : page.indexOf('\n\n', start);
  if (process.env['UPDATE_DOCS'] === 'yes') writeFileSync(PAGE, `${page.slice(0, start)}${table}${page.slice(end)}`);
  else expect(page.slice(start, end)).toBe(table);
});
