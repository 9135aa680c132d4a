/** `knowledge check`: every problem with its place, what was meant, and which gates could not be run after it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTopic } from '../../../src/cli/knowledge/new-topic.ts';
import { CARDS } from '../../support/app.ts';
import { change, knowledge, smallKnowledge, type Ran } from '../../support/knowledge-folder.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The command about a small topic in which something was changed. */
function checkChanged(alter: (folder: string) => void, ...options: readonly string[]): Promise<Ran> {
  const folder = smallKnowledge();
  folders.push(folder);
  alter(folder);
  return knowledge(['check', folder, ...options]);
}

test('the knowledge of this release passes every gate', async () => {
  const { code, stdout, stderr } = await knowledge(['check', CARDS]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^low-back-pain \d{4}\.\d+\.\d+: passed every gate$/m);
});

describe('misspelt names', () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await checkChanged((folder) => {
      change(folder, 'neck-pain/facts/1-reason.yaml', 'coded: [neck-pain-complaint]', 'coded: [neck-pain-complaint, neck-pain-complain]');
      change(folder, 'neck-pain/facts/2-red-flag.yaml', 'in: [Condition,', 'in: [Conditoin,');
      change(folder, 'neck-pain/findings/2-red-flag.yaml', 'fact: warningSign', 'fact: warnigSign');
      change(folder, 'neck-pain/findings/1-indication.yaml', '%complaint.exists()', '%complaint.exists() and %warningSing.empty()');
      change(folder, 'neck-pain/variants.yaml', 'better: [STUDY]', 'better: [STUYD]');
      change(folder, 'neck-pain/variants.yaml', 'then: V1, certainty', 'then: V11, certainty');
      change(folder, 'neck-pain/variants.yaml', 'notRatedWhen: []', 'notRatedWhen: [{finding: indication, answers: [explict]}]');
      change(folder, 'neck-pain/advice.yaml', 'card: expedite', 'card: expidite');
      change(folder, 'neck-pain/cards/defer.yaml', 'orderSet: first-steps', 'orderSet: first-step');
      change(folder, 'neck-pain/cards/defer.yaml', 'links: [why-this-card, patient-leaflet', 'links: [why-this-card, patient-leafelt');
      change(folder, 'neck-pain/cards/expedite.yaml', 'overrideReasons: [specialist-request', 'overrideReasons: [specialist-reqest');
      change(folder, 'neck-pain/topic.yaml', 'requiredReads: [patient, conditions]', 'requiredReads: [patient, condition]');
      change(folder, 'neck-pain/value-sets/neck-pain-study.json', 'CodeSystem/placeholder', 'CodeSystem/placeholders');
    });
  });

  test.each([
    'neck-pain/facts/1-reason.yaml#/facts/0: there is no value set neck-pain-complain; did you mean neck-pain-complaint?',
    'neck-pain/facts/2-red-flag.yaml#/facts/0/in: there is no resource type Conditoin; did you mean Condition?',
    'neck-pain/findings/2-red-flag.yaml#/findings/0: there is no fact warnigSign; did you mean warningSign?',
    'neck-pain/variants.yaml#/scenarios/1: there is no study STUYD; did you mean STUDY?',
    'neck-pain/variants.yaml#/table/3/then: there is no scenario V11; did you mean V1?',
    'neck-pain/variants.yaml#/notRatedWhen/0: there is no answer of indication explict; did you mean explicit?',
    'neck-pain/advice.yaml#/table/1/card: there is no card expidite; did you mean expedite?',
    'neck-pain/cards/defer.yaml#/suggestions: there is no order set first-step; did you mean first-steps?',
    'neck-pain/cards/defer.yaml#/links: there is no link patient-leafelt; did you mean patient-leaflet?',
    'neck-pain/cards/expedite.yaml#/overrideReasons: there is no override reason specialist-reqest; did you mean specialist-request?',
    'neck-pain/topic.yaml#/requiredReads: there is no read condition; did you mean conditions?',
    'neck-pain/value-sets/neck-pain-study.json#/compose: common/code-systems.yaml does not know the system http://example.org/fhir/CodeSystem/placeholders: none of its codes could match; did you mean http://example.org/fhir/CodeSystem/placeholder?',
  ])('%s', (line) => {
    expect(ran.lines).toContain(line);
  });

  test('a fact in an expression is suggested too', () => {
    expect(ran.stdout).toMatch(/^neck-pain\/findings\/1-indication\.yaml#\/findings\/0\/answers\/0\/when: .*%warningSing is neither a fact nor .*; did you mean warningSign\?$/m);
  });

  test('the gates after them are named as not run, and the exit code says that problems were found', () => {
    expect(ran.lines.at(-1)).toMatch(/^neck-pain 2026\.1\.0: 13 problems \(names, language\); the later gates were not run: phrases, tables, questions, messages, templates, vignettes$/);
    expect([ran.code, ran.stderr]).toEqual([1, '']);
  });
});

describe('what later gates find', () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await checkChanged((folder) => {
      change(folder, 'neck-pain/facts/2-red-flag.yaml', 'words: ["', 'words: ["\\\\bstiff,? neck\\\\b|fever, chills\\\\b|(?:does not|never had) (?:a |the )?rest", "E\\\\.? ?coli(?:, too)?", "');
      change(folder, 'neck-pain/variants.yaml', 'when: {flags.V2: [probable, possible]}', 'when: {flags.V2: [probable, posible]}');
      change(folder, 'neck-pain/advice.yaml', 'priority: [routine]}', 'prioriti: [routine]}');
      change(folder, 'neck-pain/questions.yaml', 'set: {flags.V2: none}', 'set: {flags.V2: nona}');
      change(folder, 'neck-pain/cards/defer.yaml', '{{?excludedItems}}**Left', '{{?excludedItem}}**Left');
      change(folder, 'neck-pain/vignettes/1-no-red-flag.yaml', 'scenario: V1', 'scenario: V12');
      change(folder, 'neck-pain/vignettes/1-no-red-flag.yaml', '{study: STUDY, reason: {placeholder', '{study: STUDI, reason: {icd10x: X, placeholder');
      change(folder, 'neck-pain/vignettes/2-red-flag.yaml', 'resourceType: Condition', 'resourceType: Conditions');
      change(folder, 'neck-pain/vignettes/3-near-miss-refuted.yaml', 'nearMissOf: warningSign', 'nearMissOf: warningSigns');
      change(folder, 'neck-pain/vignettes/4-red-flag-urgent.yaml', 'expect: {', 'expects: {');
      change(folder, 'neck-pain/vignettes/6-near-miss-denied.yaml', 'id: NP6', 'id: NP5');
      change(folder, 'neck-pain/starters.yaml', 'story: NP2', 'story: NP22');
    });
  });

  test.each([
    'neck-pain/facts/2-red-flag.yaml#/facts/0/words/0: can never match "fever, chills": texts are cut at commas and where common/lexicon.yaml says clauseBreak, and what is ignored there is taken out, before phrases are looked for',
    'neck-pain/facts/2-red-flag.yaml#/facts/0/words/0: can never match "does not rest": it is read as a denial (common/lexicon.yaml, denies)',
    'neck-pain/variants.yaml#/table/2/when/flags.V2: posible is no value of flags.V2 (definite, probable, possible, none); did you mean possible?',
    'neck-pain/questions.yaml#/questions/0/answers/0/set/flags.V2: flags.V2 has no answer nona (definite, probable, possible, none); did you mean none?',
    'neck-pain/cards/defer.yaml#/detail: no value is called "excludedItem"; did you mean excludedItems?',
    'neck-pain/vignettes/1-no-red-flag.yaml#/NP1/orders/0/study: there is no study STUDI; did you mean STUDY?',
    'neck-pain/vignettes/1-no-red-flag.yaml#/NP1/orders/0/reason/icd10x: no code system of common/code-systems.yaml begins with icd10x',
    'neck-pain/vignettes/1-no-red-flag.yaml#/NP1/expect/scenario: there is no scenario V12; did you mean V1?',
    'neck-pain/vignettes/2-red-flag.yaml#/NP2/chart/0/resourceType: there is no resource type of FHIR R4 Conditions; did you mean Condition?',
    'neck-pain/vignettes/3-near-miss-refuted.yaml#/NP3/nearMissOf: there is no finding warningSigns; did you mean warningSign?',
    'neck-pain/vignettes/4-red-flag-urgent.yaml#/NP4: must NOT have additional properties (expects); did you mean expect?',
    'neck-pain/vignettes/6-near-miss-denied.yaml#/NP5: the id is taken already (this one is in line 1)',
    'neck-pain/starters.yaml#/starters/1/story: there is no vignette NP22; did you mean NP2?',
  ])('%s', (line) => {
    expect(ran.lines).toContain(line);
  });

  test('a comma that may be left out is no fault', () => {
    expect(ran.stdout).not.toContain('stiff');
    expect(ran.stdout).not.toContain('coli');
  });
});

describe('what cannot be read', () => {
  test('a file that is no YAML is told with line and column, and nothing of the topic was checked', async () => {
    const { code, lines } = await checkChanged((folder) => {
      writeFileSync(join(folder, 'neck-pain/links.yaml'), 'reviewed: no\nlinks: [{id: one\nmore: 1\n');
      mkdirSync(join(folder, 'neck-pain/facts/3-more.yaml'));
      renameSync(join(folder, 'neck-pain/advice.yaml'), join(folder, 'neck-pain/advice.yml'));
    });
    expect(code).toBe(2);
    expect(lines.filter((line) => line.startsWith('neck-pain/'))).toEqual([
      'neck-pain/advice.yml#: is not read: names of knowledge files end with .yaml',
      'neck-pain/facts/3-more.yaml#: is a folder; a file should be here',
      expect.stringMatching(/^neck-pain\/links\.yaml#: cannot be parsed: .* at line 3, column 1$/),
    ]);
    expect(lines.at(-1)).toMatch(/^neck-pain: 3 problems \(read\); the later gates were not run: files, shape, .*, vignettes, together$/);
  });

  test('files that every topic needs are named, and a member that is misspelt', async () => {
    const { code, lines } = await checkChanged((folder) => {
      rmSync(join(folder, 'neck-pain/variants.yaml'));
      rmSync(join(folder, 'neck-pain/findings'), { recursive: true });
      change(folder, 'neck-pain/topic.yaml', 'id: neck-pain', 'id: neck-pian');
      change(folder, 'neck-pain/facts/1-reason.yaml', 'coded:', 'codet:');
      mkdirSync(join(folder, 'knee-pain/cards'), { recursive: true });
    });
    expect(code).toBe(1);
    expect(lines.slice(0, -3)).toEqual([
      'knee-pain#: is no topic and is passed over: it has no topic.yaml',
      'neck-pain/variants.yaml#: is missing',
      'neck-pain/findings/#: is missing: a folder with at least one file',
      'neck-pain/facts/1-reason.yaml#/facts/0: must NOT have additional properties (codet); did you mean coded?',
      'neck-pain/topic.yaml#/id: must be the name of the folder, is neck-pian',
    ]);
  });

  test('a folder that is not there is named as it was asked for', async () => {
    const { code, stdout, stderr } = await knowledge(['check', '/nowhere/cards']);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: '/nowhere/cards: there is no such folder. Name a release of Backstop, or its folder "cards".\n' });
  });
});

test('topics that get into each other\'s way are told', async () => {
  const { code, lines } = await checkChanged((folder) => {
    createTopic('wrist', folder, 2026);
    change(folder, 'wrist/value-sets/wrist-study.json', 'wrist-STUDY', 'neck-pain-STUDY');
    change(folder, 'wrist/topic.yaml', 'type: Procedure', 'type: ServiceRequest');
    change(folder, 'wrist/facts/2-red-flag.yaml', 'Procedure', 'ServiceRequest');
  });
  expect([code, lines]).toEqual([1, [
    'wrist/topic.yaml#/reads/2: read procedures is stated otherwise by neck-pain; the same id must be the same read in every topic',
    expect.stringMatching(/^wrist\/procedures\.yaml#\/studies\/0.*: its code \S+neck-pain-STUDY is also one of neck-pain's study STUDY; an order of it would be judged by both$/),
    '', 'common: 2 problems (together)', 'neck-pain 2026.1.0: passed every gate', 'wrist 2026.1.0: passed every gate',
  ]]);
});

test('what is no draft holds no placeholder, and what topics share is read by one of them', async () => {
  const { code, stdout } = await checkChanged((folder) => {
    change(folder, 'neck-pain/topic.yaml', 'draft: true\n', '');
    writeFileSync(join(folder, 'common/value-sets/nobody.json'), JSON.stringify({ resourceType: 'ValueSet', id: 'nobody', url: 'http://backstop.example.org/fhir/ValueSet/nobody', version: '1', title: 'x', status: 'draft', description: 'x', compose: { include: [{ system: 'http://loinc.org', concept: [{ code: '1-8' }] }] } }));
  }, '--json');
  const { topics, outcome } = JSON.parse(stdout) as { readonly outcome: string; readonly topics: readonly { readonly topic: string; readonly problems: readonly { readonly gate: string; readonly pointer: string; readonly message: string }[] }[] };
  expect([code, outcome]).toEqual([1, 'problems']);
  expect(topics.find(({ topic }) => topic === 'common')!.problems).toEqual([{ gate: 'names', pointer: 'common/value-sets/nobody.json#', message: 'no topic reads the value set nobody; use it in a fact or leave it out' }]);
  const own = topics.find(({ topic }) => topic === 'neck-pain')!.problems;
  expect(own).toContainEqual({ gate: 'names', pointer: 'neck-pain/variants.yaml#', message: 'holds a placeholder: replace it, or say "draft: true" in topic.yaml' });
  // Every file but override reasons, starters, messages, vignettes and known gaps.
  expect(own).toHaveLength(18);
});
