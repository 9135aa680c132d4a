/** What is right is not found wrong, and what is wrong is found once: single answers, calls, reports and templates. */
import { describe, expect, test } from '@jest/globals';
import { checkAnswer } from '../../../src/cli/conformance/check-answer.ts';
import { checkDiscovery } from '../../../src/cli/conformance/check-discovery.ts';
import { checkReports } from '../../../src/cli/conformance/check-reports.ts';
import { checkRequest } from '../../../src/cli/conformance/check-request.ts';
import { neutralRequest } from '../../../src/cli/conformance/neutral-request.ts';
import { standInServices } from '../../../src/cli/conformance/start-service.ts';

const SOURCE = { label: 'x' };

describe('JSON-2', () => {
  const card = { uuid: '5f1d2c3b-0000-4000-8000-000000000001', summary: 'x', indicator: 'info', source: SOURCE, selectionBehavior: 'any' };
  const suggesting = (action: object): object => ({ cards: [{ ...card, suggestions: [{ label: 'x', uuid: 'x', actions: [{ description: 'x', ...action }] }] }] });
  const places = (body: unknown): readonly string[] => checkAnswer(body, {}).faults.filter(({ id }) => id === 'JSON-2').map(({ pointer }) => pointer);
  const patient = { resourceType: 'Patient', id: 'x', name: [{ given: ['A', 'B'], _given: [null, { id: 'b' }] }] };

  test.each([
    ['an action', suggesting({ type: 'create', resource: patient })], ['a system action', { cards: [], systemActions: [{ type: 'update', resource: patient }] }],
    ['an extension', { cards: [], extension: { 'org.example.x': patient } }],
  ])('ends at a resource of %s: FHIR pads lists with null', (_, body) => {
    expect(places(body)).toEqual([]);
  });

  test.each([
    ['no resource', suggesting({ type: 'create', resource: {} }), '/cards/0/suggestions/0/actions/0/resource'], ['null for one', { cards: [], systemActions: [{ type: 'update', resource: null }] }, '/systemActions/0/resource'],
    ['nothing beside one', suggesting({ type: 'create', resource: patient, resourceId: '' }), '/cards/0/suggestions/0/actions/0/resourceId'], ['a card that calls itself one', { cards: [{ ...card, resourceType: 'Card', detail: '' }] }, '/cards/0/detail'],
  ])('finds %s', (_, body, pointer) => {
    expect(places(body)).toEqual([pointer]);
  });
});

describe('C-FB-2', () => {
  const places = (outcomeTimestamp: unknown): readonly string[] => checkReports({ feedback: [{ card: 'x', outcome: 'overridden', outcomeTimestamp }] }, new Map([['x', { suggestions: [], reasons: [] }]])).faults.map(({ id, pointer }) => `${id} ${pointer}`);

  test.each(['2026-06-15T10:00:00Z', '2026-06-15T10:00:00.5Z', '2026-06-15t10:00:00z', '2026-06-15T10:00:00+00:00', '2026-06-15T10:00:00.123-00:00'])('takes %s, a moment in UTC', (time) => {
    expect(places(time)).toEqual([]);
  });

  test.each(['2026-06-15T10:00:00+02:00', '2026-06-15T10:00:00', '2026-06-15T10:00Z', '2026-06-15T10:00:00+0000', '2026-06-15', 7, undefined])('does not take %s', (time) => {
    expect(places(time)).toEqual(['C-FB-2 /feedback/0/outcomeTimestamp']);
  });
});

describe('TOK-4', () => {
  const resultOf = (template: string): unknown => checkDiscovery({ services: [{ id: 'x', hook: 'patient-view', title: 'x', description: 'x', prefetch: { x: template } }] }).find(({ id }) => id === 'TOK-4')?.result;

  test.each([
    'Patient/{{context.patientId}}', 'Condition?patient={{context.patientId}}', 'Observation?patient={{context.patientId}}&code:in=http://example.org/fhir/ValueSet/x', 'Observation?code=http://loinc.org|4548-4&_count=1',
    'Observation?subject=Patient/{{context.patientId}}&date=ge2026-01-01', 'Encounter?_id={{context.encounterId}}', 'Condition?patient=Patient/{{context.patientId}}&code=http://snomed.info/sct?x|1',
  ])('has nothing against %s', (template) => {
    expect(resultOf(template)).toBe('pass');
  });

  test.each([
    'Patient', 'Patient/', 'Patient?', 'Patient/x/Condition?code=x', 'http://example.org/Patient/x', 'Patient/{{context.patientId}}/$everything', 'patient/{{context.patientId}}', 'Condition?subject.name=x', 'Condition?code:not=x', 'Condition?patient=x&_include=Condition:subject',
  ])('is against %s', (template) => {
    expect(resultOf(template)).toBe('warn');
  });
});

describe('C-PF-3', () => {
  const service = standInServices[0]!;
  const request = neutralRequest(service)!;
  const found = (patientId: unknown): readonly string[] => {
    const { seen, faults } = checkRequest({ ...request, hookInstance: '5f1d2c3b-0000-4000-8000-000000000001', context: { userId: 'Practitioner/x', patientId } }, service, () => false);
    return [...(seen.includes('C-PF-3') ? ['looked at'] : []), ...faults.map(({ id, pointer }) => `${id} ${pointer}`)];
  };

  test.each([
    ['that is the one of the call', 'conformance-patient', ['looked at']], ['that is another', 'another', ['looked at', 'C-PF-3 /prefetch/patient/id']],
    ['beside no patientId', undefined, ['C-CTX-1 /context/patientId']], ['beside a patientId that is no text', 7, ['C-CTX-1 /context/patientId']],
    ['beside a patientId with its type', 'Patient/conformance-patient', ['looked at', 'C-CTX-2 /context/patientId']],
  ])('a prefetched patient %s', (_, patientId, expected) => {
    expect(found(patientId)).toEqual(expected);
  });
});
