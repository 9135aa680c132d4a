import { describe, expect, test } from '@jest/globals';
import { bundle, detailOf, emptyChart, order, PATIENT, post, tumour, withPrefetch } from './call-service.ts';

const outcome = (severity: string | undefined, code = 'processing') => ({ resourceType: 'OperationOutcome', issue: [{ severity, code, details: { text: 'Jane Doe' } }] });
const asOutcome = (resource: unknown) => ({ resource, search: { mode: 'outcome' } });
const about = { subject: { reference: `Patient/${PATIENT}` } };
const drug = { resourceType: 'MedicationRequest', id: 'm1', status: 'active', ...about, medicationCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '116602009', display: 'Steroid' }] } };

/** What the card says about a value under `conditions`: whether the problem list was read, and whether the tumour was seen. */
async function ask(conditions: unknown): Promise<{ readonly read: boolean; readonly gap: boolean; readonly seen: boolean; readonly status: number }> {
  const { conditions: _, ...others } = emptyChart;
  const response = await post(withPrefetch(conditions === undefined ? others : { ...others, conditions }));
  const detail = detailOf(response);
  return { status: response.status, read: /Read: .*problem list/.test(detail), gap: /Not read: .*problem list/.test(detail), seen: detail.includes('Tumour') };
}

describe('the meaning of a prefetch value (§2.9)', () => {
  const known = { status: 200, read: true, gap: false };
  const unknown = { status: 200, read: false, gap: true };

  test.each([
    ['absent', undefined, { ...unknown, seen: false }],
    ['null', null, { ...known, seen: false }],
    ['one resource of the type', tumour(), { ...known, seen: true }],
    ['a Bundle', bundle(tumour()), { ...known, seen: true }],
    ['a Bundle with no entries', bundle(), { ...known, seen: false }],
    ['a Bundle without entry', { resourceType: 'Bundle', type: 'searchset', total: 0 }, { ...known, seen: false }],
    ['a Bundle whose entry is null', { resourceType: 'Bundle', entry: null }, { ...known, seen: false }],
    ['a Bundle of one entry that is no list', { resourceType: 'Bundle', entry: { resource: tumour() } }, { ...known, seen: true }],
    ['a Bundle with entries that are none', { resourceType: 'Bundle', entry: [null, 'x', {}, { resource: null }, { resource: tumour() }] }, { ...unknown, seen: true }],
    ['a Bundle with an entry of no type', { resourceType: 'Bundle', entry: [{ resource: { id: 'x' } }] }, { ...unknown, seen: false }], ['Bundles in Bundles in Bundles in Bundles in Bundles', bundle(bundle(bundle(bundle(bundle(tumour()))))), { ...unknown, seen: false }],
    ['an empty search with a warning (Epic 4101)', { resourceType: 'Bundle', total: 0, entry: [asOutcome(outcome('warning'))] }, { ...known, seen: false }],
    ['a search with information', { resourceType: 'Bundle', entry: [{ resource: tumour() }, asOutcome(outcome('information'))] }, { ...known, seen: true }],
    ['an outcome entry without a search mode', bundle(outcome('warning')), { ...known, seen: false }],
    ['a search with an error', { resourceType: 'Bundle', entry: [{ resource: tumour() }, asOutcome(outcome('error'))] }, { ...unknown, seen: true }],
    ['a search with a fatal error', bundle(outcome('fatal')), { ...unknown, seen: false }],
    ['a search with an outcome that names no severity', bundle(outcome(undefined)), { ...unknown, seen: false }],
    ['an OperationOutcome', outcome('error'), { ...unknown, seen: false }],
    ['an OperationOutcome that only warns', outcome('warning'), { ...unknown, seen: false }],
    ['the first page of several', { ...bundle(tumour()), link: [{ relation: 'self', url: 'x' }, { relation: 'next', url: 'https://evil.example.org/' }] }, { ...unknown, seen: true }],
    ['fewer than the total', { ...bundle(tumour()), total: 30 }, { ...unknown, seen: true }],
    ['as many as the total, and what belongs to them', { resourceType: 'Bundle', total: 1, entry: [{ resource: tumour() }, { resource: { resourceType: 'Practitioner', id: 'd' }, search: { mode: 'include' } }] }, { ...known, seen: true }],
    ['a Bundle of Bundles', bundle(bundle(tumour())), { ...known, seen: true }],
    ['a resource of another type', { resourceType: 'Observation', id: 'b1', ...about }, { ...unknown, seen: false }],
    ['a Bundle of another type', bundle({ resourceType: 'Observation', id: 'b1', ...about }), { ...unknown, seen: false }],
    ['{}', {}, { ...unknown, seen: false }],
    ['a text', 'none', { ...unknown, seen: false }],
    ['a number', 7, { ...unknown, seen: false }],
    ['a list', [tumour()], { ...unknown, seen: false }],
    ['a Bundle whose entry is text', { resourceType: 'Bundle', entry: 'x' }, { ...unknown, seen: false }],
    ['a type that is no name', { resourceType: 'http://x', id: '1' }, { ...unknown, seen: false }],
    ['only another patient\'s', bundle(tumour({ subject: { reference: 'Patient/p2' } })), { ...unknown, seen: false }],
  ])('PF-1 PF-2 HTTP-4 %s', async (_, value, expected) => {
    expect(await ask(value)).toEqual(expected);
  });

  test.each(['patient', 'conditions', 'medications'] as const)('HTTP-4 without %s there is an answer, and it names the gap', async (key) => {
    const { [key]: _, ...others } = emptyChart;
    const response = await post(withPrefetch(others));
    expect(response.status).toBe(200);
    expect(detailOf(response)).toContain(`Not read: ${{ patient: 'patient record', conditions: 'problem list', medications: 'medications' }[key]}.`);
  });

  test('SEC-5 with everything read no gap is named', async () => {
    expect(detailOf(await post(withPrefetch(emptyChart)))).not.toContain('Not read');
  });

  test('PF-2 what an OperationOutcome says is not passed on', async () => {
    const response = await post(withPrefetch({ ...emptyChart, conditions: outcome('error') }));
    expect(response.text).not.toContain('Jane');
  });
});

describe('keys', () => {
  test('PF-1 what came under another key is used, and completes nothing', async () => {
    const { conditions: _, ...others } = emptyChart;
    const detail = detailOf(await post(withPrefetch({ ...others, problems: bundle(tumour()) })));
    expect(detail).toContain('Tumour');
    expect(detail).toContain('Not read: problem list');
  });

  test('PF-1 the same resource under two keys is one', async () => {
    const once = await post(withPrefetch({ ...emptyChart, conditions: bundle(tumour()) }));
    const twice = await post(withPrefetch({ ...emptyChart, conditions: bundle(tumour(), tumour()), other: tumour() }));
    expect(detailOf(twice)).toBe(detailOf(once));
  });

  test('CTX-10 a read of R4 resources is answered by their DSTU2 namesake', async () => {
    const { medicationCodeableConcept, ...rest } = drug;
    const stu2 = { ...rest, resourceType: 'MedicationOrder', subject: undefined, patient: about.subject, medicationCodeableConcept };
    const detail = detailOf(await post(withPrefetch({ ...emptyChart, medications: bundle(stu2) })));
    expect(detail).toContain('Steroid');
    expect(detail).not.toContain('Not read');
  });
});

describe('drugs named by reference', () => {
  const { medicationCodeableConcept: code, ...ordered } = drug;
  const medication = { resourceType: 'Medication', id: 'x', code };

  test.each([
    ['a contained Medication', { ...ordered, contained: [medication], medicationReference: { reference: '#x' } }, []],
    ['a Medication of the same Bundle', { ...ordered, medicationReference: { reference: 'Medication/x' } }, [medication]],
    ['a Medication by its absolute URL', { ...ordered, medicationReference: { reference: 'https://fhir.example.org/Medication/x' } }, [medication]],
    ['an R5 CodeableReference to a concept', { ...ordered, medication: { concept: code } }, []],
    ['an R5 CodeableReference to a Medication', { ...ordered, medication: { reference: { reference: 'Medication/x' } } }, [medication]],
  ])('FHIR-6 %s', async (_, request, others) => {
    const response = await post(withPrefetch({ ...emptyChart, medications: bundle(request, ...others) }));
    expect(detailOf(response)).toContain('Steroid');
  });

  test('FHIR-6 a Medication of the draft Bundle', async () => {
    const response = await post(withPrefetch({ ...emptyChart, medications: bundle({ ...ordered, medicationReference: { reference: 'Medication/x' } }) }, [order(), medication]));
    expect(detailOf(response)).toContain('Steroid');
  });

  test.each([{ reference: 'Medication/none' }, { reference: '#none' }, { reference: 'urn:uuid:none' }, {}, { reference: 7 }, null, 'Medication/x'])('FHIR-6 a reference that leads nowhere is no error: %j', async (medicationReference) => {
    expect((await post(withPrefetch({ ...emptyChart, medications: bundle({ ...ordered, medicationReference }) }))).status).toBe(200);
  });
});
