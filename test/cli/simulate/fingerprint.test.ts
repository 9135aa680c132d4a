/** What makes a simulation the same one: the inputs, the knowledge and the settings, not how somebody spelled where they lie. */
import { describe, expect, test } from '@jest/globals';
import { appendFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { digestKnowledge } from '../../../src/cli/simulate/digest-knowledge.ts';
import { fingerprintOf } from '../../../src/cli/simulate/fingerprint.ts';
import { listInputs } from '../../../src/cli/simulate/list-inputs.ts';
import { folderOf } from './simulation.ts';

const knowledge = folderOf({ 'common/words/en.yaml': 'a: b\n', 'x/topic.yaml': 'id: x\n' });
const settings = { knowledge, timeZone: 'UTC', complete: [] };

describe('the same inputs', () => {
  test('are the same by any spelling of their path, and are read once', () => {
    const folder = folderOf({ 'Patient.ndjson': '{}\n', 'Condition.ndjson': '{}\n' });
    const link = join(folderOf({}), 'link');
    symlinkSync(folder, link);
    const spelled = [folder, `${folder}/`, join(dirname(folder), 'x', '..', basename(folder)), relative(process.cwd(), folder), link];
    const listed = spelled.map((path) => listInputs([path], '/nowhere'));
    for (const inputs of listed) {
      expect(inputs.files.map(({ path }) => path)).toEqual(listed[0]!.files.map(({ path }) => path));
      expect(fingerprintOf(inputs, settings, undefined, 1)).toEqual(fingerprintOf(listed[0]!, settings, undefined, 1));
    }
    expect(listInputs(spelled, '/nowhere').files).toHaveLength(2);
  });

  test('are another simulation with another release', () => {
    const inputs = listInputs([folderOf({ 'Patient.ndjson': '{}\n' })], '/nowhere');
    expect(fingerprintOf(inputs, settings, undefined, 1).release).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the same knowledge', () => {
  test('is the same by any spelling of its folder', () => {
    const [one, ...others] = [knowledge, `${knowledge}/`, `${knowledge}//`, relative(process.cwd(), knowledge), `./${relative(process.cwd(), knowledge)}/`].map(digestKnowledge);
    for (const other of others) expect(other).toBe(one);
  });

  test('is other knowledge once what a link leads to is other, a file or a folder; a link to itself ends', () => {
    const real = folderOf({ 'facts.yaml': 'a\n', 'cards/one.yaml': 'b\n' });
    const linked = join(folderOf({}), 'cards');
    mkdirSync(join(linked, 'x'), { recursive: true });
    symlinkSync(join(real, 'facts.yaml'), join(linked, 'x/facts.yaml'));
    symlinkSync(join(real, 'cards'), join(linked, 'x/cards'));
    symlinkSync(linked, join(linked, 'x/again'));
    symlinkSync(join(real, 'nowhere'), join(linked, 'x/nowhere'));
    const digests = [digestKnowledge(linked)];
    appendFileSync(join(real, 'facts.yaml'), 'c\n');
    digests.push(digestKnowledge(linked));
    appendFileSync(join(real, 'cards/one.yaml'), 'c\n');
    digests.push(digestKnowledge(linked));
    expect(new Set(digests).size).toBe(3);
  });
});
