/** `knowledge explain`: what an id is, where it stands, what it names, what uses it, and which patients prove it. */
import { afterAll, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { knowledge, smallKnowledge } from '../../support/knowledge-folder.ts';

const folder = smallKnowledge();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const explain = (...words: readonly string[]) => knowledge(['explain', '--knowledge', folder, ...words]);

test('a name that a fact and a finding share is told of both', async () => {
  const { code, stdout } = await explain('warningSign');
  expect(code).toBe(0);
  expect(stdout).toBe(`fact warningSign (neck-pain)
  says        PLACEHOLDER red flag
  defined in  neck-pain/facts/2-red-flag.yaml#/facts/0
  in          [Condition, Procedure, order]
  coded       [neck-pain-warning-sign]
  words       [\\bPLACEHOLDER red flag\\b]
  names       value set neck-pain-warning-sign
  used by     finding warningSign  neck-pain/findings/2-red-flag.yaml#/findings/0
  vignettes   3: NP2, NP4, NP5

finding warningSign (neck-pain)
  says        Warning sign (PLACEHOLDER)
  defined in  neck-pain/findings/2-red-flag.yaml#/findings/0
  source      PLACEHOLDER guideline and edition
  leadsTo     V2
  family      placeholder
  evidence    {fact: warningSign, grade: A, current: 30, order: B}
  names       fact warningSign; variant V2
  used by     nothing names it; it counts as a red flag of V2
  vignettes   3: NP2, NP4, NP5
  near misses 2: NP3, NP6
`);
});

/** One process for all of them. */
let all: ReturnType<typeof explain> | undefined;
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'STUDY': ['study STUDY (neck-pain)', '  defined in  neck-pain/procedures.yaml#/studies/0', '  ratings     {V1: UNA, V2: UA}', '  used by     variant V2  neck-pain/variants.yaml#/scenarios/1', '  vignettes   10: NP1, NP2, NP3, NP4, NP5, NP6, NP7, NP8, NP9, NP10'],
  'V2': ['variant V2 (neck-pain)', '  ratings     {STUDY: UA}', '              variants row red-flag-definite  neck-pain/variants.yaml#/table/0', '              advice row red-flag-slow  neck-pain/advice.yaml#/table/1', '  vignettes   3: NP2, NP4, NP5'],
  'red-flag-definite': ['variants row red-flag-definite (neck-pain)', '  then        V2', '  vignettes   2: NP2, NP4'],
  'red-flag-slow': ['advice row red-flag-slow (neck-pain)', '  names       variant V2; card expedite', '  vignettes   1: NP2'],
  'defer': ['card defer (neck-pain)', '  defined in  neck-pain/cards/defer.yaml#', '  used by     advice row not-yet-unread  neck-pain/advice.yaml#/table/4', '              advice row not-yet  neck-pain/advice.yaml#/table/5'],
  'neck-pain-complaint': ['value set neck-pain-complaint (neck-pain)', '  codes       [Placeholder COMPLAINT: PLACEHOLDER complaint]', '  used by     fact complaint  neck-pain/facts/1-reason.yaml#/facts/0'],
  'procedures': ['read procedures (neck-pain)', '  vignettes   1: NP8'],
  'NP3': ['vignette NP3 (neck-pain)', '  nearMissOf  warningSign', '  gives       all as expected'],
  'note.undated': ['text note.undated (common)', '  defined in  common/words/es.yaml#/words/note.undated', '  es          sin fecha'],
  'problem list': ['message problem list (neck-pain)', '  es          lista de problemas'],
};

test.each(Object.entries(EXPECTED))('%s', async (id, expected) => {
  const { lines } = await (all ??= explain(...Object.keys(EXPECTED)));
  const start = lines.findIndex((line) => line === expected[0]);
  expect(start).toBeGreaterThanOrEqual(0);
  const end = lines.indexOf('', start);
  for (const line of expected) expect(id === 'note.undated' ? lines : lines.slice(start, end === -1 ? undefined : end)).toContain(line);
});

test('programs get everything as JSON', async () => {
  const { stdout } = await explain('V1', '--json', '--topic', 'neck-pain');
  const { explained } = JSON.parse(stdout) as { readonly explained: readonly Readonly<Record<string, unknown>>[] };
  expect(explained).toMatchObject([{ topic: 'neck-pain', kind: 'variant', id: 'V1', at: 'neck-pain/variants.yaml#/scenarios/0', usedBy: [{ kind: 'variants row', id: 'no-red-flag', at: 'neck-pain/variants.yaml#/table/3' }], vignettes: ['NP1', 'NP3', 'NP6', 'NP7', 'NP8'] }]);
});

test('an id that nothing has is no answer', async () => {
  const { code, stdout, stderr } = await explain('warningSing');
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: 'warningSing: nothing in the knowledge is called so; did you mean warningSign?\n' });
});
