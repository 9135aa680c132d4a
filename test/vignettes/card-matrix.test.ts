/** The card matrix of the clinical rules, cell by cell: variant and certainty down, study across; routine priority unless stated. */
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import type { Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import { CARDS } from '../support/app.ts';
import { chartOf, type Vignette } from '../support/vignette.ts';

const topic = loadTopics(CARDS).find(({ id }) => id === 'low-back-pain')!;
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';

const problem = (code: string, text: string, more: Readonly<Record<string, unknown>> = {}): Resource => ({
  resourceType: 'Condition', code: { coding: [{ system: ICD, code }], text }, clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, recordedDate: '2026-06-10', ...more,
});
const pain = (since: string): Resource => problem('M54.50', 'Low back pain', { onsetDateTime: since, recordedDate: since });
const therapy = (day: string): Resource => ({ resourceType: 'Procedure', status: 'completed', code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '97110' }], text: 'Therapeutic exercise' }, performedDateTime: day });
const drug = (text: string, since: string): Resource => ({ resourceType: 'MedicationRequest', status: 'active', intent: 'order', medicationCodeableConcept: { text }, authoredOn: since });
const referral = (text: string): Resource => ({ resourceType: 'ServiceRequest', status: 'active', intent: 'order', code: { text }, authoredOn: '2026-06-14' });
const acute = pain('2026-06-06');
const treated = [pain('2026-04-06'), ...['2026-04-20', '2026-05-10', '2026-06-05'].map(therapy), drug('naproxen 500 MG Oral Tablet', '2026-04-20')];
const saddle = problem('R20.0', 'Saddle anesthesia', { onsetDateTime: '2026-06-13' });
const consult = referral('Neurosurgery consultation');

type Patient = { readonly chart: readonly Resource[]; readonly priority?: string; readonly birthDate?: string; readonly reads?: Vignette['reads'] };
const patients: Readonly<Record<string, Patient>> = {
  'V1': { chart: [acute] },
  'V1/V2': { chart: [problem('M54.50', 'Low back pain', { recordedDate: undefined })] },
  'V2, no care': { chart: [pain('2026-04-06')] },
  'V2, partly treated': { chart: [pain('2026-04-06'), drug('naproxen 500 MG Oral Tablet', '2026-05-26')] },
  'V1, a read failed': { chart: [acute], reads: { procedures: 'failed' } },
  'V3 definite': { chart: [...treated, referral('Spine surgery referral')] },
  'V3 probable': { chart: treated },
  'V3U definite': { chart: [acute, problem('M21.371', 'Foot drop, right foot', { onsetDateTime: '2026-06-13' })] },
  'V3U possible': { chart: [acute, problem('M21.371', 'Foot drop, right foot', { onsetDateTime: '2026-03-01', recordedDate: '2026-03-01' })] },
  'V3U definite, urgent': { chart: [acute, problem('M21.371', 'Foot drop, right foot', { onsetDateTime: '2026-06-13' })], priority: 'urgent' },
  'V4 definite': { chart: [acute, saddle] },
  'V4 possible': { chart: [acute, problem('M54.31', 'Sciatica, right', { onsetDateTime: '2026-06-12' }), problem('M54.32', 'Sciatica, left', { onsetDateTime: '2026-06-12' })] },
  'V4 definite, stat': { chart: [acute, saddle], priority: 'stat' },
  'V4 definite, stat, consult': { chart: [acute, saddle, consult], priority: 'stat' },
  'V5 definite': { chart: [acute, problem('M96.1', 'Postlaminectomy syndrome')] },
  'V5 possible': { chart: [acute, problem('Z98.1', 'Arthrodesis status')] },
  'V6 definite': { chart: [acute, problem('M81.0', 'Age-related osteoporosis')] },
  'V6 possible': { chart: [acute, drug('denosumab 60 MG/ML Prefilled Syringe', '2026-03-01')] },
  'V6 by age': { chart: [acute], birthDate: '1954-02-02' },
  'V7 definite': { chart: [acute, problem('C50.911', 'Breast cancer')] },
  'V7 probable': { chart: [acute, problem('N10', 'Pyelonephritis', { recordedDate: '2026-06-01' }), problem('Z90.81', 'Acquired absence of spleen')] },
  'V7 possible': { chart: [acute, problem('N10', 'Pyelonephritis', { recordedDate: '2026-06-01' })] },
  'V7 definite, urgent matter': { chart: [acute, problem('M46.46', 'Discitis, lumbar region')] },
};

const MATRIX = `
                            | XR | MR_WO | MR_WWO | MR_W | MR_UNK | CT_WO | CT_W | CT_WWO | CT_UNK | CT_MYELO | BONE | DISCO | PET
V1                          | W  | W     | W      | W    | W      | W     | W    | W      | W      | W        | W    | W     | W
V1/V2                       | W  | W     | W      | W    | W      | W     | W    | W      | W      | W        | W    | W     | W
V2, no care                 | W  | W     | W      | W    | W      | W     | W    | W      | W      | W        | W    | W     | W
V2, partly treated          | i  | i     | i      | i    | i      | i     | i    | i      | i      | i        | i    | i     | i
V1, a read failed           | i  | i     | i      | i    | i      | i     | i    | i      | i      | i        | i    | i     | i
V3 definite                 | i  | -     | i      | W    | -      | i     | W    | W      | i      | i        | i    | W     | W
V3 probable                 | i  | i     | i      | W    | i      | i     | W    | W      | i      | i        | i    | W     | W
V3U definite                | W  | W     | W      | W    | W      | W     | W    | W      | W      | W        | W    | W     | W
V3U possible                | i  | i     | i      | i    | i      | i     | i    | i      | i      | i        | i    | i     | i
V3U definite, urgent        | W  | -     | -      | W    | -      | W     | W    | W      | W      | W        | W    | W     | W
V4 definite                 | C  | C     | C      | C    | C      | C     | C    | C      | C      | C        | C    | C     | C
V4 possible                 | W  | W     | W      | W    | W      | W     | W    | W      | W      | W        | W    | W     | W
V4 definite, stat           | C  | i     | i      | C    | i      | C     | C    | C      | C      | C        | C    | C     | C
V4 definite, stat, consult  | C  | -     | -      | C    | -      | C     | C    | C      | C      | C        | C    | C     | C
V5 definite                 | -  | -     | -      | W    | -      | i     | W    | W      | i      | i        | W    | W     | W
V5 possible                 | i  | i     | i      | i    | i      | i     | i    | i      | i      | i        | i    | i     | i
V6 definite                 | -  | -     | i      | W    | -      | -     | W    | W      | -      | i        | W    | W     | W
V6 possible                 | i  | i     | i      | i    | i      | i     | i    | i      | i      | i        | i    | i     | i
V6 by age                   | -  | i     | i      | W    | i      | i     | W    | W      | i      | i        | W    | W     | W
V7 definite                 | i  | -     | -      | W    | -      | i     | i    | W      | i      | i        | W    | W     | W
V7 probable                 | i  | -     | -      | W    | -      | i     | i    | W      | i      | i        | W    | W     | W
V7 possible                 | i  | i     | i      | i    | i      | i     | i    | i      | i      | i        | i    | i     | i
V7 definite, urgent matter  | W  | W     | W      | W    | W      | W     | W    | W      | W      | W        | W    | W     | W
`;

const [header, ...rows] = MATRIX.trim().split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
const studies = header!.filter((cell) => cell !== '');
const LETTERS: Readonly<Record<string, string>> = { info: 'i', warning: 'W', critical: 'C' };

test('the matrix has a row for every patient here and a column for every study of the topic', () => {
  expect(rows.map(([name]) => name)).toEqual(Object.keys(patients));
  expect([...studies].sort()).toEqual(topic.studies.map(({ id }) => id).sort());
});

test.each(rows.map(([name, ...cells]) => [name!, cells] as const))('%s', (name, cells) => {
  const { chart, priority, birthDate = '1981-02-10', reads } = patients[name]!;
  const shown = studies.map((study) => {
    const vignette: Vignette = {
      id: name, title: name, today: '2026-06-15', patient: { gender: 'female', birthDate }, chart, ...(reads && { reads }),
      orders: [{ study, reason: { icd10: 'M54.50', text: 'Low back pain' }, ...(priority !== undefined && { priority }) }], expect: { scenario: name.split(/[ ,]/)[0]!, indicator: '' },
    };
    return LETTERS[decide(topic, chartOf(topic, vignette, 0))?.advice.indicator ?? ''] ?? '-';
  });
  expect(shown).toEqual(cells);
});
