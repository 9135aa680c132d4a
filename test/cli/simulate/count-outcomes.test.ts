/** What is an order, where one is judged by two topics, or was exported in several versions. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { countOutcomes } from '../../../src/cli/simulate/count-outcomes.ts';
import { judgePatient } from '../../../src/cli/simulate/judge-patient.ts';
import { listInputs } from '../../../src/cli/simulate/list-inputs.ts';
import { openWorkFile } from '../../../src/cli/simulate/open-work-file.ts';
import { readInputs } from '../../../src/cli/simulate/read-inputs.ts';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { CARDS } from '../../support/app.ts';
import { folderOf } from './simulation.ts';

const topics = loadTopics(CARDS, ['low-back-pain', 'headache']);
const ALL = [...new Set(topics.flatMap(({ reads }) => reads.map(({ resourceType }) => resourceType)))];
const subject = { reference: 'Patient/p1' };
const coded = (system: string, code: string) => ({ system, code });
const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1980-01-01' };
const pain = { resourceType: 'Condition', id: 'c', subject, clinicalStatus: { coding: [{ code: 'active' }] }, code: { coding: [coded('http://hl7.org/fhir/sid/icd-10-cm', 'M54.50')] }, recordedDate: '2024-02-20' };
const [spine, head] = [coded('http://www.ama-assn.org/go/cpt', '72148'), coded('http://www.ama-assn.org/go/cpt', '70551')];
const order = (id: string, coding: readonly object[], elements: object = {}) => ({ resourceType: 'ServiceRequest', id, status: 'completed', intent: 'order', subject, code: { coding }, requester: { reference: 'Practitioner/d' }, authoredOn: '2024-03-01T10:00:00Z', ...elements });

describe('an order that two topics cover', () => {
  test('is one order with two ratings, and at most one card in a hundred', async () => {
    const resources = [patient, pain, order('both', [spine, head]), order('spine', [spine])].map((resource) => ({ body: JSON.stringify(resource) }));
    const outcomes = await judgePatient({ n: 1, patientId: 'p1', isKnown: true, resources, shared: [], complete: ALL, failed: [], isPartial: false, isTooLarge: false }, topics, 'UTC');
    expect(outcomes.map(({ order: of, decision }) => [of, decision?.topic.id])).toEqual([['ServiceRequest/both', 'headache'], ['ServiceRequest/both', 'low-back-pain'], ['ServiceRequest/spine', 'low-back-pain']]);
    const counts = countOutcomes(topics, undefined);
    outcomes.forEach(counts.add);
    const { orders, cards, ratings, requesters, months, scenarios } = counts.report();
    expect([orders.judged, cards.share.of, ratings.reduce((sum, { share }) => sum + share.count, 0), ratings[0]!.share.of]).toEqual([2, 2, 3, 3]);
    expect([cards.share.count, cards.byIndicator.reduce((sum, { share }) => sum + share.count, 0)]).toEqual([2, 2]);
    expect([...requesters, ...months].map((each) => [each.orders, each.cards.of, Object.values(each.ratings).reduce((sum, n) => sum + n)])).toEqual([[2, 2, 3], [2, 2, 3]]);
    expect(scenarios.reduce((sum, each) => sum + each.orders, 0)).toBe(3);
  });
});

describe('versions of a request', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  test('are one request, once, unless they cannot be told apart', async () => {
    const version = (id: string, coding: readonly object[], lastUpdated?: string) => order(id, coding, lastUpdated === undefined ? {} : { meta: { lastUpdated } });
    const lab = [{ system: 'http://loinc.org', code: '58410-2' }];
    const folder = folderOf({
      'Patient.ndjson': [patient],
      'ServiceRequest.ndjson': [version('a', [spine], '2024-03-01T10:00:00Z'), version('a', [spine], '2024-03-02T10:00:00Z'), version('b', lab, '2024-03-01T10:00:00Z'), version('b', lab, '2024-03-02T10:00:00Z'), version('b', lab, '2024-03-03T10:00:00Z'), version('c', lab), version('c', lab), version('d', [spine], '2024-03-01T10:00:00Z'), version('d', lab, '2024-03-02T10:00:00Z')],
    });
    const out = folderOf({});
    folders.push(folder, out);
    const work = openWorkFile(join(out, 'work.db'));
    const inputs = listInputs([folder], out);
    const progress = { show: () => undefined, tell: () => undefined, end: () => undefined };
    // As one that was killed goes on.
    for (const _ of [1, 2]) await readInputs(work, inputs, { topics, maxBytes: 10_000, progress });
    expect(work.all('SELECT name, n FROM counts ORDER BY name').map(({ name, n }) => [name, n])).toEqual([['order covered', 2], ['order not-covered', 3]]);
    work.close();
  });
});
