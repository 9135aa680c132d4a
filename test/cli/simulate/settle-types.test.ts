/** Which types count as read whole, from real files: a doubt about a line, a file or a patient is a doubt about its type. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inputPart } from '../../../src/cli/simulate/input-part.ts';
import { listInputs } from '../../../src/cli/simulate/list-inputs.ts';
import { loadInputs } from '../../../src/cli/simulate/load-inputs.ts';
import { openWorkFile } from '../../../src/cli/simulate/open-work-file.ts';
import { readTypesOf } from '../../../src/cli/simulate/read-types.ts';
import { settleTypes } from '../../../src/cli/simulate/settle-types.ts';
import { takePatients } from '../../../src/cli/simulate/take-patients.ts';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { CARDS } from '../../support/app.ts';
import { folderOf, ndjson } from './simulation.ts';

const MARK = 'Zaphod7Beeblebrox';
const topics = loadTopics(CARDS);
const types = readTypesOf(topics);
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

async function settle(files: Parameters<typeof folderOf>[0], complete: readonly string[] = [], maxBytes = 10_000) {
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
  const listed = work.all('SELECT body FROM results ORDER BY place').map(({ body }) => JSON.parse(String(body)) as object);
  work.run('CREATE INDEX IF NOT EXISTS by_patient ON resources(patient)');
  const reach = new Map(takePatients(0, { work, states: { given, short }, complete }).map((taken) => [taken.patientId, taken]));
  const reported = new Map(inputPart(work, inputs, types, { given, short }, complete).types.map(({ type, state }) => [type, state]));
  work.close();
  return { listed, reach, reported, given: [...given].sort(), short: [...short].sort(), why, problems, resources };
}

const patient = { resourceType: 'Patient', id: 'p1' };
const subject = { reference: 'Patient/p1' };
const condition = { resourceType: 'Condition', id: 'c1', subject, code: { text: MARK } };
const whole = { 'Patient.ndjson': [patient], 'Condition.ndjson': [condition] };
const order = { resourceType: 'ServiceRequest', id: 'o1', status: 'completed', intent: 'order', subject, code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] }, authoredOn: '2024-03-01' };
const bundleOf = (...resources: readonly object[]) => ({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });

describe('what is whole', () => {
  test('files are known by what they hold, whatever they are called, compressed or cut into parts', async () => {
    const observation = { resourceType: 'Observation', id: 'b1', subject };
    expect(await settle({
      'Patient.ndjson': `\uFEFF${ndjson([patient]).replace('\n', '\r\n')}`, 'Condition.000.ndjson': [condition], 'Condition.001.ndjson.gz': gzipSync(ndjson([{ ...condition, id: 'c2' }])),
      'f81d4fae.ndjson': `\n  \n${JSON.stringify(observation)}`, 'Claim.ndjson': [{ resourceType: 'Claim', id: 'x' }], 'README.txt': 'words', '.hidden': 'x',
    })).toMatchObject({ given: ['Condition', 'Observation', 'Patient'], short: [], problems: [], resources: ['Condition of p1', 'Condition of p1', 'Patient of p1', 'Observation of p1'] });
  });

  test.each([[['Observation.000', 'Observation.001']], [['Observation_1', 'Observation_2']], [['Observation', 'Observation.1', 'Observation.2']], [['Observation', 'Observation.2']], [['Observation.2022', 'Observation.2023']], [['Observation-20240101', 'Observation-20240201']], [['part3']]])('files numbered as %j', async (names) => {
    expect((await settle({ ...whole, ...Object.fromEntries(names.map((name) => [`${name}.ndjson`, [{ resourceType: 'Observation', id: 'b', subject }]])) })).short).toEqual([]);
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

  test('what is compressed in parts, and padded', async () => {
    expect(await settle({ 'Patient.ndjson': [patient], 'Condition.ndjson.gz': Buffer.concat([gzipSync(ndjson([condition])), gzipSync(ndjson([{ ...condition, id: 'c2' }])), Buffer.alloc(300_000)]) })).toMatchObject({ short: [], problems: [], resources: ['Condition of p1', 'Condition of p1', 'Patient of p1'] });
  });
});

describe('what is not', () => {
  const observation = { resourceType: 'Observation', id: 'b', subject };
  const damaged = gzipSync(ndjson([{ ...condition, id: 'c2' }])).fill(0, 0, 1);

  test.each<[string, Parameters<typeof folderOf>[0], readonly string[], RegExp]>([
    ['a line that is no JSON', { 'Condition.ndjson': `${JSON.stringify(condition)}\n{"resourceType": "${MARK}\n` }, ['Condition'], /^Condition\.ndjson:2: It is not valid JSON/],
    ['a line that is too long', { 'Condition.ndjson': `${JSON.stringify(condition)}\n"${MARK.repeat(1000)}"\n` }, ['Condition'], /^Condition\.ndjson:2: is longer than 10000 bytes\.$/],
    ['a line too deep', { 'Condition.ndjson': `${JSON.stringify(condition)}\n${'['.repeat(4000)}${']'.repeat(4000)}\n` }, ['Condition'], /^Condition\.ndjson:2: It is nested deeper than 100 levels\.$/],
    ['a line that is no resource', { 'Condition.ndjson': [condition, [MARK]] }, ['Condition'], /^Condition\.ndjson:2: is no FHIR resource/],
    ['a resource of nobody', { 'Condition.ndjson': [condition, { ...condition, subject: undefined }] }, ['Condition'], /^Condition\.ndjson:2: \/subject: is missing: it could be anybody's\.$/],
    ['a reference without a literal', { 'Condition.ndjson': [condition, { ...condition, subject: { display: MARK } }] }, ['Condition'], /^Condition\.ndjson:2: \/subject\/reference: does not lead to one Patient/],
    ['a reference to a Bundle that is not there', { 'Condition.ndjson': [condition, { ...condition, subject: { reference: 'urn:uuid:0' } }] }, ['Condition'], /^Condition\.ndjson:2: \/subject\/reference/],
    ['a type that FHIR does not know', { 'Condition.ndjson': [condition, { ...condition, resourceType: 'Conditon' }] }, ['Condition'], /^Condition\.ndjson:2: \/resourceType: is none that FHIR knows: it could be any\.$/],
    ['the same in a file that says nothing of its type', { 'part7.ndjson': [{ ...condition, resourceType: 'Conditon' }] }, ['*'], /^file \d+ of the inputs \(ndjson\):1: \/resourceType/],
    ['a resource about a Person', { 'Condition.ndjson': [condition, { ...condition, subject: { reference: 'Person/p1' } }] }, ['Condition'], /^Condition\.ndjson:2: \/subject\/reference: does not lead to one Patient/],
    ['a resource about an Encounter', { 'Condition.ndjson': [condition, { ...condition, subject: { reference: 'Encounter/e1' } }] }, ['Condition'], /^Condition\.ndjson:2: \/subject\/reference/],
    ['a resource that names two patients', { 'Condition.ndjson': [condition, { ...condition, id: 'c2', patient: { reference: 'Patient/p2' } }] }, ['Condition'], /^Condition\.ndjson:2: \/patient: names another one than subject/],
    ['an Observation of nobody in another file', { 'odd.ndjson': [{ resourceType: 'Observation', id: 'b' }] }, ['Observation'], /^file 3 of the inputs \(ndjson\):1: \/subject: is missing/],
    ['a compressed file that is cut', { 'Condition.ndjson.gz': gzipSync(ndjson(Array.from({ length: 500 }, (_, index) => ({ ...condition, id: `${index}-${Math.sin(index)}` })))).subarray(0, -40) }, ['Condition'], /^Condition\.ndjson\.gz: is cut off/],
    ['a compressed file whose second part is damaged', { 'Condition.ndjson.gz': Buffer.concat([gzipSync(ndjson([condition])), damaged]) }, ['Condition'], /^Condition\.ndjson\.gz: cannot be decompressed to its end/],
    ['a compressed document whose second part is damaged', { 'b.json.gz': Buffer.concat([gzipSync(JSON.stringify(bundleOf(patient, order))), damaged]) }, ['*'], /^file \d+ of the inputs \(json\.gz\): cannot be decompressed to its end/],
    ['a file that is not compressed', { 'Observation.ndjson.gz': ndjson([condition]) }, ['Observation'], /^Observation\.ndjson\.gz: cannot be decompressed/],
    ['an error of the export', { 'errors.ndjson': [{ resourceType: 'OperationOutcome', issue: [{ severity: 'error', diagnostics: MARK }] }] }, ['*'], /^errors\.ndjson:1: \/issue: tells of an error/],
    ['a bad line in a file that says nothing of its type', { 'part7.ndjson': `${MARK}\n` }, ['*'], /^file \d+ of the inputs \(ndjson\):1: It is not valid JSON/],
    ['a Bundle of two patients', { 'b.json': { resourceType: 'Bundle', entry: [{ resource: patient }, { resource: { ...patient, id: 'p2' } }] } }, ['*'], /^file \d+ of the inputs \(json\): \/entry: There are several Patients/],
    ['a document that is no JSON', { 'b.json': MARK }, ['*'], /^file \d+ of the inputs \(json\): It is not valid JSON/],
    ['an empty document', { 'b.json': '' }, ['*'], /^file \d+ of the inputs \(json\): is empty\.$/],
  ])('%s', async (_, files, short, problem) => {
    const settled = await settle({ ...whole, ...files });
    expect(settled.short).toEqual(short);
    expect(settled.problems.join('\n')).toMatch(problem);
    expect(settled.problems.join('\n') + [...settled.why.values()].join()).not.toMatch(new RegExp(`${MARK}|:: |: :`));
  });

  test.each<[string, Parameters<typeof folderOf>[0], readonly string[], RegExp]>([
    ['an empty file', { 'Observation.ndjson': '' }, ['Observation'], /is empty/], ['a file of a kind that is not read, named by a type', { 'Observation.csv': 'x' }, ['Observation'], /was not read/],
    ['a file that holds something else than it is called', { 'Observation.ndjson': [{ ...condition, id: 'c2' }] }, ['Observation'], /^Observation\.ndjson: holds none of Observation/],
    ['a file that could be anything', { 'rest.tar': 'x' }, ['*'], /was not read/], ['a folder in place of a file', { 'Observation.ndjson/x': 'x' }, ['Observation'], /is a folder/],
    ['what belongs to a Patient nobody has', { 'Observation.ndjson': [{ resourceType: 'Observation', id: 'b', subject: { reference: 'Patient/p9' } }] }, ['Observation'], /1 of Observation belong to a Patient that is not among those read/],
    ['a file the manifest names', { 'manifest.json': { transactionTime: 'x', output: [{ type: 'Condition', url: 'https://x/Condition.ndjson' }, { type: 'Observation', url: 'https://x/f2.ndjson' }], error: [] } }, ['Observation'], /names 1 files of Observation; 1 of them are not there/],
    ['resources the manifest counts', { 'manifest.json': { transactionTime: 'x', output: [{ type: 'Condition', url: 'https://x/Condition.ndjson', count: 2 }] } }, ['Condition'], /counts 2 of Condition; 1 were read/],
    ['a next page of the manifest', { 'manifest.json': { transactionTime: 'x', output: [], link: [{ relation: 'self', url: 'https://x/1' }, { relation: 'next', url: 'https://x/2' }] } }, ['*'], /^The manifest has a next page/],
    ['what the manifest says was deleted', { 'manifest.json': { transactionTime: 'x', output: [], deleted: [{ type: 'Bundle', url: 'https://x/del.ndjson' }] } }, ['*'], /names 1 files of what was deleted/],
    ['a number that is left out', { 'Observation.000.ndjson': [observation], 'observation.002.ndjson': [observation] }, ['Observation'], /^The numbers of the files of Observation have gaps: 1 up to 2/],
    ['a number that is left out beside a file without one', { 'Condition.2.ndjson': [condition], 'Condition.4.ndjson.gz': gzipSync(ndjson([condition])) }, ['Condition'], /gaps: 1 up to 4/],
    ['the first number, where others have it', { 'Procedure_0.ndjson': [{ ...observation, resourceType: 'Procedure' }], 'Observation_1.ndjson': [observation] }, ['Observation'], /gaps: 1 up to 1/],
    ['a long number that is left out', { 'Observation-00000.ndjson': [observation], 'Observation-00002.ndjson': [observation] }, ['Observation'], /gaps: 1 up to 2/],
    ['the first numbers', { 'Observation-3.ndjson': [observation] }, ['Observation'], /gaps: 2 up to 3/],
    ['errors the manifest names', { 'manifest.json': { transactionTime: 'x', output: [], error: [{ type: 'OperationOutcome', url: 'https://x/e.ndjson' }] } }, ['*'], /names 1 files of errors/],
  ])('%s', async (_, files, short, why) => {
    const settled = await settle({ ...whole, ...files });
    expect(settled.short).toEqual(short);
    expect([...settled.why.values()].join()).toMatch(why);
  });

  test('an order about a Person or an Encounter is listed as one of nobody', async () => {
    const { listed } = await settle({ ...whole, 'ServiceRequest.ndjson': [{ ...order, subject: { reference: 'Person/p1' } }, { ...order, id: 'o2', subject: { reference: 'Encounter/e1' } }] });
    expect(listed).toEqual(['ServiceRequest/o1', 'ServiceRequest/o2'].map((name) => ({ order: name, notJudged: { reason: 'no-patient' } })));
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

describe('what a patient\'s decision may rely on', () => {
  const bundle = bundleOf(patient, condition, order);
  const cut = JSON.stringify(bundleOf(patient, { ...condition, id: 'c2' })).slice(0, -5);

  test('what the patient\'s Bundle holds, as far as it goes', async () => {
    const { reach, reported } = await settle({ 'a.json': bundle });
    expect([reach.get('p1')!.failed, reach.get('p1')!.complete, reported.get('Condition')]).toEqual([[], [], 'not-given']);
  });

  test.each<[string, Parameters<typeof folderOf>[0], readonly string[]]>([
    ['a second Bundle that is cut', { 'a.json': bundle, 'b.json': cut }, []], ['the same, and all is said to be whole', { 'a.json': bundle, 'b.json': cut }, [...types.ofPatient]],
    ['a folder that was not read', { 'a.json': bundle, 'more/b.json': bundle }, []],
    ['an error of the export', { 'a.json': bundle, 'e.ndjson': [{ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] }] }, []],
    ['a document that is cut', { 'Patient.ndjson': [patient], 'ServiceRequest.ndjson': [order], 'Condition-c1.json': condition, 'Condition-c2.json': cut }, ['Observation', 'Procedure', 'Encounter', 'MedicationRequest']],
  ])('nothing beside %s', async (_, files, complete) => {
    const { reach, reported } = await settle(files, complete);
    expect([reach.get('p1')!.failed.includes('Condition'), reach.get('p1')!.complete]).toEqual([true, []]);
    expect(complete.every((type) => reported.get(type) === 'short')).toBe(true);
  });

  test('nothing of a Bundle with a type that FHIR does not know', async () => {
    const { reach } = await settle({ 'a.json': bundleOf(patient, order, { ...condition, resourceType: 'Conditon' }), 'b.json': bundleOf({ ...patient, id: 'p2' }, { ...order, subject: { reference: 'Patient/p2' } }, { resourceType: 'Claim', id: 'x' }) });
    expect([...reach].map(([id, { isPartial }]) => [id, isPartial])).toEqual([['p1', true], ['p2', false]]);
  });

  test('nothing of a type of which another patient\'s Bundle holds something, nor of one of which the own Bundle holds another\'s', async () => {
    const of = (id: string, ...more: readonly object[]) => bundleOf({ ...patient, id }, ...[condition, order].map((resource) => ({ ...resource, subject: { reference: `Patient/${id}` } })), ...more);
    const { reach, problems, resources, short } = await settle({ 'a.json': of('p1', { ...condition, id: 'c2', subject: { reference: 'Patient/p2' } }), 'b.json': of('p2'), 'c.json': of('p3', { resourceType: 'Observation', id: 'b', subject: { reference: 'Group/g' } }) }, ['Observation']);
    expect([...reach].map(([id, { failed }]) => [id, failed])).toEqual([['p1', ['Condition']], ['p2', ['Condition']], ['p3', []]]);
    expect([short, problems, resources.filter((name) => name.startsWith('Condition'))]).toEqual([[], ['file 1 of the inputs (json): /entry: 1 of its resources name another patient: whose they are cannot be told.'], ['Condition of p1', 'Condition of p2', 'Condition of p3']]);
    // Nobody has that id: it was mistyped, whosever it is.
    expect((await settle({ 'a.json': of('p1', { ...condition, id: 'c2', subject: { reference: 'Patient/p9' } }), 'b.json': of('p2') })).short).toEqual(['Condition']);
    expect((await settle({ 'a.json': of('p1', { ...condition, id: 'c2', subject: { reference: 'Encounter/e' } }) })).reach.get('p1')!.failed).toEqual(['Condition']);
  });

  test('a document outside a Bundle does not make its type whole, unless it is said to be', async () => {
    const inputs: readonly Parameters<typeof folderOf>[0][] = [{ 'Patient.ndjson': [patient], 'ServiceRequest.ndjson': [order], 'Condition.json': condition }, { 'a.json': bundleOf(patient, order, condition), 'Condition.json': { ...condition, id: 'c2' } }];
    for (const files of inputs) {
      const [alone, said] = [await settle(files), await settle(files, ['Condition'])];
      expect([alone.reach.get('p1')!.failed, alone.reported.get('Condition')]).toEqual([['Condition'], 'short']);
      expect([said.reach.get('p1')!.failed, said.reported.get('Condition')]).toEqual([[], 'said-whole']);
    }
  });
});
