/**
 * What decides does not change without a new version: records, replays and explanations name it. `versions.json` keeps the version with a digest of
 * everything a decision reads. After a change raise `version` in topic.yaml and run `UPDATE_VERSIONS=yes npx jest test/knowledge/version`.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decidingVersion, type DecidingVersion } from '../../src/knowledge/deciding-version.ts';
import { isNewerVersion } from '../../src/knowledge/is-newer-version.ts';
import { listTopics } from '../../src/knowledge/read-files.ts';
import { CARDS } from '../support/app.ts';

const KEPT = join(__dirname, 'versions.json');
test('what decides has changed only with a new version, and versions.json has it', () => {
  const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Readonly<Record<string, DecidingVersion>>;
  const now = Object.fromEntries(listTopics(CARDS).map((topic) => [topic, decidingVersion(CARDS, topic)]));
  const unraised = Object.entries(now).filter(([topic, { version, digest }]) => kept[topic] !== undefined && kept[topic].digest !== digest && !isNewerVersion(version, kept[topic].version));
  expect(unraised.map(([topic, { version }]) => `${topic}: what decides is not what version ${kept[topic]!.version} decided by. Raise "version: ${version}" in ${topic}/topic.yaml, then run UPDATE_VERSIONS=yes npx jest test/knowledge/version`)).toEqual([]);
  if (process.env['UPDATE_VERSIONS'] === 'yes') writeFileSync(KEPT, `${JSON.stringify(now, undefined, 2)}\n`);
  else expect(kept).toEqual(now);
});

test.each([['2026.11.6', '2026.11.5', true], ['2026.12.0', '2026.11.10', true], ['2026.11.10', '2026.11.9', true], ['2026.11.5', '2026.11.5', false], ['2026.10.9', '2026.11.5', false]])('%s is newer than %s: %s', (version, than, expected) => {
  expect(isNewerVersion(version, than)).toBe(expected);
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
  const { digest } = decidingVersion(folder, 'low-back-pain');
  writeFileSync(path, text.replace(from, to));
  const changed = decidingVersion(folder, 'low-back-pain').digest !== digest;
  writeFileSync(path, text);
  expect(changed).toBe(isChanged);
});
