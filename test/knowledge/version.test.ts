/**
 * What decides does not change without a new version: records, replays and explanations name it. `versions.json` keeps the version with a digest of
 * everything a decision reads. After a change raise `version` in topic.yaml and run `UPDATE_VERSIONS=yes npx jest test/knowledge/version`.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listTopics, readFiles } from '../../src/knowledge/read-files.ts';
import { CARDS } from '../support/app.ts';

const KEPT = join(__dirname, 'versions.json');
/** Ratings, windows, codes, criteria. What cards, pages and leaflets say decides nothing. */
const DECIDING = ['topic', 'facts', 'findings', 'procedures', 'variants', 'advice', 'measure', 'order-set', 'drafts', 'override-reasons', 'value-set', 'lexicon', 'code-systems'];

interface Versioned { readonly version: string; readonly digest: string }

/** Comments and the layout of files are no part of it, nor who has reviewed them. */
function versionOf(folder: string, topic: string): Versioned {
  const files = readFiles(folder, topic).filter(({ kind }) => DECIDING.includes(kind));
  const { version } = files.find(({ kind }) => kind === 'topic')!.content as { readonly version: string };
  const text = JSON.stringify(files.map(({ path, content }) => [path, { ...content as object, version: undefined, reviewed: undefined, draft: undefined }]));
  return { version, digest: createHash('sha256').update(text).digest('hex').slice(0, 16) };
}

function isNewer(version: string, than: string): boolean {
  const [one, other] = [version, than].map((each) => each.split('.').map(Number));
  const at = one!.findIndex((part, index) => part !== other![index]);
  return at >= 0 && one![at]! > other![at]!;
}

test('what decides has changed only with a new version, and versions.json has it', () => {
  const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Readonly<Record<string, Versioned>>;
  const now = Object.fromEntries(listTopics(CARDS).map((topic) => [topic, versionOf(CARDS, topic)]));
  const unraised = Object.entries(now).filter(([topic, { version, digest }]) => kept[topic] !== undefined && kept[topic].digest !== digest && !isNewer(version, kept[topic].version));
  expect(unraised.map(([topic, { version }]) => `${topic}: what decides is not what version ${kept[topic]!.version} decided by. Raise "version: ${version}" in ${topic}/topic.yaml, then run UPDATE_VERSIONS=yes npx jest test/knowledge/version`)).toEqual([]);
  if (process.env['UPDATE_VERSIONS'] === 'yes') writeFileSync(KEPT, `${JSON.stringify(now, undefined, 2)}\n`);
  else expect(kept).toEqual(now);
});

test.each([['2026.11.6', '2026.11.5', true], ['2026.12.0', '2026.11.10', true], ['2026.11.10', '2026.11.9', true], ['2026.11.5', '2026.11.5', false], ['2026.10.9', '2026.11.5', false]])('%s is newer than %s: %s', (version, than, expected) => {
  expect(isNewer(version, than)).toBe(expected);
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'version-'));
  cpSync(CARDS, folder, { recursive: true, filter: (path) => !path.includes('vignettes') });
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['a rating', true, 'low-back-pain/variants.yaml', 'XR:       {V1: UNA', 'XR:       {V1: MBA'],
  ['a window', true, 'low-back-pain/findings/2-neurology.yaml', 'fact: caudaEquina, grade: A, current: 90', 'fact: caudaEquina, grade: A, current: 91'],
  ['a criterion', true, 'low-back-pain/findings/3-cancer.yaml', 'fallPercent >= 5', 'fallPercent >= 6'],
  ['a code', true, 'common/value-sets/heart-failure.json', 'I50', 'I51'],
  ['a comment', false, 'low-back-pain/variants.yaml', '# First row that fits.', '# The first row that fits.'],
  ['the version itself', false, 'low-back-pain/topic.yaml', 'version: 2026', 'version: 2027'],
  ['who has reviewed it', false, 'low-back-pain/variants.yaml', 'reviewed: No clinician', 'reviewed: Not one clinician'],
  ['what a card says', false, 'low-back-pain/cards/defer.yaml', 'Image now', 'Do image now'],
])('%s changes the digest: %s', (_, isChanged, file, from, to) => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  const { digest } = versionOf(folder, 'low-back-pain');
  writeFileSync(path, text.replace(from, to));
  const changed = versionOf(folder, 'low-back-pain').digest !== digest;
  writeFileSync(path, text);
  expect(changed).toBe(isChanged);
});
