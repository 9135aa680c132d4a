import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Resource } from '../../../src/decision/chart.ts';
import { isResource, toR4 } from '../../../src/chart/shape/to-r4.ts';

const about = { reference: 'Patient/p1' };
const code = { coding: [{ system: 'urn:s', code: 'c', display: 'd' }], text: 't' };
const status = (value: string) => ({ coding: [{ code: value }] });

/** What the elements given look like in R4; `undefined` for those that are gone. */
function shaped(resourceType: string, elements: Readonly<Record<string, unknown>>): Resource {
  return toR4({ resourceType, ...elements });
}

type Row = readonly [title: string, from: Readonly<Record<string, unknown>>, to: Readonly<Record<string, unknown>>];

const rows: Readonly<Record<string, readonly Row[]>> = {
  Condition: [
    ['DSTU2 patient', { patient: about }, { subject: about, patient: undefined }],
    ['a subject beside a patient', { patient: { reference: 'Patient/p2' }, subject: about }, { subject: about, patient: undefined }],
    ['a null subject beside a patient', { patient: about, subject: null }, { subject: about }],
    ['DSTU2 and STU3 clinicalStatus', { clinicalStatus: 'active' }, { clinicalStatus: status('active') }],
    ['a status in capitals', { clinicalStatus: ' Resolved' }, { clinicalStatus: status('resolved') }],
    ['a status in words only', { clinicalStatus: { text: 'Active' } }, { clinicalStatus: { text: 'Active', coding: [{ code: 'active' }] } }],
    ['a status that is a Coding', { clinicalStatus: { system: 's', code: 'active' } }, { clinicalStatus: { coding: [{ system: 's', code: 'active' }] } }],
    ['a status that is a list', { clinicalStatus: [status('active')] }, { clinicalStatus: status('active') }],
    ['R5 clinicalStatus unknown', { clinicalStatus: status('unknown') }, { clinicalStatus: status('unknown') }],
    ['DSTU2 verificationStatus', { verificationStatus: 'provisional' }, { verificationStatus: status('provisional') }],
    ['STU3 verificationStatus unknown, which R4 does not have', { verificationStatus: 'unknown' }, { verificationStatus: status('unconfirmed') }],
    ['DSTU2 dateRecorded', { dateRecorded: '2026-05' }, { recordedDate: '2026-05', dateRecorded: undefined }],
    ['STU3 assertedDate', { assertedDate: '2026-05-01' }, { recordedDate: '2026-05-01' }],
    ['a recordedDate beside an assertedDate', { assertedDate: '2026-05-01', recordedDate: '2026-05-02' }, { recordedDate: '2026-05-02', assertedDate: undefined }],
    ['STU3 context', { context: { reference: 'Encounter/e' } }, { encounter: { reference: 'Encounter/e' }, context: undefined }],
    ['DSTU2 category', { category: code }, { category: [code] }],
    ['DSTU2 notes', { notes: 'since May' }, { note: [{ text: 'since May' }], notes: undefined }],
    ['STU3 note', { note: [{ text: 'since May' }] }, { note: [{ text: 'since May' }] }],
    ['a note that is text', { note: 'since May' }, { note: [{ text: 'since May' }] }],
    ['DSTU2 onsetQuantity', { onsetQuantity: { value: 40, unit: 'a' } }, { onsetAge: { value: 40, unit: 'a' }, onsetQuantity: undefined }],
    ['DSTU2 abatementQuantity', { abatementQuantity: { value: 41 } }, { abatementAge: { value: 41 } }],
    ['abatementBoolean true', { abatementBoolean: true }, { clinicalStatus: status('resolved'), abatementBoolean: undefined }],
    ['abatementBoolean true beside a status', { abatementBoolean: true, clinicalStatus: 'remission' }, { clinicalStatus: status('remission') }],
    ['abatementBoolean false', { abatementBoolean: false }, { clinicalStatus: undefined, abatementBoolean: undefined }],
    ['a code that is text', { code: 'back pain' }, { code: { text: 'back pain' } }],
    ['one coding that is no list', { code: { coding: { code: 'c' } } }, { code: { coding: [{ code: 'c' }] } }],
    ['null and text among codings', { code: { coding: [null, 'x', { code: 'c' }], text: null } }, { code: { coding: [{ code: 'c' }] } }],
    ['null elements', { code: null, note: null, extension: null }, { code: undefined, note: undefined, extension: undefined }],
    ['null among list items', { note: [null, { text: 'a' }], category: [null] }, { note: [{ text: 'a' }], category: undefined }],
    ['an id that is a number', { id: 7 }, { id: '7' }],
    ['an id that is no id', { id: {} }, { id: undefined }],
    ['one extension that is no list', { extension: { url: 'u' } }, { extension: [{ url: 'u' }] }],
    ['elements nobody here knows', { vendor: { a: 1 }, constructor: { b: 2 } }, { vendor: { a: 1 }, constructor: { b: 2 } }],
  ],
  Observation: [
    ['DSTU2 category', { category: code }, { category: [code] }],
    ['DSTU2 comments', { comments: 'c' }, { note: [{ text: 'c' }] }],
    ['STU3 comment and context', { comment: 'c', context: about }, { note: [{ text: 'c' }], encounter: about }],
    ['one interpretation, component and range that is no list', { interpretation: code, component: { code }, referenceRange: { text: 'x' } }, { interpretation: [code], component: [{ code }], referenceRange: [{ text: 'x' }] }],
  ],
  Procedure: [
    ['R5 occurrence', { occurrenceDateTime: '2026-05-01' }, { performedDateTime: '2026-05-01', occurrenceDateTime: undefined }],
    ['R5 occurrencePeriod', { occurrencePeriod: { start: '2026' } }, { performedPeriod: { start: '2026' } }],
    ['R5 reason', { reason: [{ concept: code }, { reference: about }, {}, null] }, { reasonCode: [code], reasonReference: [about] }],
    ['DSTU2 reasonCodeableConcept and reasonReference', { reasonCodeableConcept: code, reasonReference: about }, { reasonCode: [code], reasonReference: [about] }],
    ['DSTU2 notPerformed', { notPerformed: true, status: 'completed' }, { status: 'not-done' }],
    ['STU3 notDone', { notDone: true, status: 'completed' }, { status: 'not-done' }],
    ['STU3 notDone false', { notDone: false, status: 'completed' }, { status: 'completed' }],
    ['DSTU2 aborted', { status: 'aborted' }, { status: 'stopped' }],
    ['STU3 suspended', { status: 'suspended' }, { status: 'on-hold' }],
    ['STU3 performed', { performedDateTime: '2026' }, { performedDateTime: '2026' }],
  ],
  MedicationOrder: [
    ['DSTU2 elements', { patient: about, dateWritten: '2026-05-01', note: 'n', reasonCodeableConcept: code }, { resourceType: 'MedicationRequest', subject: about, authoredOn: '2026-05-01', note: [{ text: 'n' }], reasonCode: [code] }],
  ],
  MedicationRequest: [
    ['R5 medication concept', { medication: { concept: code } }, { medicationCodeableConcept: code }],
    ['R5 medication reference', { medication: { reference: { reference: 'Medication/m' } } }, { medicationReference: { reference: 'Medication/m' } }],
    ['R5 reason', { reason: [{ concept: code }] }, { reasonCode: [code] }],
    ['STU3 context', { context: about }, { encounter: about }],
    ['one dosage that is no list', { dosageInstruction: { text: 'x' } }, { dosageInstruction: [{ text: 'x' }] }],
    ['a medication that is text', { medicationCodeableConcept: 'Prednisone' }, { medicationCodeableConcept: { text: 'Prednisone' } }],
  ],
  MedicationStatement: [
    ['DSTU2 wasNotTaken', { wasNotTaken: true, status: 'active' }, { status: 'not-taken' }],
    ['STU3 taken n', { taken: 'n', status: 'active' }, { status: 'not-taken' }],
    ['STU3 taken y', { taken: 'y', status: 'active' }, { status: 'active' }],
    ['R5 adherence', { adherence: { code: status('not-taken') }, status: 'recorded' }, { status: 'not-taken' }],
    ['R5 adherence taking', { adherence: { code: status('taking') }, status: 'recorded' }, { status: 'recorded' }],
    ['DSTU2 reasonForUse', { reasonForUseCodeableConcept: code }, { reasonCode: [code] }],
  ],
  MedicationUsage: [['R5 draft name', { medication: { concept: code } }, { resourceType: 'MedicationStatement', medicationCodeableConcept: code }]],
  MedicationAdministration: [
    ['DSTU2 wasNotGiven', { wasNotGiven: true }, { status: 'not-done' }],
    ['R5 occurence', { occurenceDateTime: '2026' }, { effectiveDateTime: '2026' }],
    ['DSTU2 effectiveTime', { effectiveTimePeriod: { start: '2026' } }, { effectivePeriod: { start: '2026' } }],
  ],
  ProcedureRequest: [
    ['its name', { code }, { resourceType: 'ServiceRequest', code }],
    ['DSTU2 elements', { orderedOn: '2026', orderer: about, reasonCodeableConcept: code, scheduledDateTime: '2027', notes: [{ text: 'n' }] }, { authoredOn: '2026', requester: about, reasonCode: [code], occurrenceDateTime: '2027', note: [{ text: 'n' }] }],
    ['STU3 elements', { context: about, requester: { agent: about, onBehalfOf: {} }, reasonReference: about }, { encounter: about, requester: about, reasonReference: [about] }],
    ['STU3 suspended', { status: 'suspended' }, { status: 'on-hold' }], ['STU3 cancelled', { status: 'cancelled' }, { status: 'revoked' }],
    ['DSTU2 rejected', { status: 'rejected' }, { status: 'revoked' }], ['DSTU2 aborted', { status: 'aborted' }, { status: 'revoked' }], ['DSTU2 accepted', { status: 'accepted' }, { status: 'active' }],
    ['DSTU2 proposed', { status: 'proposed' }, { status: 'draft' }],
  ],
  ServiceRequest: [
    ['R5 code', { code: { concept: code } }, { code }],
    ['R5 reason', { reason: [{ concept: code }, { reference: about }] }, { reasonCode: [code], reasonReference: [about] }],
    ['R5 orderDetail', { orderDetail: [{ parameter: [{ code, valueCodeableConcept: code }, { valueString: 'w/o contrast' }] }] }, { orderDetail: [code, { text: 'w/o contrast' }] }],
    ['reasons that are text', { reasonCode: ['low back pain', null, 7] }, { reasonCode: [{ text: 'low back pain' }] }],
    ['one reason that is no list', { reasonCode: code, reasonReference: about }, { reasonCode: [code], reasonReference: [about] }],
    ['an empty code as the sandbox sends it', { code: { coding: [{}] }, reasonCode: [] }, { code: { coding: [{}] }, reasonCode: [] }],
  ],
  Encounter: [
    ['STU3 reason', { reason: [code] }, { reasonCode: [code] }],
    ['DSTU2 patient and indication', { patient: about, indication: [about] }, { subject: about, reasonReference: [about] }],
    ['R5 reason', { reason: [{ value: [{ concept: code }, { reference: about }] }] }, { reasonCode: [code], reasonReference: [about] }],
    ['R5 actualPeriod and status', { actualPeriod: { start: '2026' }, status: 'completed' }, { period: { start: '2026' }, status: 'finished' }],
    ['one type that is no list', { type: code }, { type: [code] }],
  ],
  AllergyIntolerance: [
    ['DSTU2 substance', { substance: code }, { code }],
    ['DSTU2 status resolved', { status: 'resolved' }, { clinicalStatus: status('resolved') }],
    ['DSTU2 status refuted', { status: 'refuted' }, { verificationStatus: status('refuted') }],
    ['STU3 statuses', { clinicalStatus: 'active', verificationStatus: 'confirmed' }, { clinicalStatus: status('active'), verificationStatus: status('confirmed') }],
    ['DSTU2 category', { category: 'medication' }, { category: ['medication'] }],
    ['the patient, who keeps the name', { patient: about }, { patient: about }],
  ],
  Patient: [
    ['DSTU2 family name', { name: [{ family: ['van', 'Beethoven'], given: ['Ludwig'] }] }, { name: [{ family: 'van Beethoven', given: ['Ludwig'] }] }],
    ['one name that is no list', { name: { family: 'Bach' } }, { name: [{ family: 'Bach' }] }],
  ],
  Device: [['null elements', { type: null, note: 'n' }, { type: undefined, note: [{ text: 'n' }] }]],
};

describe.each(Object.entries(rows))('FHIR-6 %s', (resourceType, cases) => {
  test.each(cases)('%s', (_, from, to) => {
    const resource = shaped(resourceType, from);
    for (const [element, value] of Object.entries(to)) expect(resource[element]).toEqual(value);
  });

  test.each(cases)('%s: the original stays, and R4 stays R4', (_, from) => {
    const original = { resourceType, ...from };
    const before = structuredClone(original);
    const once = toR4(original as Resource);
    expect(original).toEqual(before);
    expect(toR4(once)).toEqual(once);
  });
});

test('FHIR-6 an R4 resource is not even copied', () => {
  const condition = {
    resourceType: 'Condition', id: 'c', clinicalStatus: status('active'), verificationStatus: status('confirmed'), category: [code], code, subject: about, encounter: about,
    onsetDateTime: '2026-01-01', recordedDate: '2026-01-01', note: [{ text: 'n' }], extension: [{ url: 'u' }], bodySite: [code],
  };
  expect(toR4(condition)).toBe(condition);
});

test('FHIR-6 what is in R4 already is looked at once', () => {
  const looks = new Map<string, number>();
  const counted = (resource: Resource): Resource => new Proxy(resource, {
    get: (target, name: string) => {
      looks.set(name, (looks.get(name) ?? 0) + 1);
      return target[name];
    },
  });
  const sent: readonly Resource[] = [
    { resourceType: 'Condition', clinicalStatus: status('active'), verificationStatus: status('confirmed'), code, subject: about, onsetDateTime: '2026-01-01' },
    { resourceType: 'Procedure', status: 'completed', code, subject: about },
    { resourceType: 'Encounter', status: 'finished', type: [code], subject: about },
    { resourceType: 'AllergyIntolerance', category: ['medication'], code, patient: about },
  ];
  for (const { resourceType, ...elements } of sent) {
    looks.clear();
    const resource = counted({ resourceType, ...elements });
    expect(toR4(resource)).toBe(resource);
    expect(Object.fromEntries(Object.keys(elements).map((name) => [name, looks.get(name)]))).toEqual(Object.fromEntries(Object.keys(elements).map((name) => [name, 1])));
  }
});

const types = [...Object.keys(rows), 'ImagingStudy', 'Whatever'];
const elements = ['id', 'code', 'clinicalStatus', 'verificationStatus', 'category', 'note', 'notes', 'patient', 'subject', 'context', 'reason', 'reasonCode', 'reasonReference', 'status', 'medication',
  'medicationCodeableConcept', 'orderDetail', 'requester', 'name', 'substance', 'abatementBoolean', 'adherence', 'occurrenceDateTime', '__proto__', 'constructor', 'toString', 'extension'];

test('JSON-5 CTX-10 whatever the elements hold, nothing throws, nothing is written to, and twice is as good as once', () => {
  const junk = fc.record({ resourceType: fc.constantFrom(...types) }, { requiredKeys: ['resourceType'] })
    .chain(({ resourceType }) => fc.dictionary(fc.constantFrom(...elements), fc.jsonValue({ maxDepth: 4 })).map((rest) => JSON.parse(JSON.stringify({ ...rest, resourceType })) as Resource));
  fc.assert(fc.property(junk, (resource) => {
    const before = JSON.stringify(resource);
    const once = toR4(resource);
    expect(JSON.stringify(resource)).toBe(before);
    expect(toR4(once)).toEqual(once);
  }), { numRuns: 2000 });
});

test.each([[{ resourceType: 'Condition' }, true], [{ resourceType: 'constructor' }, false], [{ resourceType: '' }, false], [{ resourceType: 7 }, false], [{}, false], [[], false], [null, false], ['Condition', false]])('isResource(%j) is %s', (value, expected) => {
  expect(isResource(value)).toBe(expected);
});
