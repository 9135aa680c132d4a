/** What findings say of numbers over time, in the language of the topic. */
import { describe, expect, test } from '@jest/globals';
import type { Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import { inLanguage } from '../../src/decision/in-language.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { chartOf, type Vignette } from '../support/vignette.ts';

const topics = loadTopics(CARDS).filter(({ id }) => id === 'low-back-pain');

const weight = (id: string, value: number, day: string): Resource => ({
  resourceType: 'Observation', id, status: 'final', effectiveDateTime: day, valueQuantity: { value, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Weight' },
});
const prednisone: Resource = {
  resourceType: 'MedicationRequest', id: 'm1', status: 'completed', intent: 'order', authoredOn: '2026-05-01', medicationCodeableConcept: { text: 'Prednisone 5 mg' },
  dosageInstruction: [{ timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', boundsPeriod: { start: '2026-05-01', end: '2026-05-30' } } }, doseAndRate: [{ doseQuantity: { value: 12.5, unit: 'mg', code: 'mg' } }] }],
};

/** The words of a finding for a client of that language. */
function saidOf(language: string, finding: string, chart: readonly Resource[]): string | undefined {
  const [topic] = inLanguage(topics, language);
  const vignette: Vignette = {
    id: 'spoken', title: 'spoken', today: '2026-06-15', patient: { gender: 'male', birthDate: '1981-02-10' }, chart,
    orders: [{ study: 'MR_WO', reason: { icd10: 'M54.50', text: 'Low back pain' } }], expect: { scenario: 'V1', indicator: 'warning' },
  };
  const found = decide(topic!, chartOf(topic!, vignette, 0))!.findings.find(({ code }) => code === finding);
  return found?.notes?.[0] ?? found?.because[0]?.label;
}

describe('a trend', () => {
  const chart = [weight('w1', 80, '2025-11-27'), weight('w2', 75.6, '2026-06-15')];

  test.each([
    ['en', 'Weight 75.6 kg 80 to 75.6 kg (−5.5 %) in 200 days'], ['es', 'Weight 75.6 kg: de 80 a 75,6 kg (−5,5 %) en 200 días'], ['es_MX', 'Weight 75.6 kg: de 80 a 75,6 kg (−5,5 %) en 200 días'],
  ])('in %s: %s', (language, words) => {
    expect(saidOf(language, 'weightTrend', chart)).toBe(words);
  });
});

describe('an exposure', () => {
  test.each([
    ['en', '30 days in the last 366, about 12.5 mg of prednisone a day'], ['ES', '30 días de los últimos 366, cerca de 12,5 mg de prednisona al día'],
  ])('in %s: %s', (language, words) => {
    expect(saidOf(language, 'steroidExposure', [prednisone])).toBe(words);
  });
});

test('a tag that is none leaves the topics as they are', () => {
  expect(inLanguage(topics, 'Spanish please')).toBe(topics);
});
