/** The orders of one patient, each on its own day: what is judged, what is not, and what a doubt does to a decision. */
import { describe, expect, test } from '@jest/globals';
import { judgePatient, type Outcome } from '../../../src/cli/simulate/judge-patient.ts';
import type { PatientWork } from '../../../src/cli/simulate/patient-work.ts';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { CARDS } from '../../support/app.ts';

const topics = loadTopics(CARDS);
const ALL = [...new Set(topics.flatMap(({ reads }) => reads.map(({ resourceType }) => resourceType)))];
const subject = { reference: 'Patient/p1' };
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const icd = (code: string) => coded('http://hl7.org/fhir/sid/icd-10-cm', code);
const status = (code: string) => ({ coding: [{ code }] });
const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1980-01-01' };
const problem = (id: string, code: string, elements: object) => ({ resourceType: 'Condition', id, subject, clinicalStatus: status('active'), verificationStatus: status('confirmed'), code: icd(code), ...elements });
const pain = problem('pain', 'M54.50', { onsetDateTime: '2024-02-20', recordedDate: '2024-02-21' });
const metastasis = (elements: object) => problem('mets', 'C79.51', elements);
const order = (elements: object = {}) => ({ resourceType: 'ServiceRequest', id: 'o1', status: 'completed', intent: 'order', subject, code: coded('http://www.ama-assn.org/go/cpt', '72148'), reasonReference: [{ reference: 'Condition/pain' }], authoredOn: '2024-03-01T10:00:00Z', ...elements });
const therapy = (performed: object) => ({ resourceType: 'Procedure', id: 'pt', subject, status: 'completed', code: { coding: [{ system: 'http://snomed.info/sct', code: '91251008', display: 'Physical therapy procedure' }], text: 'Physical therapy' }, ...performed });

function judge(resources: readonly object[], work: Partial<PatientWork> = {}, zone = 'UTC'): Promise<readonly Outcome[]> {
  return judgePatient({ n: 1, patientId: 'p1', isKnown: true, resources: resources.map((resource) => ({ body: JSON.stringify(resource) })), shared: [], complete: ALL, failed: [], isPartial: false, isTooLarge: false, ...work }, topics, zone);
}
const one = async (resources: readonly object[], work: Partial<PatientWork> = {}, zone = 'UTC'): Promise<Outcome> => (await judge(resources, work, zone))[0]!;
const scenario = ({ decision }: Outcome) => decision?.scenario.id;
const flags = ({ decision }: Outcome) => decision!.findings.filter(({ leadsTo }) => leadsTo !== undefined).map(({ code }) => code);
const management = ({ decision }: Outcome) => decision!.findings.find(({ code }) => code === 'management')!.answer;
const gaps = ({ decision }: Outcome) => decision!.gaps.map(({ read, state, reason }) => [read, state, reason]);

describe('what was known', () => {
  test('a red flag of a later day is not seen, one of an earlier day is, and one without a day is too', async () => {
    expect(flags(await one([patient, pain, order(), metastasis({ recordedDate: '2024-03-02' })]))).toEqual([]);
    for (const dates of [{ recordedDate: '2024-02-29' }, { recordedDate: '2024-03-01' }, {}, { onsetDateTime: '2024' }, { recordedDate: '2024-02-01', abatementDateTime: '2024-06-01', clinicalStatus: status('resolved') }, { recordedDate: '2024-02-01', clinicalStatus: status('resolved') }]) {
      expect(flags(await one([patient, pain, order(), metastasis(dates)]))).toContain('spinalMetastasis');
    }
  });

  test('what was left out for its date is counted', async () => {
    expect((await one([patient, pain, order(), metastasis({ recordedDate: '2024-03-02' }), therapy({ performedDateTime: '2024-06-01' })])).uncertain).toEqual({ later: 2 });
  });

  test('a fever that was amended later is not taken back', async () => {
    const fever = { resourceType: 'Observation', id: 't', subject, status: 'amended', code: coded('http://loinc.org', '8310-5'), valueQuantity: { value: 39.5, system: 'http://unitsofmeasure.org', code: 'Cel' }, effectiveDateTime: '2024-02-29T10:00:00Z', issued: '2024-03-05T10:00:00Z' };
    const seen = await one([patient, pain, order(), fever]);
    expect([flags(seen).length, seen.uncertain]).toEqual([1, { doubtful: 1 }]);
    expect(flags(await one([patient, pain, order(), { ...fever, status: 'final' }]))).toEqual([]);
  });

  test('what came of the order was not there yet, whatever day it bears', async () => {
    const report = (basedOn: string) => ({ resourceType: 'DiagnosticReport', id: 'r', subject, status: 'final', code: { text: 'MRI' }, effectiveDateTime: '2024-03-01', conclusionCode: [icd('C79.51')], basedOn: [{ reference: basedOn }] });
    const copy = { ...order({ id: 'o9', intent: 'filler-order', authoredOn: '2024-03-01T09:00:00Z' }), basedOn: [{ reference: 'ServiceRequest/o1' }] };
    const flagsBeside = async (...resources: readonly object[]): Promise<boolean> => flags(await one([patient, pain, order(), ...resources])).includes('spinalMetastasis');
    expect([await flagsBeside(report('ServiceRequest/o1')), await flagsBeside(copy, report('ServiceRequest/o9')), await flagsBeside(report('ServiceRequest/o7'))]).toEqual([false, false, true]);
  });

  test('references by the full URL of a Bundle lead to the same', async () => {
    const at = (fullUrl: string, resource: object) => ({ fullUrl, body: JSON.stringify(resource) });
    const report = (basedOn: string) => at('urn:uuid:r', { resourceType: 'DiagnosticReport', id: 'r', subject, status: 'final', code: { text: 'MRI' }, effectiveDateTime: '2024-03-01', conclusionCode: [icd('C79.51')], basedOn: [{ reference: basedOn }] });
    const visit = (start: string) => at('urn:uuid:e', { resourceType: 'Encounter', id: 'e', subject, status: 'finished', class: { code: 'AMB' }, period: { start } });
    const flagsOf = async (id: string | undefined, ...others: readonly ReturnType<typeof at>[]): Promise<boolean> => flags(await one([], { resources: [at('urn:uuid:p', patient), at('urn:uuid:c', pain), at('urn:uuid:o', order({ id, authoredOn: '2024-03-01' })), ...others] })).includes('spinalMetastasis');
    const copy = at('urn:uuid:o9', { ...order({ id: 'o9', intent: 'filler-order', authoredOn: '2024-03-01' }), basedOn: [{ reference: 'urn:uuid:o' }] });
    expect([await flagsOf('o1', report('urn:uuid:o')), await flagsOf(undefined, report('urn:uuid:o')), await flagsOf('o1', copy, report('urn:uuid:o9')), await flagsOf('o1', report('urn:uuid:o7'))]).toEqual([false, false, false, true]);
    const broughtUp = at('urn:uuid:m', metastasis({ encounter: { reference: 'urn:uuid:e' }, onsetDateTime: '2024-02-01' }));
    expect([await flagsOf('o1', broughtUp, visit('2024-05-01')), await flagsOf('o1', broughtUp, visit('2024-02-25'))]).toEqual([false, true]);
    const outcomes = await judge([], { resources: [at('urn:uuid:p', patient), at('urn:uuid:o', order()), copy] });
    expect(outcomes.map(({ notJudged }) => notJudged?.reason)).toEqual([undefined, 'copy']);
  });

  test('each order sees its own day', async () => {
    const [first, second] = await judge([patient, pain, metastasis({ recordedDate: '2024-04-01' }), order(), order({ id: 'o2', authoredOn: '2024-05-01' })]);
    expect([first!.decision!.asOf, flags(first!), second!.decision!.asOf, flags(second!).includes('spinalMetastasis')]).toEqual(['2024-03-01', [], '2024-05-01', true]);
  });

  test('the zone of the service decides which side of midnight a day without a clock is on', async () => {
    // 2024-03-02 in UTC is still 1 March in New York: what is recorded on 2 March there came after.
    const evening = order({ authoredOn: '2024-03-02T02:00:00Z' });
    expect(flags(await one([patient, pain, evening, metastasis({ recordedDate: '2024-03-02' })], {}, 'America/New_York'))).toContain('spinalMetastasis');
    expect((await one([patient, pain, evening, metastasis({ recordedDate: '2024-03-01' })], {}, 'America/New_York')).uncertain).toEqual({ 'same-day': 1 });
    expect((await one([patient, pain, evening, metastasis({ recordedDate: '2024-03-01' })], {}, 'UTC')).uncertain).toBeUndefined();
  });

  test('a trial of care counts from its day, and one that may be later proves nothing and makes its read short', async () => {
    const old = { ...pain, onsetDateTime: '2023-12-01', recordedDate: '2023-12-02' };
    expect(management(await one([patient, old, order(), therapy({ performedPeriod: { start: '2024-01-05', end: '2024-02-25' } })]))).not.toBe('none');
    expect(management(await one([patient, old, order(), therapy({ performedDateTime: '2024-06-01' })]))).toBe('none');
    for (const performed of [{ performedDateTime: '2024' }, { performedString: '2024-01-05' }, { performedPeriod: { end: '2024-02-25' } }]) {
      const doubtful = await one([patient, old, order(), therapy(performed)]);
      expect([management(doubtful), gaps(doubtful), doubtful.uncertain]).toEqual(['unknown', [['procedures', 'incomplete', '0 of 1 were sent']], { doubtful: 1 }]);
    }
  });

  test('a drug whose Medication was not read, or that ended nobody knows when, makes its read short', async () => {
    const drug = { resourceType: 'MedicationRequest', id: 'm', subject, status: 'active', intent: 'order', authoredOn: '2024-02-01', medicationReference: { reference: 'Medication/x' } };
    const medication = { body: JSON.stringify({ resourceType: 'Medication', id: 'x', code: { text: 'ibuprofen 400 mg' } }) };
    expect(gaps(await one([patient, pain, order(), drug]))).toEqual([['medications', 'incomplete', '0 of 1 were sent']]);
    expect(gaps(await one([patient, pain, order(), drug], { shared: [medication] }))).toEqual([]);
    expect(gaps(await one([patient, pain, order(), { ...drug, status: 'stopped' }], { shared: [medication] }))).toEqual([['medications', 'incomplete', '0 of 1 were sent']]);
  });

  test('of two versions the later by instant counts; where that cannot be told, both', async () => {
    const version = (lastUpdated: string | undefined, code: string) => problem('x', code, { recordedDate: '2024-01-01', ...(lastUpdated !== undefined && { meta: { lastUpdated } }) });
    // Written later, and earlier by the clock.
    const [early, late] = ['2024-02-01T23:30:00+02:00', '2024-02-01T22:30:00Z'];
    expect(flags(await one([patient, pain, order(), version(early, 'C79.51'), version(late, 'I10')]))).toEqual([]);
    expect(flags(await one([patient, pain, order(), version(late, 'C79.51'), version(early, 'I10')]))).toContain('spinalMetastasis');
    for (const [one_, other] of [[undefined, late], [undefined, undefined], [late, '2024-02-01T22:30:00.000Z']]) expect(flags(await one([patient, pain, order(), version(one_, 'C79.51'), version(other, 'I10')]))).toContain('spinalMetastasis');
  });
});

describe('versions', () => {
  const flag = (lastUpdated: string, elements: object = {}) => problem('x', 'C79.51', { recordedDate: '2024-02-01', meta: { lastUpdated }, ...elements });
  const mistake = { verificationStatus: status('entered-in-error') };
  const hasFlag = async (...resources: readonly object[]): Promise<boolean> => flags(await one([patient, pain, ...resources])).includes('spinalMetastasis');

  test('of two that cannot be told apart neither hides the other, in whichever order, also without an id', async () => {
    const [stands, void_] = [metastasis({ recordedDate: '2024-02-01' }), metastasis({ recordedDate: '2024-02-01', ...mistake })];
    for (const id of ['mets', undefined]) for (const both of [[stands, void_], [void_, stands]]) expect(await hasFlag(order(), ...both.map((each) => ({ ...each, id })))).toBe(true);
  });

  test('the one that was there counts, not what it became; else the first', async () => {
    expect(await hasFlag(order(), flag('2024-02-01T09:00:00Z'), flag('2024-07-26T09:00:00Z', mistake))).toBe(true);
    expect(await hasFlag(order(), flag('2024-02-01T09:00:00Z'), flag('2024-02-26T09:00:00Z', mistake), flag('2024-07-26T09:00:00Z'))).toBe(false);
    expect(await hasFlag(order(), flag('2024-06-01T09:00:00Z', mistake), flag('2024-04-01T09:00:00Z'))).toBe(true);
    expect(await hasFlag(order({ authoredOn: '2024-08-01' }), flag('2024-02-01T09:00:00Z'), flag('2024-07-26T09:00:00Z', mistake))).toBe(false);
  });

  test('what two Bundles call by one id may be two things: neither hides the other', async () => {
    const inBundles = [flag('2024-02-01T09:00:00Z'), flag('2024-02-03T09:00:00Z', { code: icd('E11.9') })].map((resource) => ({ body: JSON.stringify(resource), isInBundle: true }));
    expect(flags(await one([], { resources: [...[patient, pain, order()].map((resource) => ({ body: JSON.stringify(resource) })), ...inBundles] }))).toContain('spinalMetastasis');
  });

  test('where no clock tells which was there, both are', async () => {
    expect(await hasFlag(order({ authoredOn: '2024-03-01' }), flag('2024-02-01T09:00:00Z'), flag('2024-03-01T09:00:00Z', mistake))).toBe(true);
    expect(await hasFlag(order({ authoredOn: '2024-03-01' }), flag('2024-02-01T09:00:00Z', mistake), flag('2024-03-01T09:00:00Z'))).toBe(true);
  });

  test('an order that was drafted before and a mistake later was placed all the same, once', async () => {
    const version = (now: string, lastUpdated: string, elements: object = {}) => order({ status: now, meta: { lastUpdated }, ...elements });
    const reasons = async (...versions: readonly object[]) => (await judge([patient, pain, ...versions])).map(({ notJudged }) => notJudged?.reason);
    const [draft, active, withdrawn] = [version('draft', '2024-03-01T09:00:00Z'), version('active', '2024-03-01T10:00:05Z'), version('entered-in-error', '2024-03-09T10:00:00Z', { authoredOn: undefined })];
    expect([await reasons(active, withdrawn), await reasons(draft, active), await reasons(withdrawn, active, draft), await reasons(draft, withdrawn), await reasons(active, { ...active, meta: {} })]).toEqual([[undefined], [undefined], [undefined], ['entered-in-error'], [undefined, 'same-id']]);
    expect((await one([patient, pain, version('active', '2024-03-01T10:00:00Z', { note: [{ text: 'a' }] }), version('completed', '2024-03-09T10:00:00Z', { code: coded('http://www.ama-assn.org/go/cpt', '72158') })])).decision!.study.id).toBe('MR_WO');
  });
});

describe('what was read', () => {
  test('a type that fell short is named as a call names a failed read, and one nobody gave as one that was not sent', async () => {
    const failed = await one([patient, pain, order()], { complete: ['Patient', 'Condition', 'ServiceRequest'], failed: ['Observation'] });
    expect(gaps(failed)).toEqual([['observations', 'failed', 'the client could not read it'], ['procedures', 'absent', 'not sent by the client'], ['medications', 'absent', 'not sent by the client'], ['encounters', 'absent', 'not sent by the client']]);
    const short = await one([patient, pain, order()], { complete: ALL.filter((type) => type !== 'Condition'), failed: ['Condition'] });
    expect([gaps(short), short.unrated]).toEqual([[['conditions', 'incomplete', 'an error is reported in this search']], 'unreadable']);
  });

  test('a Bundle that is not whole makes everything in it short', async () => {
    const partial = await one([patient, pain, order()], { complete: [], isPartial: true });
    expect(gaps(partial)[0]).toEqual(['patient', 'incomplete', 'only the first page was sent']);
    expect(partial.unrated).toBe('unreadable');
  });
});

describe('which orders', () => {
  test.each<[string, object, string]>([
    ['entered in error', { status: 'entered-in-error' }, 'entered-in-error'], ['a draft', { status: 'draft' }, 'draft'], ['a proposal', { intent: 'proposal' }, 'proposal'], ['a plan', { intent: 'plan' }, 'proposal'],
    ['not to be done', { doNotPerform: true }, 'do-not-perform'], ['a copy of the radiology system', { intent: 'filler-order', basedOn: [{ reference: 'ServiceRequest/o0' }] }, 'copy'],
    ['without a date', { authoredOn: undefined }, 'no-date'], ['with a month for a date', { authoredOn: '2024-03' }, 'no-date'],
  ])('one that is %s is named, not judged', async (_, elements, reason) => {
    expect(await one([patient, pain, order(elements)])).toMatchObject({ order: 'ServiceRequest/o1', patient: 'Patient/p1', notJudged: { reason } });
  });

  test.each(['active', 'on-hold', 'revoked', 'completed', 'unknown', undefined])('one that is %s now is judged as the draft it was', async (now) => {
    expect(scenario(await one([patient, pain, order({ status: now })]))).toBe('V1');
  });

  test('one without the day it was written on is judged on the day it was for', async () => {
    expect((await one([patient, pain, order({ authoredOn: undefined, occurrencePeriod: { start: '2024-03-05' } })])).decision!.asOf).toBe('2024-03-05');
    expect((await one([patient, pain, order({ authoredOn: '2024-03', occurrenceDateTime: '2024-03-06' })])).decision!.asOf).toBe('2024-03-06');
    expect(await one([patient, pain, order({ authoredOn: '2024-03', occurrenceDateTime: '2024' })])).toMatchObject({ writtenOn: '2024-03', notJudged: { reason: 'no-date' } });
  });

  test('others are not looked at, and the second of one id is named', async () => {
    const outcomes = await judge([patient, pain, order(), order({ note: [{ text: 'x' }] }), order({ id: 'o2', code: { text: 'CBC' } })]);
    expect(outcomes.map((each) => [each.order, each.notJudged?.reason])).toEqual([['ServiceRequest/o1', undefined], ['ServiceRequest/o1', 'same-id']]);
  });

  test('one of an unknown patient, of another patient and with too large a chart is named', async () => {
    const reasons = await Promise.all([one([pain, order()], { isKnown: false }), one([patient, pain, order({ subject: { reference: 'Patient/p2' } })]), one([order()], { isTooLarge: true })]);
    expect(reasons.map(({ notJudged }) => notJudged?.reason)).toEqual(['unknown-patient', 'other-patient', 'too-large']);
  });
});
