/** The patient leaflets as texts: plain enough, complete in every language, and about nobody. */
import { describe, expect, test } from '@jest/globals';
import type { Leaflet } from '../../src/decision/leaflet.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { leafletPage } from '../../src/web/leaflet-page.ts';
import { CARDS } from '../support/app.ts';
import { englishGrade, englishSyllables, spanishEase, spanishSyllables } from '../support/reading-level.ts';

const topics = loadTopics(CARDS).filter(({ leaflets }) => leaflets.size > 0);
const all = topics.flatMap((topic) => [...topic.leaflets.values()].map((leaflet) => [`${topic.id} ${leaflet.language}`, leaflet] as const));
const inLanguage = (language: string) => all.filter(([, leaflet]) => leaflet.language === language);

/** Everything a patient reads but the list of sources. */
function textsOf({ title, lead, sections, warnings, comeBack, reviewed }: Leaflet): readonly string[] {
  return [title, lead, ...[...sections, comeBack].flatMap((section) => [section.heading, ...section.paragraphs ?? [], ...('points' in section ? section.points ?? [] : [])]),
    warnings.heading, ...[warnings.now, warnings.soon].flatMap(({ heading, signs }) => [heading, ...signs]), reviewed];
}

describe('what is measured', () => {
  test.each([['back', 1], ['moving', 2], ['surgery', 3], ['take', 1], ['leaked', 1], ['people', 2], ['radiation', 4], ['emergency', 4], ['times', 1]])('%s has %i syllables in English', (word, count) => {
    expect(englishSyllables(word)).toBe(count);
  });

  test.each([['dolor', 2], ['radiación', 3], ['día', 2], ['muy', 1], ['ayudarse', 4], ['cuidado', 3], ['quiere', 2], ['ahora', 3], ['causa', 2], ['guerra', 2], ['vaya', 2], ['hay', 1]])('%s has %i syllables in Spanish', (word, count) => {
    expect(spanishSyllables(word)).toBe(count);
  });

  test('a hard text is told from an easy one', () => {
    expect(englishGrade(['The cat sat on the mat.'])).toBeLessThan(2);
    expect(englishGrade(['Noncontrast magnetic resonance examination demonstrates degenerative intervertebral abnormalities of questionable clinical significance.'])).toBeGreaterThan(15);
    expect(spanishEase(['El gato come pan.'])).toBeGreaterThan(80);
    expect(spanishEase(['La resonancia magnética demuestra anormalidades intervertebrales degenerativas de significación clínica indeterminada.'])).toBeLessThan(30);
  });
});

test('there is a leaflet, in English and in Spanish', () => {
  expect(topics.map(({ id, leaflets }) => [id, [...leaflets.keys()]])).toEqual([['low-back-pain', ['en', 'es']]]);
});

test.each(inLanguage('en'))('%s: whoever has had seven years of school can read it', (_, leaflet) => {
  expect(englishGrade(textsOf(leaflet))).toBeLessThanOrEqual(6);
});

test.each(inLanguage('es'))('%s: it is at least fairly easy to read', (_, leaflet) => {
  expect(spanishEase(textsOf(leaflet))).toBeGreaterThanOrEqual(75);
});

test.each(all)('%s has as many sections, points and signs as the first of its topic, and says who has checked it', (_, leaflet) => {
  const shape = ({ sections, warnings, comeBack, sources }: Leaflet) => [sections.map(({ paragraphs = [], points = [] }) => [paragraphs.length, points.length]), warnings.now.signs.length, warnings.soon.signs.length, comeBack.paragraphs.length, sources.map(({ url }) => url)];
  expect(shape(leaflet)).toEqual(shape([...topics[0]!.leaflets.values()][0]!));
  expect(leafletPage(leaflet, { edition: 'x', leaflets: [], path: '.', assets: '.' })).toContain(leaflet.reviewed);
});

test('what is no text cannot become part of the page', () => {
  const leaflet = { ...all[0]![1], lead: '<script>alert(1)</script>' };
  expect(leafletPage(leaflet, { edition: 'x', leaflets: [], path: '.', assets: '.' })).not.toContain('<script>');
});
