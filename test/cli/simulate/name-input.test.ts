/** What files are called: a name that may be a patient's is nowhere but in a list for its owner. */
import { expect, test } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { escapeControls } from '../../../src/cli/escape-controls.ts';
import { listInputs } from '../../../src/cli/simulate/list-inputs.ts';
import { nameInput } from '../../../src/cli/simulate/name-input.ts';
import { writeInputNames } from '../../../src/cli/simulate/write-input-names.ts';
import { folderOf } from './simulation.ts';

test.each(['Condition.ndjson', 'Condition.000.ndjson', 'condition_1.ndjson.gz', '12.Patient.ndjson', 'MedicationOrder.ndjson', 'OperationOutcome.ndjson', 'manifest.json', 'Bundle.json'])('%s is the name of a kind of data', (name) => {
  expect(nameInput(name, 3)).toBe(name);
});

test.each([
  ['John_Smith_1980-01-01_MRN12345.json', 'file 3 of the inputs (json)'], ['Patient_Smith.ndjson.gz', 'file 3 of the inputs (Patient, ndjson.gz)'], ['Patient.12345678.ndjson', 'file 3 of the inputs (Patient, ndjson)'],
  ['Patient-1234.json', 'file 3 of the inputs (Patient, json)'], ['Smith.ndjson', 'file 3 of the inputs (ndjson)'], ['constructor.json', 'file 3 of the inputs (json)'], ['\u001b[2J.JSON', 'file 3 of the inputs (json)'], ['Smith', 'file 3 of the inputs'],
])('%j may be a patient\'s', (name, shown) => {
  expect(nameInput(name, 3)).toBe(shown);
});

test('the list says which is which, with what was not read behind, and nothing a terminal obeys', () => {
  const folder = folderOf({ 'Smith.json': {}, 'Patient.ndjson': '{}', 'a\u001b[2J\nb.json': {}, 'Jones.doc': 'x' });
  const { files, passedOver } = listInputs([folder], '/nowhere');
  expect([...files, ...passedOver].map(({ shown }) => shown)).toEqual(['Patient.ndjson', 'file 2 of the inputs (json)', 'file 3 of the inputs (json)', 'file 4 of the inputs']);
  const out = folderOf({});
  writeInputNames(out, files.map(({ path }) => path), passedOver);
  expect(readFileSync(join(out, 'inputs.txt'), 'utf8')).toBe([`1\t${folder}/Patient.ndjson`, `2\t${folder}/Smith.json`, `3\t${folder}/a\\u{1b}[2J\\nb.json`, '4\tJones.doc\tnot read', ''].join('\n'));
  expect(statSync(join(out, 'inputs.txt')).mode & 0o777).toBe(0o600);
});

test('what is said on a terminal keeps its lines and tabs', () => {
  expect(escapeControls('a\tb\nc\u001b\u009b\u202e\r')).toBe('a\tb\nc\\u{1b}\\u{9b}\\u{202e}\\u{d}');
});
