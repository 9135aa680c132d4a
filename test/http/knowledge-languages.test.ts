/** /knowledge in other languages than the one it is written in: all of it, and nothing of ours left in English. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { Topic } from '../../src/decision/topic.ts';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { readerTexts } from '../../src/knowledge/reader-texts.ts';
import { translateTopic } from '../../src/knowledge/translate-topic.ts';
import { CARDS } from '../support/app.ts';
import { crawlKnowledge } from '../support/crawl-knowledge.ts';
import { englishLeft, unmarkedText } from '../support/english-left.ts';
import { listen, type Listening } from '../support/listen.ts';
import { expectOutcome, serve } from './call-service.ts';

const library = loadLibrary(CARDS);
const topics = library.topics.map(({ topic }) => topic);
const [{ topic, files }] = library.topics as [(typeof library.topics)[number]];
const { app } = serve({ topics, library });
const TOPIC = '/knowledge/low-back-pain';
const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8';
const page = (path: string, wanted = 'en') => request(app).get(path).set({ Accept: BROWSER, 'Accept-Language': wanted });
const json = async (path: string, wanted?: string) => (await request(app).get(path).set({ Accept: 'application/json', ...(wanted !== undefined && { 'Accept-Language': wanted }) })).body as any;

let server: Listening;
beforeAll(async () => {
  server = await listen(() => app);
});
afterAll(() => server.close());

function textsOf(each: Topic, say: (text: string) => string): readonly string[] {
  const texts: string[] = [];
  translateTopic(each, (text) => { texts.push(text); return text; }, each);
  const pages = Object.values(each.pages.texts).flatMap((text) => (typeof text === 'string' ? [text] : Object.values(text)));
  return [...texts, ...pages, ...readerTexts(topic, files).map(([text]) => say(text))];
}

describe.each([...topic.translations])('in %s', (language, translated) => {
  const messages = files.messages.find((file) => file.language === language)!.messages;

  test('every page: no sentence of ours in English, nothing that stays English without its mark, links that keep the language, less than 100 KB', async () => {
    const vignettes = await library.vignettes(topic.id);
    // Titles and descriptions stay English, and must be marked.
    const stays = [...files.valueSets.flatMap(({ title, description, copyright = '' }) => [title, description, copyright]), ...vignettes.flatMap(({ title, remark = '', source = '' }) => [title, remark, source]), ...files.findings.map(({ source }) => source.label), topic.source.label];
    const said = textsOf(translated, (text) => messages[text]!);
    const all = said.join('\n');
    const left = englishLeft([...textsOf(topic, (text) => text), ...stays.filter((text) => !all.includes(text))], said);
    expect(left('Who fits').concat(left('Fever or chills'), left('Quién la cumple'))).toEqual(['Who fits', 'Fever or chills']);
    const { seen, faults, bytes } = await crawlKnowledge(server.address, language, (text) => left(unmarkedText(text)));
    expect(faults).toEqual([]);
    expect(seen.size).toBeGreaterThan(1_700);
    expect(bytes).toBeLessThan(100_000);
  }, 240_000);
});

describe('the language of a page', () => {
  test('is the browser\'s own, so that caches keep one for each; links do not name it', async () => {
    const { text, headers } = await page(TOPIC, 'es-MX,es;q=0.9,en;q=0.5');
    expect([headers['content-language'], headers['vary']]).toEqual(['es', expect.stringMatching(/\bAccept\b.*\bAccept-Language\b/)]);
    expect(text).toContain('<html lang="es">');
    expect(text).toContain('<h1>Dolor lumbar</h1>');
    expect(text).toContain('href="../knowledge/low-back-pain/variants/V4"');
    expect((await page(TOPIC, 'fr, de;q=0.7')).text).toContain('<html lang="en">');
  });

  test('is the one its address names, whatever the browser asks for; the address holds for links and forms', async () => {
    const { text, headers } = await page(`${TOPIC}/choose?lang=es&cauda=yes`, 'en');
    expect([headers['content-language'], headers['vary']]).toEqual(['es', expect.not.stringContaining('Accept-Language')]);
    expect(text).toContain('href="../../knowledge/low-back-pain/variants/V4?lang=es"');
    expect(text.match(/<form/g)).toHaveLength(2);
    expect(text.match(/<input type="hidden" name="lang" value="es">/g)).toHaveLength(2);
    expect((await page(`${TOPIC}?lang=en`, 'es')).text).toContain('<html lang="en">');
  });

  test('can be changed where one is, with what was asked', async () => {
    const switches = async (path: string) => [...(await page(path)).text.matchAll(/<a href="([^"]*)" lang="(\w+)" hreflang="\w+">([^<]*)<\/a>/g)].map(([, href, lang, name]) => [href, lang, name]);
    expect(await switches(TOPIC)).toEqual([['?lang=es', 'es', 'Español']]);
    expect(await switches(`${TOPIC}/vignettes?variant=V1%2FV2&lang=es`)).toEqual([['?variant=V1%2FV2&amp;lang=en', 'en', 'English']]);
    expect(await switches(`${TOPIC}/vignettes?page=2`)).toEqual([['?page=2&amp;lang=es', 'es', 'Español']]);
    expect(await switches('/knowledge/search?q=c%C3%A1ncer')).toEqual([['?q=c%C3%A1ncer&amp;lang=es', 'es', 'Español']]);
    expect(await switches(`${TOPIC}/choose?cauda=yes&other=1&lang=es`)).toEqual([['?cauda=yes&amp;lang=en', 'en', 'English']]);
    expect((await page(TOPIC)).text).toContain('<span lang="en" aria-current="true">English</span>');
  });

  test('is that of the page where nothing is', async () => {
    const { status, text } = await page(`${TOPIC}/variants/V9?lang=es`);
    expect(status).toBe(404);
    expect(text).toContain('<html lang="es">');
    expect(text).toContain('<h1>No existe esa página</h1>');
    expect(text).toContain('href="../../../knowledge?lang=es"');
    expectOutcome(await json(`${TOPIC}/variants/V9?lang=es`));
  });

  test('a page that is kept in one language is not sent in another', async () => {
    const path = `${TOPIC}/variants/V5`;
    const [first, fixed, english] = [await page(path, 'es'), await page(`${path}?lang=es`), await page(path)];
    expect(new Set([first, fixed, english].map(({ headers }) => headers['etag'])).size).toBe(3);
    expect((await page(path, 'es')).text).toBe(first.text);
  });

  test('words are found with and without accents, in both languages', async () => {
    for (const q of ['cáncer', 'cancer', 'CANCER']) expect((await json(`/knowledge/search?lang=es&q=${encodeURIComponent(q)}`)).results.map(({ path }: any) => path)).toContain(`${TOPIC}/findings/cancer`);
    expect((await json('/knowledge/search?lang=es&q=urinary+retention')).results.map(({ title }: any) => title)).toContain('Retención urinaria');
  });
});

describe('a page in Spanish', () => {
  test('an order says its texts in Spanish, and its codes as they are', async () => {
    const { text } = await page(`${TOPIC}/order-sets/conservative-care?lang=es`);
    expect(text).toContain('<span lang="en">dosage instruction</span>: ');
    expect(text).toMatch(/500 mg una vez, con alimentos/);
    expect(text).toContain('Existe solo mientras «derivación a fisioterapia» es: omitido.');
  });

  test('numbers are written as Spanish writes them, criteria as sentences', async () => {
    expect((await json(`${TOPIC}/studies/XR?lang=es`)).compared.words).toEqual(['Dosis típica: entre 1,3 y 1,5 mSv, aproximadamente.', 'Cerca de seis meses de radiación natural de fondo o de 65 a 75 radiografías de tórax.']);
    expect((await json(`${TOPIC}/findings/nightPain?lang=es`)).adjustments[0].when.words).toBe('edad ≥ 50 o bien consta «Pérdida de peso sin explicación» o bien consta «Pérdida de peso medida»');
    expect((await page(`${TOPIC}/findings/urinaryRetention?lang=es`)).text).toContain('inicio en los últimos 14 días: grado A, en los últimos 90 días: grado B, antes: grado C; en las palabras de la solicitud: grado A.');
  });
});

describe('JSON', () => {
  test('is in English unless the address says otherwise, whatever a program prefers', async () => {
    expect((await json(TOPIC, 'es')).sections[0].title).toBe('Which variant fits?');
    expect((await json(`${TOPIC}?lang=es`)).sections[0].title).toBe('¿Qué variante corresponde?');
    expect((await page(`${TOPIC}?format=json&lang=es`)).body.reviewed).toMatch(/^Ningún clínico/);
  });

  const IDS = ['id', 'path', 'code', 'row', 'kind', 'column', 'category', 'indicator', 'expression', 'pattern', 'grade', 'answer', 'system', 'version', 'activityDefinition'];
  const idsIn = (value: unknown, name = ''): unknown => {
    if (Array.isArray(value)) return value.map((each) => idsIn(each, name));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'language').map(([key, each]) => [key, idsIn(each, key)]));
    return typeof value !== 'string' || IDS.includes(name) ? value : typeof value;
  };

  test.each(['', '/variants/V4', '/variants/V1-V2', '/studies/XR', '/findings', '/findings/urinaryRetention', '/findings/acuity', '/findings/management', '/value-sets', '/value-sets/fever', '/order-sets/conservative-care', '/order-sets/drafts', '/cards', '/cards/defer', '/override-reasons', '/radiation', '/choose?cauda=yes', '/vignettes?variant=V4', '/vignettes/N10'])('of "%s" has the same members and ids in every language', async (path) => {
    const english = await json(`${TOPIC}${path}`);
    const spanish = await json(`${TOPIC}${path}${path.includes('?') ? '&' : '?'}lang=es`);
    expect(idsIn(spanish)).toEqual(idsIn(english));
    if (!path.startsWith('/vignettes/')) expect(spanish).not.toEqual(english);
  });

  test('names the language of a title that stays as it is', async () => {
    expect((await json(`${TOPIC}/findings/fever?lang=es`)).facts[0].valueSets[0]).toMatchObject({ title: 'Fever or chills', language: 'en' });
    expect((await json(`${TOPIC}/findings/fever`)).facts[0].valueSets[0]).not.toHaveProperty('language');
  });
});
