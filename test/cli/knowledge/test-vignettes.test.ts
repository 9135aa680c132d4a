/** `knowledge test`: vignettes in three time zones; a failure says what was expected, what came, and in which file. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { CARDS } from '../../support/app.ts';
import { change, knowledge, smallKnowledge, type Ran } from '../../support/knowledge-folder.ts';

const folder = smallKnowledge();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('all are as expected, in each time zone', async () => {
  const { code, stdout, stderr } = await knowledge(['test', folder]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '10 vignettes in UTC, America/New_York, Asia/Tokyo: all as expected\n', stderr: '' });
});

test.each([['np1,NP2', 2], ['*1*', 2]])('--vignette %s means %i', async (written, count) => {
  const { code, lines } = await knowledge(['test', folder, '--here', '--vignette', written]);
  expect([code, lines]).toEqual([0, [`${count} ${count === 1 ? 'vignette' : 'vignettes'} in UTC: all as expected`]]);
});

test.each<readonly [readonly string[], string]>([
  [['--vignette', 'X*'], '--vignette X*: there is no such vignette.\n'],
  [['--topic', 'neck-pian'], '--topic neck-pian: there is no such topic; did you mean neck-pain? There are neck-pain.\n'],
])('%j is not possible', async (choice, message) => {
  const { code, stdout, stderr } = await knowledge(['test', folder, ...choice]);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: message });
});

test('the real knowledge is run by it too', async () => {
  const { code, lines } = await knowledge(['test', CARDS, '--here', '--topic', 'low-back-pain', '--vignette', 'T0*,T1*'], 'Asia/Tokyo');
  expect([code, lines]).toEqual([0, ['19 vignettes in Asia/Tokyo: all as expected']]);
});

describe('a rating that was changed', () => {
  const changed = smallKnowledge();
  let ran: Ran;
  beforeAll(async () => {
    change(changed, 'neck-pain/variants.yaml', 'STUDY: {V1: UNA, V2: UA}', 'STUDY: {V1: MBA, V2: UA}');
    ran = await knowledge(['test', changed]);
  });
  afterAll(() => rmSync(changed, { recursive: true, force: true }));

  test('each patient it changes is named, with the file, what was expected and what came', () => {
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('NP1 PLACEHOLDER complaint, no red flag\n  neck-pain/vignettes/1-no-red-flag.yaml, line 2\n  rating: expected UNA, got MBA\n\n');
    expect(ran.lines.at(-1)).toBe('10 vignettes in UTC, America/New_York, Asia/Tokyo: 4 not as expected');
  });

  test('programs get the same as JSON', async () => {
    const { code, stdout } = await knowledge(['test', changed, '--json', '--vignette', 'NP1']);
    expect([code, JSON.parse(stdout)]).toEqual([1, {
      zones: ['UTC', 'America/New_York', 'Asia/Tokyo'], ran: 1, problems: [],
      failures: [{ topic: 'neck-pain', vignette: 'NP1', title: 'PLACEHOLDER complaint, no red flag', file: 'neck-pain/vignettes/1-no-red-flag.yaml', line: 2, differences: [{ what: 'rating', expected: 'UNA', got: 'MBA' }], zones: ['UTC', 'America/New_York', 'Asia/Tokyo'] }],
    }]);
  });
});

test('vignettes that cannot be run are told, and knowledge that does not pass its gates', async () => {
  const broken = smallKnowledge();
  change(broken, 'neck-pain/vignettes/1-no-red-flag.yaml', '{study: STUDY,', '{study: STUDI,');
  const vignettes = await knowledge(['test', broken, '--here']);
  expect([vignettes.code, vignettes.lines[0], vignettes.lines.at(-1)]).toEqual([1, 'neck-pain/vignettes/1-no-red-flag.yaml#/NP1/orders/0/study: there is no study STUDI; did you mean STUDY?', '0 vignettes in UTC: not all were run']);
  change(broken, 'neck-pain/variants.yaml', 'better: [STUDY]', 'better: [STUYD]');
  const gates = await knowledge(['test', broken]);
  expect([gates.code, gates.stdout]).toEqual([2, '']);
  expect(gates.stderr).toContain('neck-pain/variants.yaml#/scenarios/1: there is no study STUYD; did you mean STUDY?');
  rmSync(broken, { recursive: true, force: true });
});
