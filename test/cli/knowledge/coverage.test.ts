/** `knowledge coverage`: what no vignette reaches, gaps with a reason, and gaps that are none any more. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { change, knowledge, smallKnowledge } from '../../support/knowledge-folder.ts';

const folder = smallKnowledge();
beforeAll(() => {
  rmSync(join(folder, 'neck-pain/vignettes/2-red-flag.yaml'));
  rmSync(join(folder, 'neck-pain/vignettes/8-procedures-unread.yaml'));
  change(folder, 'neck-pain/starters.yaml', 'story: NP2', 'story: NP4');
  for (const file of ['3-near-miss-refuted', '6-near-miss-denied']) change(folder, `neck-pain/vignettes/${file}.yaml`, 'nearMissOf: warningSign\n', '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is not reached is named: rows, kinds of advice, cards, near misses', async () => {
  const { code, lines } = await knowledge(['coverage', folder]);
  expect([code, lines]).toEqual([1, [
    'neck-pain: no vignette reaches advice row red-flag-slow',
    'neck-pain: no vignette reaches advice row not-yet-unread',
    'neck-pain: no vignette reaches advice kind expedite',
    'neck-pain: no vignette reaches card expedite',
    'neck-pain: no vignette reaches near miss of warningSign',
    'neck-pain: 23 of 28 reached by 8 vignettes; 5 missing, 0 known gaps',
  ]]);
});

test('a gap with a reason is allowed; one that is reached, or names nothing, must go', async () => {
  const gaps = ['advice row red-flag-slow', 'advice row not-yet-unread', 'advice kind expedite', 'card expedite', 'near miss of warningSign'].map((what) => `{what: ${what}, because: Not yet.}`);
  change(folder, 'neck-pain/coverage-gaps.yaml', 'gaps: []', `gaps: [${gaps.join(', ')}]`);
  const allowed = await knowledge(['coverage', folder]);
  expect([allowed.code, allowed.lines.at(0), allowed.lines.at(-1)]).toEqual([0, 'neck-pain: known gap: advice row red-flag-slow (Not yet.)', 'neck-pain: 23 of 28 reached by 8 vignettes; 0 missing, 5 known gaps']);
  change(folder, 'neck-pain/coverage-gaps.yaml', 'gaps: [', 'gaps: [{what: study STUDY, because: Rare.}, {what: card deferr, because: Misspelt.}, ');
  const { code, stdout } = await knowledge(['coverage', folder, '--json']);
  const { topics: [topic] } = JSON.parse(stdout) as { readonly topics: readonly { readonly missing: readonly string[]; readonly gaps: readonly unknown[]; readonly closed: readonly unknown[] }[] };
  expect([code, topic!.missing, topic!.gaps.length, topic!.closed]).toEqual([1, [], 5, [{ what: 'study STUDY', because: 'Rare.' }, { what: 'card deferr', because: 'Misspelt.' }]]);
});
