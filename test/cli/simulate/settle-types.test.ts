/** Which types count as read whole, from real files: a doubt about a line, a file or a patient is a doubt about its type. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listInputs } from '../../../src/cli/simulate/list-inputs.ts';
import { loadInputs } from '../../../src/cli/simulate/load-inputs.ts';
import { openWorkFile } from '../../../src/cli/simulate/open-work-file.ts';
import { readTypesOf } from '../../../src/cli/simulate/read-types.ts';
import { settleTypes } from '../../../src/cli/simulate/settle-types.ts';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { CARDS } from '../../support/app.ts';
import { folderOf, ndjson } from './simulation.ts';

const MARK = 'Zaphod7Beeblebrox';
const topics = loadTopics(CARDS);
const types = readTypesOf(topics);
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

async function settle(files: Parameters<typeof folderOf>[0], maxBytes = 10_000) {
  const folder = folderOf(files);
  const out = folderOf({});
  folders.push(folder, out);
  const inputs = listInputs([folder], out);
  const work = openWorkFile(join(out, 'work.db'));
  const problems: string[] = [];
  await loadInputs(inputs.files, { work, topics, types, maxBytes, onRead: () => undefined, onProblem: (problem) => problems.push(problem) });
  const { given, short } = settleTypes(work, inputs, types);
  const why = new Map(work.all('SELECT type, why FROM short').map((row) => [String(row['type']), String(row['why'])]));
  const resources = work.all('SELECT patient, type FROM resources ORDER BY n').map(({ patient: id, type }) => `${String(type)} of ${String(id)}`);
  work.close();
  return { given: [...given].sort(), short: [...short].sort(), why, problems, resources };
}

const patient = { resourceType: 'Patient', id: 'p1' };
const subject = { reference: 'Patient/p1' };
const condition = { resourceType: 'Condition', id: 'c1', subject, code: { text: MARK } };
const whole = { 'Patient.ndjson': [patient], 'Condition.ndjson': [condition] };

describe('what is whole', () => {
  test('files are known by what they hold, whatever they are called, compressed or cut into parts', async () => {
    const observation = { resourceType: 'Observation', id: 'b1', subject };
    expect(await settle({
      'Patient.ndjson': `\uFEFF${ndjson([patient]).replace('\n', '\r\n')}`, 'Condition.000.ndjson': [condition], 'Condition.001.ndjson.gz': gzipSync(ndjson([{ ...condition, id: 'c2' }])),
      'f81d4fae.ndjson': `\n  \n${JSON.stringify(observation)}`, 'Claim.ndjson': [{ resourceType: 'Claim', id: 'x' }], 'README.txt': 'words', '.hidden': 'x',
    })).toMatchObject({ given: ['Condition', 'Observation', 'Patient'], short: [], problems: [], resources: ['Condition of p1', 'Condition of p1', 'Patient of p1', 'Observation of p1'] });
  });

  test('older and newer names of a type are its own', async () => {
    expect((await settle({ 'Patient.ndjson': [patient], 'MedicationOrder.ndjson': [{ resourceType: 'MedicationOrder', id: 'm', patient: subject }], 'ProcedureRequest.ndjson': [{ resourceType: 'ProcedureRequest', id: 's', subject, code: { text: 'x' } }] })).given).toEqual(['MedicationRequest', 'Patient', 'ServiceRequest']);
  });

  test('a reference counts by its end: absolute, versioned, with its type aside', async () => {
    expect((await settle({ ...whole, 'Observation.ndjson': ['https://ehr.example.org/fhir/Patient/p1', 'Patient/p1/_history/2'].map((reference, index) => ({ resourceType: 'Observation', id: `b${index}`, subject: { reference } })) })).short).toEqual([]);
  });

  test('what is about a group or a device is nobody\'s, and no doubt', async () => {
    expect(await settle({ ...whole, 'Observation.ndjson': [{ resourceType: 'Observation', id: 'b', subject: { reference: 'Group/g' } }, { resourceType: 'Observation', id: 'b2', subject }] })).toMatchObject({ short: [], problems: [] });
  });
});

describe('what is not', () => {
  test.each<[string, Parameters<typeof folderOf>[0], readonly string[], RegExp]>([
    ['a line that is no JSON', { 'Condition.ndjson': `${JSON.stringify(condition)}\n{"resourceType": "${MARK}\n` }, ['Condition'], /^Condition\.ndjson:2: It is not valid JSON/],
    ['a line that is too long', { 'Condition.ndjson': `${JSON.stringify(condition)}\n"${MARK.repeat(1000)}"\n` }, ['Condition'], /^Condition\.ndjson:2: is longer than 10000 bytes\.$/],
    ['a line too deep', { 'Condition.ndjson': `${JSON.stringify(condition)}\n${'['.repeat(4000)}${']'.repeat(4000)}\n` }, ['Condition'], /^Condition\.ndjson:2: It is nested deeper than 100 levels\.$/],
    ['a line that is no resource', { 'Condition.ndjson': [condition, [MARK]] }, ['Condition'], /^Condition\.ndjson:2: is no FHIR resource/],
    ['a resource of nobody', { 'Condition.ndjson': [condition, { ...condition, subject: undefined }] }, ['Condition'], /^Condition\.ndjson:2: \/subject: is missing: it could be anybody's\.$/],
    ['a reference without a literal', { 'Condition.ndjson': [condition, { ...condition, subject: { display: MARK } }] }, ['Condition'], /^Condition\.ndjson:2: \/subject\/reference: does not lead to one Patient/],
    ['a reference to a Bundle that is not there', { 'Condition.ndjson': [condition, { ...condition, subject: { reference: 'urn:uuid:0' } }] }, ['Condition'], /^Condition\.ndjson:2: \/subject\/reference/],
    ['an Observation of nobody in another file', { 'odd.ndjson': [{ resourceType: 'Observation', id: 'b' }] }, ['Observation'], /^file 3 of the inputs \(ndjson\):1: \/subject: is missing/],
    ['a compressed file that is cut', { 'Condition.ndjson.gz': gzipSync(ndjson(Array.from({ length: 500 }, (_, index) => ({ ...condition, id: `${index}-${Math.sin(index)}` })))).subarray(0, -40) }, ['Condition'], /^Condition\.ndjson\.gz: is cut off/],
    ['a file that is not compressed', { 'Observation.ndjson.gz': ndjson([condition]) }, ['Observation'], /^Observation\.ndjson\.gz: cannot be decompressed/],
    ['an error of the export', { 'errors.ndjson': [{ resourceType: 'OperationOutcome', issue: [{ severity: 'error', diagnostics: MARK }] }] }, ['*'], /^errors\.ndjson:1: \/issue: tells of an error/],
    ['a bad line in a file that says nothing of its type', { 'part7.ndjson': `${MARK}\n` }, ['*'], /^file 3 of the inputs \(ndjson\):1: It is not valid JSON/],
    ['a Bundle of two patients', { 'b.json': { resourceType: 'Bundle', entry: [{ resource: patient }, { resource: { ...patient, id: 'p2' } }] } }, ['Bundle'], /^file 3 of the inputs \(json\): \/entry: There are several Patients/],
    ['a document that is no JSON', { 'b.json': MARK }, ['Bundle'], /^file 3 of the inputs \(json\): It is not valid JSON/],
    ['an empty document', { 'b.json': '' }, ['Bundle'], /^file 3 of the inputs \(json\): is empty\.$/],
  ])('%s', async (_, files, short, problem) => {
    const settled = await settle({ ...whole, ...files });
    expect(settled.short).toEqual(short);
    expect(settled.problems.join('\n')).toMatch(problem);
    expect(settled.problems.join('\n') + [...settled.why.values()].join()).not.toMatch(new RegExp(`${MARK}|:: |: :`));
  });

  test.each<[string, Parameters<typeof folderOf>[0], readonly string[], RegExp]>([
    ['an empty file', { 'Observation.ndjson': '' }, ['Observation'], /is empty/], ['a file of a kind that is not read, named by a type', { 'Observation.csv': 'x' }, ['Observation'], /was not read/],
    ['a file that could be anything', { 'rest.tar': 'x' }, ['*'], /was not read/], ['a folder in place of a file', { 'Observation.ndjson/x': 'x' }, ['Observation'], /is a folder/],
    ['what belongs to a Patient nobody has', { 'Observation.ndjson': [{ resourceType: 'Observation', id: 'b', subject: { reference: 'Patient/p9' } }] }, ['Observation'], /1 of Observation belong to a Patient that is not among those read/],
    ['a file the manifest names', { 'manifest.json': { transactionTime: 'x', output: [{ type: 'Condition', url: 'https://x/Condition.ndjson' }, { type: 'Observation', url: 'https://x/f2.ndjson' }], error: [] } }, ['Observation'], /names 1 files of Observation; 1 of them are not there/],
    ['resources the manifest counts', { 'manifest.json': { transactionTime: 'x', output: [{ type: 'Condition', url: 'https://x/Condition.ndjson', count: 2 }] } }, ['Condition'], /counts 2 of Condition; 1 were read/],
    ['errors the manifest names', { 'manifest.json': { transactionTime: 'x', output: [], error: [{ type: 'OperationOutcome', url: 'https://x/e.ndjson' }] } }, ['*'], /names 1 files of errors/],
  ])('%s', async (_, files, short, why) => {
    const settled = await settle({ ...whole, ...files });
    expect(settled.short).toEqual(short);
    expect([...settled.why.values()].join()).toMatch(why);
  });

  test('what was moved to another patient stays with the one its latest version names, and with both where that cannot be told', async () => {
    const version = (id: string, of: string, lastUpdated?: string) => ({ ...condition, id, subject: { reference: `Patient/${of}` }, ...(lastUpdated !== undefined && { meta: { lastUpdated } }) });
    const { resources } = await settle({ 'Patient.ndjson': [patient, { ...patient, id: 'p2' }], 'Condition.ndjson': [version('a', 'p1', '2024-01-01T10:00:00Z'), version('a', 'p2', '2024-01-01T09:30:00-01:00'), version('b', 'p1'), version('b', 'p2', '2024-01-01T10:00:00Z')] });
    expect(resources).toEqual(['Condition of p2', 'Condition of p1', 'Condition of p2', 'Patient of p1', 'Patient of p2']);
  });

  test('files that were renamed are counted against the manifest', async () => {
    expect((await settle({ ...whole, 'manifest.json': { transactionTime: 'x', output: [{ type: 'Condition', url: 'https://x/f1', count: 1 }, { type: 'Patient', url: 'https://x/f2' }], error: [] } })).short).toEqual([]);
  });
});

