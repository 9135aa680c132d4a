/** The page of the kit lists what the kit looks at, and each of it can be looked at. */
import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requirements } from '../../../src/cli/conformance/requirements.ts';
import { createCaller } from '../../../src/outbound/create-caller.ts';

const ROOT = join(__dirname, '../../..');
const PAGE = join(ROOT, 'docs/conformance-kit.md');
const KIT = join(ROOT, 'src/cli/conformance');

test('the page has a row for each requirement (`UPDATE_DOCS=yes` writes them anew)', () => {
  const rows = Object.entries(requirements).map(([id, { level, text }]) => `| ${id} | ${level} | ${text} |`);
  const [before] = readFileSync(PAGE, 'utf8').split('| Number |');
  const page = `${before}| Number | Level | |\n|---|---|---|\n${rows.join('\n')}\n`;
  if (process.env['UPDATE_DOCS'] === 'yes') writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});

test('each requirement is named where it is looked at', () => {
  const code = readdirSync(KIT).filter((file) => file !== 'requirements.ts').map((file) => readFileSync(join(KIT, file), 'utf8')).join('');
  expect(Object.keys(requirements).filter((id) => !code.includes(`'${id}'`))).toEqual([]);
});

test.each([
  ['http, where only https may be', false, 'http://127.0.0.1:9/'], ['an address that is not public', false, 'https://10.0.0.1/'], ['http to an address that is public', true, 'http://192.88.98.1/'], ['http to a private address that is not listed', true, 'http://10.0.0.1/'],
])('%s is not called', async (_, allows, url) => {
  await expect(createCaller({ networks: [], allowsLoopback: allows, allowsHttp: allows })(new URL(url), { method: 'GET', headers: {}, timeoutMs: 500 })).rejects.toMatchObject({ kind: 'refused' });
});
