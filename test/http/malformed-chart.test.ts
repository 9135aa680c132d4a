/** Charts that break FHIR's rules: never a 5xx, and no red flag lost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import supertest from 'supertest';
import { testApp } from '../support/app.ts';

const base = readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8');
const temperature = { resourceType: 'Observation', id: 'o', status: 'final', subject: { reference: 'Patient/p1' }, code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] }, effectiveDateTime: '2026-06-14' };

test.each([
  ['two values where one is allowed', { valueQuantity: [{ value: 39, unit: 'C' }, { value: 40, unit: 'C' }] }],
  ['a number written as text', { valueQuantity: { value: '39', unit: 'Cel' } }],
  ['no unit', { valueQuantity: { value: 39 } }],
  ['two value elements', { valueQuantity: { value: 39, unit: 'C' }, valueString: 'hot' }],
])('a fever with %s is not discouraged', async (_, value) => {
  const request = JSON.parse(base);
  request.prefetch.observations = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: { ...temperature, ...value } }] };
  const { status, body } = await supertest(testApp()).post('/cds-services/imaging-advice').send(request);
  expect(status).toBe(200);
  expect(body.cards.map(({ indicator }: { indicator: string }) => indicator)).toEqual(['info']);
});
