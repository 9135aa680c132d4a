/** What a card says of radiation: the ordered study's dose against what people know, and what of earlier studies is recorded; never a sum, never "none" of what was not read. */
import { describe, expect, test } from '@jest/globals';
import type { ReadState, Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import type { Judged } from '../../src/response/judged.ts';
import { writeResponse } from '../../src/response/write-response.ts';
import { CARDS } from '../support/app.ts';
import { optionsFor } from '../support/judged-order.ts';
import { chartOf, type Vignette } from '../support/vignette.ts';

const topic = loadTopics(CARDS).find(({ id }) => id === 'low-back-pain')!;
const CPT = 'http://www.ama-assn.org/go/cpt';

const pain: Resource = {
  resourceType: 'Condition', code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M54.50' }], text: 'Low back pain' },
  clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, onsetDateTime: '2026-06-06', recordedDate: '2026-06-06',
};
const report = (code: string, day?: string, changes: Readonly<Record<string, unknown>> = {}): Resource => ({ resourceType: 'DiagnosticReport', status: 'final', code: { coding: [{ system: CPT, code }] }, ...(day !== undefined && { effectiveDateTime: day }), ...changes });
const series = (code: string, day: string): Resource => ({ resourceType: 'ImagingStudy', status: 'available', procedureCode: [{ coding: [{ system: CPT, code }] }], started: day });
const [XR, CT, MRI, WIDE_XR] = ['72100', '72131', '72148', '72080'];

function judgedFor(study: string, chart: readonly Resource[] = [], reads: Readonly<Record<string, ReadState>> = {}, inTopic = topic): Judged {
  const vignette: Vignette = {
    id: 'radiation', title: 'radiation', today: '2026-06-15', patient: { gender: 'female', birthDate: '1981-02-10' }, chart: [pain, ...chart], reads,
    orders: [{ study, reason: { icd10: 'M54.50', text: 'Low back pain' } }], expect: { scenario: 'V1', indicator: 'warning' },
  };
  return { topic: inTopic, chart: chartOf(inTopic, vignette, 0), decision: decide(inTopic, chartOf(inTopic, vignette, 0))! };
}

/** The lines about radiation on the first card, whichever bullet their list has. */
function lines(...about: Parameters<typeof judgedFor>): readonly string[] {
  return writeResponse([judgedFor(...about)], optionsFor()).cards[0]!.detail!.split('\n').filter((line) => /radia|no radiation/i.test(line)).map((line) => line.replace(/^\* /, '- '));
}

const ofXr = '- Radiation of the study: about 1.3–1.5 mSv, about six months of natural background radiation or 65 to 75 chest films (ACR ☢☢☢, 1–10 mSv)';
const earlier = (words: string): string => `- Earlier studies of this region with radiation: ${words}`;

describe('the ordered study', () => {
  test.each([
    ['XR', 'about 1.3–1.5 mSv, about six months of natural background radiation or 65 to 75 chest films (ACR ☢☢☢, 1–10 mSv)'],
    ['CT_WO', 'about 6 mSv, about two years of natural background radiation or 300 chest films (ACR ☢☢☢, 1–10 mSv)'],
    ['BONE', 'about 4 mSv, about 16 months of natural background radiation or 200 chest films (ACR ☢☢☢, 1–10 mSv)'],
    ['PET', 'about 10–30 mSv (ACR ☢☢☢☢, 10–30 mSv)'],
  ])('%s', (study, words) => {
    expect(lines(study)[0]).toBe(`- Radiation of the study: ${words}`);
  });

  test('one wider than its row: no usual dose, for the larger field takes more', () => {
    expect(lines('XR')[0]).toBe(ofXr);
    const { chart } = judgedFor('XR');
    const wide = { ...chart, order: { ...chart.order, code: { coding: [{ system: CPT, code: WIDE_XR! }] } } };
    const decision = decide(topic, wide)!;
    expect(decision.study).toMatchObject({ id: 'XR', isApproximate: true });
    expect(writeResponse([{ topic, chart: wide, decision }], optionsFor()).cards[0]!.detail).not.toContain('mSv');
  });

  test('two studies on one card: no usual dose, for it would be that of one', () => {
    const both = writeResponse([judgedFor('CT_WO'), judgedFor('CT_W')], optionsFor()).cards.map(({ detail }) => detail!);
    expect(both[0]).toContain('CT lumbar spine without IV contrast and CT lumbar spine with IV contrast');
    expect(both[0]).not.toContain('about 6 mSv');
  });

  test('an MRI: not a word about radiation, whatever was done before', () => {
    expect(lines('MR_WO', [report(CT!, '2025-03-01')])).toEqual([]);
    expect(lines('MR_UNK')).toEqual([]);
  });

  test('where an MRI is the better study, the card says that it has none', () => {
    const cancer: Resource = { ...pain, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'C50.911' }], text: 'Breast cancer' } };
    expect(lines('CT_WO', [cancer])).toContain('- MRI lumbar spine without and with IV contrast: no radiation');
    const osteoporosis: Resource = { ...pain, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }], text: 'Osteoporosis' } };
    expect(lines('CT_W', [osteoporosis]).filter((line) => line.includes('no radiation'))).toEqual([]);
  });
});

describe('earlier studies', () => {
  test('none, and all was read', () => {
    expect(lines('XR')).toEqual([ofXr, earlier('none recorded in procedures, earlier imaging, reports')]);
  });

  test('one', () => {
    expect(lines('XR', [report(CT!, '2025-03-01')])).toEqual([ofXr, earlier('1 recorded: CT lumbar spine without IV contrast, 2025-03-01')]);
  });

  test('several: the newest first, the same study of the same day once, those without a date last, and no sum', () => {
    const chart = [report(XR!, '2019-05'), report(CT!, '2025-03-01'), series(CT!, '2025-03-01T08:15:00Z'), report(XR!), report(XR!, '2026-01-10')];
    expect(lines('XR', chart)[1]).toBe(earlier('4 recorded: Radiography lumbar spine, 2026-01-10; CT lumbar spine without IV contrast, 2025-03-01; Radiography lumbar spine, 2019-05; 1 more'));
    expect(lines('XR', [report(XR!)])[1]).toBe(earlier('1 recorded: Radiography lumbar spine, date not known'));
    expect(lines('XR', chart).join()).not.toMatch(/about [\d.]+ mSv from|in all|total/);
  });

  test('two of one type and day are two, told by images and reports they stay two; without a date nothing is merged', () => {
    const two = [report(CT!, '2025-03-01', { id: 'r1' }), report(CT!, '2025-03-01', { id: 'r2' })];
    const day = 'CT lumbar spine without IV contrast, 2025-03-01';
    expect(lines('XR', two)[1]).toBe(earlier(`2 recorded: ${day}; ${day}`));
    expect(lines('XR', [series(CT!, '2025-03-01T08:15:00Z'), ...two])[1]).toBe(earlier(`2 recorded: ${day}; ${day}`));
    expect(lines('XR', [report(XR!, undefined, { id: 'r1' }), report(XR!, undefined, { id: 'r2' })])[1]).toBe(earlier('2 recorded: Radiography lumbar spine, date not known; Radiography lumbar spine, date not known'));
  });

  test.each<[string, Resource]>([
    ['an MRI', report(MRI!, '2025-03-01')], ['a CT of tomorrow', report(CT!, '2026-06-16')], ['one that was cancelled', report(CT!, '2025-03-01', { status: 'cancelled' })], ['one entered in error', report(CT!, '2025-03-01', { status: 'entered-in-error' })],
    ['one of the head', { ...report(CT!, '2025-03-01'), code: { text: 'CT head without contrast' } }],
  ])('%s does not count', (_, resource) => {
    expect(lines('XR', [resource])[1]).toMatch(/none recorded in/);
  });
});

describe('what could not be read', () => {
  test('is named, and "none" is said only of the rest', () => {
    expect(lines('XR', [], { imagingStudies: 'failed', diagnosticReports: 'absent' })[1]).toBe(earlier('none recorded in procedures; not read: earlier imaging, reports'));
  });

  test('is named beside what was found', () => {
    expect(lines('XR', [report(CT!, '2025-03-01')], { imagingStudies: 'incomplete' })[1]).toBe(earlier('1 recorded: CT lumbar spine without IV contrast, 2025-03-01; not read: earlier imaging'));
  });

  test('all of it: nothing is said of what there is', () => {
    expect(lines('XR', [], { imagingStudies: 'failed', diagnosticReports: 'failed', procedures: 'failed' })[1]).toBe(earlier('not read: procedures, earlier imaging, reports'));
  });
});

test('in Spanish, with dates and plurals of the language', () => {
  const spanish = topic.translations.get('es')!;
  expect(lines('XR', [report(CT!, '2025-03-01'), report(XR!, '2019-05')], { diagnosticReports: 'incomplete' }, spanish)).toEqual([
    '- Radiación de la prueba: cerca de 1,3–1,5 mSv, cerca de seis meses de radiación natural de fondo o de 65 a 75 radiografías de tórax (ACR ☢☢☢, 1–10 mSv)',
    '- Pruebas anteriores de esta región con radiación: 2 registradas: TC de columna lumbar sin contraste IV, 1 de marzo de 2025; Radiografía de columna lumbar, mayo de 2019; no leído: informes',
  ]);
});
