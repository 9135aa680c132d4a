/** What is handed to whoever judges a patient, from real files. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { judgePatient } from '../../../src/cli/simulate/judge-patient.ts';
import { listInputs } from '../../../src/cli/simulate/list-inputs.ts';
import { openWorkFile } from '../../../src/cli/simulate/open-work-file.ts';
import type { PatientWork } from '../../../src/cli/simulate/patient-work.ts';
import { readInputs } from '../../../src/cli/simulate/read-inputs.ts';
import { takePatients } from '../../../src/cli/simulate/take-patients.ts';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { CARDS } from '../../support/app.ts';
import { folderOf } from './simulation.ts';

const topics = loadTopics(CARDS);
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
const progress = { show: () => undefined, tell: () => undefined, end: () => undefined };

async function take(files: Parameters<typeof folderOf>[0]): Promise<readonly PatientWork[]> {
  const folder = folderOf(files);
  const out = folderOf({});
  folders.push(folder, out);
  const work = openWorkFile(join(out, 'work.db'));
  const states = await readInputs(work, listInputs([folder], out), { topics, maxBytes: 100_000, progress });
  const taken = takePatients(0, { work, states, complete: [] });
  work.close();
  return taken;
}

const subject = { reference: 'Patient/p1' };
const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1980-01-01' };
const request = (id: string, code: object) => ({ resourceType: 'ServiceRequest', id, status: 'completed', intent: 'order', subject, authoredOn: '2024-03-01T10:00:00Z', code });
const imaging = { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] };

describe('a chart that is larger than what is judged', () => {
  test('hands over every imaging order, wherever it stands, and each is named', async () => {
    const labs = Array.from({ length: 25_000 }, (_, index) => request(`l${index}`, { text: 'CBC' }));
    const [work, ...others] = await take({ 'Patient.ndjson': [patient], 'ServiceRequest.ndjson': [...labs, ...Array.from({ length: 1_001 }, (_, index) => ({ ...request(`o${index}`, imaging), note: [{ text: 'x' }] }))] });
    expect([others, work!.isTooLarge, work!.resources.length, work!.resources[0]!.body.includes('note')]).toEqual([[], true, 1_001, false]);
    const outcomes = await judgePatient(work!, topics, 'UTC');
    expect([outcomes.length, new Set(outcomes.map(({ notJudged }) => notJudged?.reason)), outcomes.at(-1)!.order]).toEqual([1_001, new Set(['too-large']), 'ServiceRequest/o1000']);
  }, 60_000);
});

describe('what resources refer to and nobody owns', () => {
  test.each(['Medication/m1', 'Medication\\/m1', 'https:\\/\\/x.example\\/Medication\\/m1', 'Medication\\u002fm1'])('comes with them, however JSON writes %s', async (reference) => {
    const drug = JSON.stringify({ resourceType: 'MedicationRequest', id: 'r', status: 'active', intent: 'order', subject, medicationReference: { reference: 'REFERENCE' } }).replace('REFERENCE', reference);
    const [work] = await take({ 'Patient.ndjson': [patient], 'ServiceRequest.ndjson': [request('o', imaging)], 'MedicationRequest.ndjson': `${drug}\n`, 'Medication.ndjson': [{ resourceType: 'Medication', id: 'm1' }] });
    expect(work!.shared.map(({ body }) => JSON.parse(body).id)).toEqual(['m1']);
  });
});

describe('what was moved to another patient', () => {
  test('is there in each of the versions that were theirs, and nowhere else', async () => {
    const version = (of: string, lastUpdated: string) => ({ resourceType: 'Condition', id: 'c', subject: { reference: `Patient/${of}` }, meta: { lastUpdated } });
    const [first, second] = await take({ 'Patient.ndjson': [patient, { ...patient, id: 'p2' }], 'Condition.ndjson': [version('p2', '2024-01-01T10:00:00Z'), version('p1', '2024-01-02T10:00:00Z'), version('p1', '2024-01-03T10:00:00Z')], 'ServiceRequest.ndjson': [request('o1', imaging), { ...request('o2', imaging), subject: { reference: 'Patient/p2' } }] });
    expect([first!, second!].map(({ resources }) => resources.filter(({ body }) => body.includes('"Condition"')).map(({ body }) => JSON.parse(body).meta.lastUpdated))).toEqual([['2024-01-02T10:00:00Z', '2024-01-03T10:00:00Z'], []]);
  });
});
