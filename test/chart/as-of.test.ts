/** What of a resource was known when an order was written; every case by hand. */
import { describe, expect, test } from '@jest/globals';
import { asOf } from '../../src/chart/as-of.ts';
import { momentOf } from '../../src/chart/moment.ts';
import type { Resource } from '../../src/decision/chart.ts';

const ZONE = 'America/New_York';
const noVisit = (): undefined => undefined;
const at = (written: string) => momentOf(written, ZONE)!;
const ORDER = at('2024-03-15T10:00:00-04:00');
const seen = (resource: Resource, moment = ORDER, visit: (reference: unknown) => unknown = noVisit) => asOf(resource, moment, visit);
const certainty = (resource: Resource, moment = ORDER): string => seen(resource, moment)?.certainty ?? 'later';
const condition = (elements: object): Resource => ({ resourceType: 'Condition', id: 'c', ...elements });
const status = (code: string) => ({ coding: [{ code }] });

describe('the moment of an order', () => {
  test.each(['2024', '2024-03', '', undefined, 'soon', '2024-02-30', 20240315])('%s names no day', (written) => {
    expect(momentOf(written, ZONE)).toBeUndefined();
  });

  test('its day is the one written, wherever the service is', () => {
    expect(momentOf('2024-03-15T02:00:00Z', ZONE)!.day).toBe('2024-03-15');
    expect(momentOf('2024-03-15', 'Asia/Tokyo')!.day).toBe('2024-03-15');
  });
});

describe('what is dated', () => {
  test.each([
    ['a day before', { recordedDate: '2024-03-14' }, 'known'], ['a day after', { recordedDate: '2024-03-16' }, 'later'],
    ['the same day without a clock', { recordedDate: '2024-03-15' }, 'same-day'], ['the same day before, by the clock', { recordedDate: '2024-03-15T09:59:00-04:00' }, 'known'],
    ['the same instant in another zone', { recordedDate: '2024-03-15T14:00:00Z' }, 'known'], ['the same day after, by the clock', { recordedDate: '2024-03-15T14:00:01Z' }, 'later'],
    ['a time without a zone on that day', { recordedDate: '2024-03-15T23:00:00' }, 'same-day'], ['only a year that is over', { recordedDate: '2023' }, 'known'],
    ['only the year of the order', { recordedDate: '2024' }, 'doubtful'], ['only the month of the order', { onsetDateTime: '2024-03' }, 'doubtful'], ['only a later month', { onsetDateTime: '2024-04' }, 'later'],
    ['begun before and recorded later', { onsetDateTime: '2024-01-01', recordedDate: '2024-06-01' }, 'later'], ['begun before, when recorded not told', { onsetDateTime: '2024-01-01' }, 'known'],
    ['an age', { onsetAge: { value: 40 } }, 'doubtful'], ['words', { onsetString: 'childhood' }, 'doubtful'], ['a period that only ends', { onsetPeriod: { end: '2024-01-01' } }, 'doubtful'],
    ['a date that is none', { recordedDate: 'yesterday' }, 'doubtful'], ['nothing', {}, 'undated'], ['nothing but when its record was touched', { meta: { lastUpdated: '2025-01-01T00:00:00Z' } }, 'undated'],
    ['the day it was asserted, in an extension', { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate', valueDateTime: '2024-04-01' }] }, 'later'],
    ['a day of recording before, and one of assertion after', { recordedDate: '2024-03-01', extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate', valueDateTime: '2024-04-01' }] }, 'known'],
    ['a day of recording after, and one of assertion before', { recordedDate: '2024-04-01', extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate', valueDateTime: '2024-03-01' }] }, 'known'],
    ['a day of recording after, and a partial one of assertion', { recordedDate: '2024-04-01', extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate', valueDateTime: '2024' }] }, 'doubtful'],
  ])('a problem with %s: %s', (_, elements, expected) => {
    expect(certainty(condition(elements))).toBe(expected);
  });

  test('an order without a clock leaves the whole of its day open, also where the zone makes it another', () => {
    const order = at('2024-03-15');
    expect([certainty(condition({ recordedDate: '2024-03-15T23:59:00-04:00' }), order), certainty(condition({ recordedDate: '2024-03-16T02:00:00Z' }), order), certainty(condition({ recordedDate: '2024-03-16T05:00:00Z' }), order)]).toEqual(['same-day', 'same-day', 'later']);
  });

  test('midnight tells a day and no clock, of an order as of what is known, as written and in the zone of the service', () => {
    const flag = condition({ recordedDate: '2024-03-15T09:00:00-04:00' });
    expect(['2024-03-15T00:00:00Z', '2024-03-15T00:00:00.000-04:00', '2024-03-15T04:00:00Z', '2024-03-15T04:30:00Z'].map((written) => certainty(flag, at(written)))).toEqual(['same-day', 'same-day', 'same-day', 'later']);
    expect(['2024-03-15T00:00:00Z', '2024-03-16T00:00:00Z', '2024-03-14T00:00:00Z'].map((recordedDate) => certainty(condition({ recordedDate })))).toEqual(['same-day', 'same-day', 'known']);
  });

  test.each([
    ['Observation', { effectiveDateTime: '2024-03-10', issued: '2024-03-20T00:00:00Z' }, 'later'], ['Observation', { status: 'final', effectiveDateTime: '2024-03-10', issued: '2024-03-20T00:00:00Z' }, 'later'],
    ['Observation', { status: 'amended', effectiveDateTime: '2024-03-10', issued: '2024-03-20T00:00:00Z' }, 'doubtful'], ['Observation', { status: 'corrected', effectiveDateTime: '2024-03-18', issued: '2024-03-20T00:00:00Z' }, 'later'], ['Observation', { status: 'amended', issued: '2024-03-20T00:00:00Z' }, 'later'],
    ['DiagnosticReport', { status: 'appended', effectiveDateTime: '2024-03-15', issued: '2024-03-20T00:00:00Z' }, 'doubtful'],
    ['Observation', { effectivePeriod: { start: '2024-03-10', end: '2024-03-20' } }, 'doubtful'],
    ['Observation', { effectivePeriod: { start: '2024-03-10', end: '2024-03-12' } }, 'known'], ['Observation', { effectiveTiming: { event: ['2024-03-10'] } }, 'doubtful'], ['DiagnosticReport', { effectiveDateTime: '2024-03-10' }, 'known'],
    ['MedicationRequest', { authoredOn: '2024-03-10' }, 'known'], ['MedicationRequest', { dosageInstruction: [{ timing: { repeat: { boundsPeriod: { start: '2024-04-01' } } } }] }, 'later'], ['MedicationDispense', { whenHandedOver: '2024-04-01' }, 'later'],
    ['MedicationStatement', { dateAsserted: '2024-03-01', effectivePeriod: { start: '2020-01-01' } }, 'known'], ['Procedure', { performedPeriod: { start: '2024-03-01', end: '2024-05-01' } }, 'known'], ['Procedure', { performedString: '2024-03-01' }, 'doubtful'],
    ['Encounter', { period: { start: '2024-03-15T09:00:00-04:00', end: '2024-03-15T11:00:00-04:00' } }, 'known'], ['ServiceRequest', { authoredOn: '2024-03-20', occurrenceDateTime: '2024-03-10' }, 'later'], ['ImagingStudy', { started: '2024-03-10' }, 'known'],
    ['QuestionnaireResponse', { authored: '2024-03-16' }, 'later'], ['Device', {}, 'undated'], ['AllergyIntolerance', { recordedDate: '2024-05-01' }, 'later'],
  ])('%s %j: %s', (resourceType, elements, expected) => {
    expect(certainty({ resourceType, id: 'r', ...elements } as Resource)).toBe(expected);
  });

  test('a problem without a date of its own is as old as the visit that brought it up', () => {
    const visit = condition({ encounter: { reference: 'Encounter/e' }, onsetDateTime: '2024-01-01' });
    expect([seen(visit, ORDER, () => '2024-03-01')?.certainty, seen(visit, ORDER, () => '2024-06-01'), seen(visit)?.certainty]).toEqual(['known', undefined, 'known']);
  });
});

describe('what changed later', () => {
  test.each([
    ['ended later', { abatementDateTime: '2024-06-01' }, 'active', 'known'], ['ended before', { abatementDateTime: '2024-02-01' }, 'resolved', 'known'], ['ended on that day', { abatementDateTime: '2024-03-15' }, undefined, 'state'],
    ['ended some time that year', { abatementDateTime: '2024' }, undefined, 'state'], ['over since nobody knows when', {}, undefined, 'state'], ['over and not touched since before', { meta: { lastUpdated: '2024-03-01T00:00:00Z' } }, 'resolved', 'known'],
    ['over and touched since', { meta: { lastUpdated: '2024-09-01T00:00:00Z' } }, undefined, 'state'],
  ])('a resolved problem that %s is shown so: %s', (_, elements, shown, expected) => {
    const earlier = seen(condition({ recordedDate: '2023-01-01', clinicalStatus: status('resolved'), ...elements }))!;
    expect([(earlier.resource['clinicalStatus'] as any)?.coding[0].code, earlier.certainty]).toEqual([shown, expected]);
    expect(earlier.resource['abatementDateTime']).toBe((elements as any).abatementDateTime === '2024-02-01' ? '2024-02-01' : undefined);
  });

  test('a diagnosis that was refuted some time is shown as a suspicion, one entered in error stays what it is', () => {
    const of = (code: string, elements = {}) => (seen(condition({ recordedDate: '2023-01-01', verificationStatus: status(code), ...elements }))!.resource['verificationStatus'] as any).coding[0].code;
    expect([of('refuted'), of('refuted', { meta: { lastUpdated: '2023-05-01T00:00:00Z' } }), of('entered-in-error'), of('confirmed')]).toEqual(['unconfirmed', 'refuted', 'entered-in-error', 'confirmed']);
  });

  test.each([
    ['whose period ran on', { resourceType: 'MedicationStatement', status: 'completed', effectivePeriod: { start: '2024-01-01', end: '2024-06-01' } }, 'active', false],
    ['whose supply ran on', { resourceType: 'MedicationRequest', status: 'stopped', authoredOn: '2024-03-01', dispenseRequest: { expectedSupplyDuration: { value: 30, code: 'd' } } }, 'active', false],
    ['whose supply had run out', { resourceType: 'MedicationRequest', status: 'completed', authoredOn: '2024-01-01', dispenseRequest: { expectedSupplyDuration: { value: 30, code: 'd' } } }, 'completed', false],
    ['that ended nobody knows when', { resourceType: 'MedicationRequest', status: 'stopped', authoredOn: '2024-01-01' }, 'stopped', true],
    ['that ended and was not touched since before', { resourceType: 'MedicationRequest', status: 'stopped', authoredOn: '2024-01-01', meta: { lastUpdated: '2024-02-01T00:00:00Z' } }, 'stopped', false],
  ])('a drug %s', (_, resource, shown, isDoubtfulCare) => {
    const earlier = seen(resource as Resource)!;
    expect([earlier.resource['status'], earlier.isDoubtfulCare]).toEqual([shown, isDoubtfulCare]);
  });

  test('what ran over the day had no end yet', () => {
    expect(seen({ resourceType: 'Procedure', status: 'completed', performedPeriod: { start: '2024-03-01', end: '2024-05-01' } })!.resource).toMatchObject({ status: 'in-progress', performedPeriod: { start: '2024-03-01' } });
    expect(seen({ resourceType: 'Encounter', status: 'finished', period: { start: '2024-03-01', end: '2024-05-01' } })!.resource['period']).toEqual({ start: '2024-03-01' });
  });

  test('notes written later are gone, and death is no news yet', () => {
    expect(seen(condition({ recordedDate: '2023-01-01', note: [{ text: 'a', time: '2024-01-01' }, { text: 'b', time: '2024-06-01' }, { text: 'c' }] }))!.resource['note']).toEqual([{ text: 'a', time: '2024-01-01' }, { text: 'c' }]);
    expect([seen({ resourceType: 'Patient', deceasedBoolean: true })!.resource, seen({ resourceType: 'Patient', deceasedDateTime: '2024-06-01' })!.resource, seen({ resourceType: 'Patient', deceasedDateTime: '2024-01-01' })!.resource]).toEqual([{ resourceType: 'Patient' }, { resourceType: 'Patient' }, { resourceType: 'Patient', deceasedDateTime: '2024-01-01' }]);
  });
});

describe('what is doubtful', () => {
  test('care is shown without its dates, so that it proves no trial of anything, and makes its read short', () => {
    const earlier = seen({ resourceType: 'Procedure', id: 'p', status: 'completed', performedDateTime: '2024', code: { text: 'physiotherapy' } })!;
    expect(earlier).toEqual({ certainty: 'doubtful', isDoubtfulCare: true, resource: { resourceType: 'Procedure', id: 'p', status: 'completed', code: { text: 'physiotherapy' } } });
    const drug = seen({ resourceType: 'MedicationRequest', authoredOn: '2024-03', dosageInstruction: [{ route: { text: 'eye' }, timing: { repeat: {} } }] })!;
    expect([drug.resource['dosageInstruction'], drug.isDoubtfulCare]).toEqual([[{ route: { text: 'eye' } }], true]);
  });

  test('a problem keeps its partial date, a result loses it: no later one may outweigh an earlier one', () => {
    expect(seen(condition({ onsetDateTime: '2024-03' }))).toMatchObject({ resource: { onsetDateTime: '2024-03' }, isDoubtfulCare: false });
    expect(seen({ resourceType: 'Observation', effectiveDateTime: '2024' })!.resource).toEqual({ resourceType: 'Observation' });
  });

  test('what bears no date at all stays as it is, and makes nothing short', () => {
    expect(seen({ resourceType: 'Procedure', id: 'p' })).toEqual({ resource: { resourceType: 'Procedure', id: 'p' }, certainty: 'undated', isDoubtfulCare: false });
  });
});
