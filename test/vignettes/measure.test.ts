/** The quality measure: every exclusion by a vignette, every limit on the day before, the day and the day after, and no say in any advice. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import type { Decision, MeasureResult } from '../../src/decision/decision.ts';
import { recallFacts } from '../../src/decision/recall-facts.ts';
import type { Topic } from '../../src/decision/topic.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { writeResponse } from '../../src/response/write-response.ts';
import { CARDS } from '../support/app.ts';
import { optionsFor } from '../support/judged-order.ts';
import { chartOf, readVignettes, type Vignette } from '../support/vignette.ts';

const topic = loadTopics(CARDS).find(({ id }) => id === 'low-back-pain')!;
const measure = topic.measures[0]!;
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';

const problem = (code: string, recordedDate: string, more: Readonly<Record<string, unknown>> = {}): Resource => ({
  resourceType: 'Condition', code: { coding: [{ system: ICD, code }] }, clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, recordedDate, ...more,
});
const over = (code: string, day: string): Resource => problem(code, day, { clinicalStatus: { coding: [{ code: 'resolved' }] }, abatementDateTime: day });
const steroid = (from: string, days: number): Resource => ({
  resourceType: 'MedicationDispense', status: 'completed', medicationCodeableConcept: { text: 'prednisone 10 MG Oral Tablet' }, whenHandedOver: from, daysSupply: { value: days, code: 'd' },
});
/** So many days before or after the start of the episode, 2026-06-05. */
const day = (days: number): string => new Date(Date.UTC(2026, 5, 5 + days)).toISOString().slice(0, 10);
const START = day(0);

interface Patient { readonly chart: readonly Resource[]; readonly today?: string; readonly birthDate?: string; readonly reason?: { readonly text: string } | { readonly problem: string }; readonly reads?: Vignette['reads'] }

function patient({ chart, today = day(10), birthDate = '1981-02-10', reason, reads }: Patient): Vignette {
  return {
    id: 'M', title: 'M', today, patient: { gender: 'female', birthDate }, chart, ...(reads && { reads }),
    orders: [{ study: 'MR_WO', reason: reason ?? { icd10: 'M54.50', text: 'Low back pain' } }], expect: { scenario: '', indicator: '' },
  };
}

function measured(given: Patient): MeasureResult {
  return decide(topic, chartOf(topic, patient(given), 0))!.measures[0]!;
}

/** The status, and what stands behind it. */
function answer(given: Patient): string {
  const { status, outsideBy, excludedBy, unknown } = measured(given);
  return [status, ...outsideBy, ...excludedBy, ...unknown].join(' ');
}

const pain = problem('M54.50', START);

describe('coverage by vignettes', () => {
  const expected = vignettes.flatMap(({ expect: { measure: each } }) => (each === undefined ? [] : [each]));

  test('each exclusion leaves somebody out', () => {
    const stated = new Set(expected.flatMap(({ excludedBy }) => excludedBy ?? []));
    expect(measure.exclusions.map(({ id }) => id).filter((id) => !stated.has(id))).toEqual([]);
  });

  test('each status and each way to be outside is stated by one', () => {
    expect([...new Set(expected.map(({ status }) => status))].sort()).toEqual(['eligible', 'excluded', 'outside', 'unknown']);
    expect([...new Set(expected.flatMap(({ outsideBy }) => outsideBy ?? []))].sort()).toEqual(['age', 'diagnosis', 'newEpisode', 'window']);
  });

  test('each fact of the measure is seen', () => {
    const stated = vignettes.filter(({ expect: { measure: each } }) => each !== undefined);
    const seen = new Set(stated.flatMap((vignette) => [...recallFacts(measure.sought, chartOf(topic, vignette, 0)).sightings].flatMap(([name, sightings]) => (sightings.length > 0 ? [name] : []))));
    expect(measure.sought.facts.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe('limits', () => {
  test.each([[27, 'eligible'], [28, 'eligible'], [29, 'outside window']])('a study %i days after the first diagnosis: %s', (days, expected) => {
    expect(answer({ chart: [pain], today: day(days) })).toBe(expected);
  });

  test('the window is named to its last day', () => {
    expect(measured({ chart: [pain] })).toMatchObject({ start: '2026-06-05', until: '2026-07-03', isWithinWindow: true });
  });

  // 180 days before 2026-06-05 is 2025-12-07.
  test.each([['2025-12-08', 'outside newEpisode'], ['2025-12-07', 'outside newEpisode'], ['2025-12-06', 'eligible']])('an earlier diagnosis on %s: %s', (earlier, expected) => {
    expect(answer({ chart: [pain, over('M54.50', earlier)] })).toBe(expected);
  });

  test.each([
    ['F13.20', 'drug-use'], ['R26.2', 'neurologic-impairment'], ['M46.46', 'spinal-infection'],
  ])('%s ended 364, 365 and 366 days before the start', (code, id) => {
    expect([364, 365, 366].map((days) => answer({ chart: [pain, over(code, day(-days))] }))).toEqual([`excluded ${id}`, `excluded ${id}`, 'eligible']);
  });

  test.each([['S20.212A', 'trauma'], ['M84.48XA', 'fragility-fracture']])('%s recorded 89, 90 and 91 days before the start, going on or not', (code, id) => {
    expect([89, 90, 91].map((days) => answer({ chart: [pain, over(code, day(-days))] }))).toEqual([`excluded ${id}`, `excluded ${id}`, 'eligible']);
    expect([89, 90, 91].map((days) => answer({ chart: [pain, problem(code, day(-days))] }))).toEqual([`excluded ${id}`, `excluded ${id}`, 'eligible']);
  });

  test('what happens after the start leaves out too', () => {
    expect(answer({ chart: [pain, problem('S20.212A', day(9))] })).toBe('excluded trauma');
  });

  test('steroids for 89, 90 and 91 days in a row', () => {
    expect([89, 90, 91].map((days) => answer({ chart: [pain, steroid(day(-200), days)] }))).toEqual(['eligible', 'excluded steroids', 'excluded steroids']);
  });

  test('steroids with a day between two courses are not in a row', () => {
    expect(answer({ chart: [pain, steroid(day(-200), 45), steroid(day(-155), 45)] })).toBe('excluded steroids');
    expect(answer({ chart: [pain, steroid(day(-200), 45), steroid(day(-154), 45)] })).toBe('eligible');
  });

  test('of ninety days of steroids that began 364, 365 and 366 days before the start, those of the year count', () => {
    expect([364, 365, 366].map((days) => answer({ chart: [pain, steroid(day(-days), 90)] }))).toEqual(['excluded steroids', 'excluded steroids', 'eligible']);
  });

  test('steroids after the start do not count', () => {
    expect(answer({ chart: [pain, steroid(day(-85), 120)], today: day(28) })).toBe('eligible');
    expect(answer({ chart: [pain, steroid(day(-89), 120)], today: day(28) })).toBe('excluded steroids');
  });

  test.each([
    ['2007-12-31', 'eligible'], ['2008-01-01', 'eligible'], ['2008-01-02', 'outside age'], ['1951-01-01', 'eligible'], ['1950-12-31', 'outside age'], ['1950-12-30', 'outside age'],
  ])('born on %s: %s', (birthDate, expected) => {
    expect(answer({ chart: [pain], birthDate })).toBe(expected);
  });

  test.each([
    // The year opens: what was recorded on 31 December is no diagnosis of this year, and the reason of this order is one of today.
    ['2026-01-01', '2026-01-10', 'eligible'], ['2026-01-02', '2026-01-10', 'eligible'], ['2025-12-31', '2026-01-10', 'outside newEpisode'],
    ['2026-12-02', '2026-12-03', 'eligible'], ['2026-12-03', '2026-12-31', 'eligible'], ['2026-12-04', '2026-12-10', 'outside diagnosis'],
  ])('first diagnosed on %s, a study on %s: %s', (first, today, expected) => {
    expect(answer({ chart: [problem('M54.50', first)], today })).toBe(expected);
  });

  test('hospice care counts since 1 January', () => {
    const visit = (date: string): Resource => ({ resourceType: 'Procedure', status: 'completed', code: { coding: [{ system: 'http://snomed.info/sct', code: '103735009' }] }, performedDateTime: date });
    expect(['2026-01-02', '2026-01-01', '2025-12-31'].map((date) => answer({ chart: [pain, visit(date)] }))).toEqual(['excluded palliative-care', 'excluded palliative-care', 'eligible']);
  });
});

describe('what is not known', () => {
  test.each<readonly [string, Patient, string]>([
    ['a birth year in which some are of age', { chart: [pain], birthDate: '2008' }, 'unknown age'],
    ['a birth year in which all are too old', { chart: [pain], birthDate: '1950' }, 'outside age'],
    ['a first diagnosis some time in June', { chart: [problem('M54.50', '2026-06')] }, 'unknown newEpisode'],
    ['an earlier diagnosis some time in 2025', { chart: [pain, over('M54.50', '2025')] }, 'unknown newEpisode'],
    ['an earlier diagnosis some time in 2024', { chart: [pain, over('M54.50', '2024')] }, 'eligible'],
    ['an earlier diagnosis without any date', { chart: [pain, problem('M54.50', '', { clinicalStatus: undefined })] }, 'unknown newEpisode window'],
    ['an injury some time in March', { chart: [pain, over('S20.212A', '2026-03')] }, 'unknown trauma'],
    ['an injury without a date', { chart: [pain, problem('S20.212A', '')] }, 'unknown trauma'],
    ['drug use two years ago, and nobody says whether it goes on', { chart: [pain, problem('F13.20', '2024-01-01', { clinicalStatus: undefined })] }, 'unknown drug-use'],
    ['drug use two years ago that goes on', { chart: [pain, problem('F13.20', '2024-01-01')] }, 'excluded drug-use'],
    ['cancer without a date', { chart: [pain, problem('C44.91', '')] }, 'excluded cancer'],
    ['medications not read', { chart: [pain], reads: { medications: 'failed' } }, 'unknown osteoporosis steroids'],
    ['the problem list not read, and the window over by what is there', { chart: [pain], today: day(29), reads: { conditions: 'incomplete' } }, 'outside window'],
    ['the problem list not read, and cancer in what is there', { chart: [pain, problem('C44.91', '2019-01-01')], reads: { conditions: 'incomplete' } }, 'unknown newEpisode window'],
    ['a diagnosis that was refuted', { chart: [problem('M54.50', START, { verificationStatus: { coding: [{ code: 'refuted' }] } })], reason: { text: 'Low back pain' } }, 'outside diagnosis'],
    ['a diagnosis that is only suspected', { chart: [problem('M54.50', START, { verificationStatus: { coding: [{ code: 'provisional' }] } })], reason: { text: 'Low back pain' } }, 'outside diagnosis'],
    ['a suspected diagnosis that this order gives as its reason', { chart: [problem('M54.50', START, { id: 'c1', verificationStatus: { coding: [{ code: 'provisional' }] } })], reason: { problem: 'c1' } }, 'outside diagnosis'],
    ['a problem of last year, over, that this order gives as its reason', { chart: [{ ...over('M54.50', '2025-11-01'), id: 'c1' }], reason: { problem: 'c1' } }, 'eligible'],
  ])('%s', (_, given, expected) => {
    expect(answer(given)).toBe(expected);
  });
});

describe('the measure has no say', () => {
  const bare = (decision: Decision | undefined): unknown => decision && { ...decision, measures: [] };
  let folder: string;
  let without: Topic;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'backstop-cards-'));
    cpSync(CARDS, folder, { recursive: true });
    rmSync(join(folder, topic.id, 'measures'), { recursive: true });
    for (const name of readdirSync(join(folder, topic.id, 'value-sets')).filter((each) => each.startsWith('measure-'))) rmSync(join(folder, topic.id, 'value-sets', name));
    without = loadTopics(folder)[0]!;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('without its file and its codes every vignette is decided alike', () => {
    expect(without.measures).toEqual([]);
    const differ = vignettes.filter((vignette) => vignette.orders.some((_, index) =>
      JSON.stringify(bare(decide(topic, chartOf(topic, vignette, index)))) !== JSON.stringify(bare(decide(without, chartOf(without, vignette, index))))));
    expect(differ.map(({ id }) => id)).toEqual([]);
  });

  test('words beside a code that the measure alone knows are read as before', () => {
    const reason = { coding: [{ system: ICD, code: 'Z51.5', display: 'Cauda equina syndrome' }] };
    const [order] = patient({ chart: [pain] }).orders;
    const vignette: Vignette = { ...patient({ chart: [pain] }), orders: [{ ...order, resource: { ...chartOf(topic, patient({ chart: [pain] }), 0).order, reasonCode: [reason] } }] };
    const decisions = [topic, without].map((each) => decide(each, chartOf(each, vignette, 0))!);
    expect(decisions.map(({ scenario }) => scenario.id)).toEqual(['V4', 'V4']);
    expect(bare(decisions[0])).toEqual(bare(decisions[1]));
  });

  test('a card that defers names the last day of the window, in its detail and only where the measure counts the decision', () => {
    const cardsOf = (of: Topic, vignette: Vignette) => {
      const chart = chartOf(of, vignette, 0);
      return writeResponse([{ topic: of, chart, decision: decide(of, chart)! }], optionsFor()).cards;
    };
    const lineOf = (vignette: Vignette): string | undefined => cardsOf(topic, vignette).map(({ detail }) => /^- Quality measure.*$/m.exec(detail ?? '')?.[0]).find((line) => line !== undefined);
    const ofMeasure = vignettes.filter(({ expect: { measure: each } }) => each !== undefined);
    expect(Object.fromEntries(ofMeasure.flatMap((vignette) => [lineOf(vignette)].flatMap((line) => (line === undefined ? [] : [[vignette.id, line]]))))).toEqual({
      M01: '- Quality measure (HEDIS): inside its 28-day window until 2026-07-03', M03: '- Quality measure (HEDIS): inside its 28-day window until 2026-07-03', M16: '- Quality measure (HEDIS): inside its 28-day window until 2026-07-03',
    });
    for (const vignette of ofMeasure) {
      const plain = (of: Topic): unknown => JSON.parse(JSON.stringify(cardsOf(of, vignette)).replace(/- Quality measure[^\\]*\\n/g, ''));
      expect(plain(topic)).toEqual(plain(without));
    }
  });
});
