/** GET /leaflet/{topic}: the language is chosen, the page may be kept, the address says nothing about anybody. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { expectOutcome, post, serve } from './call-service.ts';

const topics = loadTopics(CARDS);
const { app } = serve({ topics });
const get = (path: string, languages?: string) => (languages === undefined ? request(app).get(path) : request(app).get(path).set('Accept-Language', languages));
const fixture = (name: string) => JSON.parse(readFileSync(join(__dirname, `../../fixtures/requests/${name}.json`), 'utf8')) as Record<string, any>;

describe('the language', () => {
  test.each([
    ['en-US,en;q=0.9', 'en'], ['es-MX,es;q=0.9,en;q=0.8', 'es'], ['es', 'es'], ['fr-CH, es;q=0.3, en;q=0.1', 'es'], ['fr', 'en'], ['*', 'en'], ['', 'en'], ['es;q=0, en', 'en'],
  ])('of a browser that asks for "%s" is %s', async (languages, language) => {
    const { text, headers } = await get('/leaflet/low-back-pain', languages);
    expect(text).toContain(`<html lang="${language}">`);
    expect(headers).toMatchObject({ 'content-language': language, vary: expect.stringContaining('Accept-Language') });
  });

  test('of the address goes before that of the browser', async () => {
    const { text, headers } = await get('/leaflet/low-back-pain/es', 'en');
    expect(text).toContain('<html lang="es">');
    expect(text).toContain('Señales de alarma');
    expect(text).toContain('Ir al contenido');
    expect(headers['vary'] ?? '').not.toContain('Accept-Language');
  });
});

test('it may be kept for an hour, and loads nothing but our own style sheets', async () => {
  const { status, headers, text } = await get('/leaflet/low-back-pain/en');
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'cache-control': 'public, max-age=3600', 'content-type': 'text/html; charset=utf-8', 'content-security-policy': expect.stringContaining("default-src 'none'") });
  expect([...text.matchAll(/(?:src|<link[^>]* href)="([^"]+)"/g)].map(([, address]) => address)).toEqual(['../../assets/../icon.png', '../../assets/style.css', '../../assets/leaflet.css']);
  expect(text.length).toBeLessThan(8_000);
});

test.each(['/leaflet/none', '/leaflet/low-back-pain/fr', '/leaflet/__proto__', '/leaflet/low-back-pain/constructor'])('there is nothing at %s', async (path) => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expectOutcome(body);
  expect(body.issue[0].details.text).toContain('/leaflet/low-back-pain/es');
});

test('a topic without a leaflet has no page', async () => {
  expect((await request(serve().app).get('/leaflet/small')).status).toBe(404);
});

const OLD_RETENTION = {
  resourceType: 'Condition', id: 'old-retention', subject: { reference: 'Patient/p1' }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'R33.9' }], text: 'Urinary retention' },
  clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, onsetDateTime: '2025-01-10', recordedDate: '2025-01-10',
};

describe('where it is offered', () => {
  const offered = async (communication?: unknown) => {
    const body = fixture('acute-low-back-pain');
    const patient = { ...body['prefetch'].patient, communication };
    const [card] = (await post({ ...body, prefetch: { ...body['prefetch'], patient } }, '/cds-services/imaging-advice', app)).body.cards;
    const education = card.suggestions[0].actions.find(({ description }: { description: string }) => description === 'Add advice to stay active').resource;
    return { links: card.links.map(({ url }: { url: string }) => url), texts: education.payload.map(({ contentString }: { contentString: string }) => contentString), notes: education.note };
  };
  const spanish = [{ preferred: true, language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'es-MX' }] } }];

  test.each([
    ['no language on file', undefined, ''], ['English', [{ language: { coding: [{ code: 'en' }] } }], '/en'], ['Spanish by code', spanish, '/es'],
    ['Spanish by its name in English', [{ language: { text: 'Spanish' } }], '/es'], ['Spanish by its own name', [{ language: { text: 'Español' } }], '/es'],
    ['Spanish and English, neither preferred', [{ language: { text: 'Spanish' } }, { language: { text: 'English' } }], ''], ['a language without a leaflet', [{ language: { text: 'Vietnamese' } }], ''],
    ['Spanish by its code of three letters', [{ language: { coding: [{ code: 'spa' }] } }], '/es'], ['Spanish by its other name', [{ language: { text: 'Castellano' } }], '/es'], ['Spanish without its accent', [{ language: { text: 'espanol' } }], '/es'], ['Spanish of a country, spelt with an underscore', [{ language: { coding: [{ code: 'ES_mx' }] } }], '/es'],
    ['a language that only begins alike', [{ language: { coding: [{ code: 'est' }] } }], ''],
  ])('with %s', async (_, communication, end) => {
    const { links, texts } = await offered(communication);
    expect(links).toContain(`http://localhost:3000/leaflet/low-back-pain${end}`);
    expect(texts.at(-1)).toBe(`A leaflet to read and to keep: http://localhost:3000/leaflet/low-back-pain${end}`);
  });

  test('and the draft still says that it is to be passed on in that language', async () => {
    expect((await offered(spanish)).notes).toEqual([{ text: 'Preferred language: es-mx. Please pass this on in that language.' }]);
  });

  test.each<[string, string, (prefetch: Record<string, any>) => Record<string, any>]>([
    ['what was not read may hide a red flag', 'Not read, so red flags there would be missed: observations', ({ observations: _, ...rest }) => rest],
    ['an old sign of an emergency is recorded', 'if so treat it as an emergency: Urinary retention', ({ conditions, ...rest }) => ({ ...rest, conditions: { resourceType: 'Bundle', type: 'searchset', entry: [...conditions.entry, { resource: OLD_RETENTION }] } })],
  ])('but not where %s: it would say too much', async (_, line, change) => {
    const body = fixture('acute-low-back-pain');
    const answer = (await post({ ...body, prefetch: change(body['prefetch']) }, '/cds-services/imaging-advice', app)).body;
    expect(answer.cards[0].detail).toContain(line);
    expect(JSON.stringify(answer)).not.toContain('leaflet');
  });

  test('but not on a card that calls for imaging', async () => {
    const [card] = (await post(fixture('cauda-equina'), '/cds-services/imaging-advice', app)).body.cards;
    expect(JSON.stringify(card.links)).not.toContain('leaflet');
  });
});
