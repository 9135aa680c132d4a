/** What sites and servers really send: a red flag in an odd shape is still one, and what cannot be read is a gap. With the real knowledge. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { post, serve } from './call-service.ts';

type Json = Record<string, any>;
const topics = loadTopics(CARDS);
const TODAY = '2026-06-15';
const base = (): Json => JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8'));
const code = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G83.4', display: 'Cauda equina syndrome' }] };
const cauda = (changes: Json = {}): Json => ({ resourceType: 'Condition', id: 'cauda', subject: { reference: 'Patient/p1' }, clinicalStatus: { coding: [{ code: 'active' }] }, recordedDate: TODAY, code, ...changes });
const bundle = (...resources: unknown[]): Json => ({ resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) });
const back = (): Json => base()['prefetch'].conditions.entry[0].resource;

async function ask(change: (body: Json) => void): Promise<{ readonly card: Json | undefined; readonly body: Json; readonly status: number }> {
  const body = base();
  change(body);
  const { app } = serve({ topics, now: new Date(`${TODAY}T12:00:00Z`) });
  const response = await post(body, '/cds-services/imaging-advice', app);
  return { card: response.body.cards?.[0], body: response.body, status: response.status };
}
const conditions = (...resources: unknown[]) => (body: Json): void => { body['prefetch'].conditions = bundle(...resources); };
const orderOf = (body: Json): Json => body['context'].draftOrders.entry[0].resource;

describe('a red flag is seen', () => {
  test.each<[string, (body: Json) => void]>([
    ['under an id that another resource has', conditions(back(), cauda({ id: back()['id'] }))],
    ['behind a stub of the same id', (body) => { body['prefetch'] = { first: bundle({ resourceType: 'Condition', id: 'cauda', subject: { reference: 'Patient/p1' } }), ...body['prefetch'], conditions: bundle(cauda()) }; }],
    ['as the second of two codes', conditions(cauda({ code: [{ coding: [] }, code] }))], ['with its codings in a list in a list', conditions(cauda({ code: { coding: [code.coding] } }))],
    ['with a number for a code', conditions(cauda({ code: { coding: [{ system: 'http://snomed.info/sct', code: 192970008 }] } }))],
    ['contained without an id', conditions({ ...back(), contained: [{ ...cauda(), id: undefined }] })],
    ['in the display of a reason that was not sent', (body) => { orderOf(body)['reasonReference'] = [{ reference: 'Condition/nope', display: 'Cauda equina syndrome' }]; }],
    ['in the display of a reason that has only an identifier', (body) => { orderOf(body)['reasonReference'] = [{ identifier: { value: '1' }, display: 'Cauda equina syndrome' }]; }],
    ['of a patient whose reference carries a query', conditions(cauda({ subject: { reference: 'https://ehr.example.org/fhir/Patient/p1?_format=json' } }))], ['of a patient whose reference carries a fragment', conditions(cauda({ subject: { reference: 'Patient/p1#x' } }))],
    ['of a patient whose reference ends in a blank', conditions(cauda({ subject: { reference: 'Patient/p1 ' } }))],
    ['in a coded diagnosis of an STU3 report', (body) => { body['prefetch'].diagnosticReports = bundle({ resourceType: 'DiagnosticReport', id: 'r', status: 'final', subject: { reference: 'Patient/p1' }, effectiveDateTime: TODAY, code: { text: 'MRI' }, codedDiagnosis: [code] }); }],
    ['in the reason of an R5 visit', (body) => { body['prefetch'].encounters = bundle({ resourceType: 'Encounter', id: 'e', status: 'in-progress', subject: { reference: 'Patient/p1' }, actualPeriod: { start: TODAY }, reason: [{ value: [{ concept: code }] }] }); }],
  ])('CTX-13 FHIR-6 %s', async (_, change) => {
    const { card } = await ask(change);
    expect(card).toMatchObject({ indicator: 'critical', summary: expect.stringMatching(/cauda equina/i) });
  });
});

describe('what cannot be read', () => {
  test.each<[string, (body: Json) => void]>([
    ['entries without a resource', (body) => { body['prefetch'].conditions.entry.push({ search: { mode: 'match' } }); }], ['a resource of no type', conditions(back(), { id: 'x' })], ['a type that is none', conditions(back(), cauda({ resourceType: 'condition' }))],
    ['a reason of the order that was not sent', (body) => { orderOf(body)['reasonReference'] = [{ reference: 'Condition/nope' }]; }],
  ])('SEC-5 PAMA-2 %s: a gap that softens the card, and nothing is rated against the study', async (_, change) => {
    const { card, body } = await ask(change);
    expect(card?.['indicator']).not.toBe('warning');
    expect(JSON.stringify(card ?? {})).toMatch(/problem list/);
    expect(body['systemActions']).toBeUndefined();
  });

  test.each([5, true, {}, ['x'], { extension: [{ url: 'x' }] }])('HTTP-5 JSON-5 a requester whose display is %j is no fault of ours', async (display) => {
    const { status } = await ask((body) => { orderOf(body)['requester'] = { display }; });
    expect(status).toBe(200);
  });

  test.each<[string, (body: Json) => void, string]>([
    ['prefetch keys', (body) => { for (let index = 0; index < 150_000; index += 1) body['prefetch'][`p${index}`] = {}; }, 'prefetch'],
    ['resources', (body) => { body['prefetch'].conditions = bundle(...Array.from({ length: 25_001 }, (_, index) => ({ resourceType: 'Condition', id: `c${index}` }))); }, 'prefetch'],
  ])('JSON-5 more %s than any chart has are refused', async (_, change, place) => {
    const { status, body } = await ask(change);
    expect([status, body['issue'][0].expression]).toEqual([400, [place]]);
  });

  test('SEC-5 too many orders for one call are refused, and say so', async () => {
    const { status, body } = await ask((request) => {
      const { resource } = request['context'].draftOrders.entry[0];
      request['context'].draftOrders.entry = Array.from({ length: 101 }, (_, index) => ({ resource: { ...resource, id: `o${index}` } }));
      request['hook'] = 'order-sign';
    });
    expect([status, body['issue'][0].expression]).toEqual([400, ['context.draftOrders']]);
  });
});

describe('size', () => {
  const many = (count: number, make: (index: number) => Json): Json[] => Array.from({ length: count }, (_, index) => make(index));
  // Each of these took minutes while its cost grew with the square of its size.
  test.each<[string, (body: Json) => void]>([
    ['reasons', (body) => { orderOf(body)['reasonCode'] = many(20_000, (index) => ({ text: `low back pain ${index}` })); }],
    ['references to reasons', (body) => { body['prefetch'].conditions = bundle(...many(15_000, (index) => ({ ...back(), id: `c${index}` }))); orderOf(body)['reasonReference'] = many(15_000, (index) => ({ reference: `Condition/c${index}` })); }],
    ['orders of a steroid', (body) => { body['prefetch'].medications = bundle(...many(8000, (index) => ({ resourceType: 'MedicationRequest', id: `m${index}`, status: 'active', intent: 'order', subject: { reference: 'Patient/p1' }, medicationCodeableConcept: { text: 'prednisone 20 mg' }, authoredOn: '2026-01-10' }))); }],
    ['fevers', (body) => { body['prefetch'].observations = bundle(...many(15_000, (index) => ({ resourceType: 'Observation', id: `f${index}`, status: 'final', subject: { reference: 'Patient/p1' }, code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] }, effectiveDateTime: '2026-06-14', valueQuantity: { value: 38.5, code: 'Cel' } }))); }],
    ['selections', (body) => { body['context'].selections = many(50_000, (index) => `ServiceRequest/x${index}` as unknown as Json).concat(body['context'].selections); }],
    ['notes on the order', (body) => { orderOf(body)['note'] = [{ text: many(20_000, (index) => `low back pain ${index} for 3 weeks` as unknown as Json).join('. ') }]; }],
  ])('HTTP-6 of a great many %s is no hang', async (_, change) => {
    expect((await ask(change)).status).toBe(200);
  }, 30_000);
});
