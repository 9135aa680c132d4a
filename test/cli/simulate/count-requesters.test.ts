/** What the report counts holds nothing of a patient. */
import { expect, test } from '@jest/globals';
import { countOutcomes } from '../../../src/cli/simulate/count-outcomes.ts';
import { judgePatient } from '../../../src/cli/simulate/judge-patient.ts';
import { readTypesOf } from '../../../src/cli/simulate/read-types.ts';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { CARDS } from '../../support/app.ts';

const topics = loadTopics(CARDS);

test('a patient who ordered, or a relative, is counted as such and not named', async () => {
  const subject = { reference: 'urn:uuid:0-p1' };
  const order = (id: string, reference: string) => ({ resourceType: 'ServiceRequest', id, status: 'completed', intent: 'order', subject, requester: { reference }, authoredOn: '2024-03-01', code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] } });
  const references = ['Patient/p1', 'https://ehr.example.org/fhir/Patient/p1/_history/1', 'urn:uuid:0-p1', 'RelatedPerson/r1', 'https://ehr.example.org/fhir/Practitioner/d1', 'PractitionerRole/patient'];
  const resources = [{ fullUrl: 'urn:uuid:0-p1', body: JSON.stringify({ resourceType: 'Patient', id: 'p1', birthDate: '1980-01-01' }) }, ...references.map((reference, index) => ({ body: JSON.stringify(order(`o${index}`, reference)) }))];
  const outcomes = await judgePatient({ n: 1, patientId: 'p1', isKnown: true, resources, shared: [], complete: [...readTypesOf(topics).ofPatient], failed: [], isPartial: false, isTooLarge: false }, topics, 'UTC');
  const count = countOutcomes(topics, undefined);
  for (const outcome of outcomes) count.add(outcome);
  expect(count.report().requesters.map(({ id, title, orders }) => [id, title, orders])).toEqual([
    ['Patient', 'The patient', 3], ['PractitionerRole/patient', 'PractitionerRole/patient', 1], ['RelatedPerson', 'Somebody close to the patient', 1], ['https://ehr.example.org/fhir/Practitioner/d1', 'https://ehr.example.org/fhir/Practitioner/d1', 1],
  ]);
});
