/** The page behind "Why this card?" in the reader's language: no word of ours left in English, and what only English has marked so. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { CARDS } from '../support/app.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { readVignettes } from '../support/vignette.ts';
import { wordsLeft } from '../support/words-left.ts';
import { post, serve } from './call-service.ts';
import { requestOf } from './vignette-request.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const library = loadLibrary(CARDS);
const topics = library.topics.map(({ topic }) => topic);
const [topic] = topics;
const spanish = topic!.translations.get('es')!;
const left = wordsLeft(topic!, spanish);
const sources = new Set([topic!.source.label, ...topic!.findings.map(({ source }) => source.label)]);
const acute = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8')) as Record<string, any>;

/** What is marked as English on a page, and the text of the rest. */
function split(page: string): { readonly english: readonly string[]; readonly rest: string } {
  const main = page.slice(page.indexOf('<main'));
  const plain = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim();
  return { english: [...main.matchAll(/<span lang="en">(.*?)<\/span>/g)].map((match) => plain(match[1]!)), rest: plain(main.replace(/<span lang="en">.*?<\/span>|<code>.*?<\/code>/g, ' ')) };
}

/** Gives a card, and the page that explains it. */
async function page(path = '', headers: Readonly<Record<string, string>> = {}) {
  const { app } = serve({ topics, library });
  const { cards } = (await post(acute, '/cds-services/imaging-advice', app)).body;
  return request(app).get(`/explain/${cards[0].uuid}${path}`).set({ Accept: BROWSER, ...headers });
}

describe('which language', () => {
  test('the address decides, and links keep it', async () => {
    const { text, headers } = await page('?lang=es-MX', { 'Accept-Language': 'en' });
    expect(headers).toMatchObject({ 'content-language': 'es', vary: expect.not.stringContaining('Accept-Language') });
    expect(text).toContain('<html lang="es">');
    expect(text).toContain('<a href="?lang=en" lang="en" hreflang="en">English</a>');
    expect(text).toMatch(/href="\.\/[\w-]+\?lang=es"/);
    expect(text).toContain('href="../knowledge/low-back-pain/variants/V1?lang=es"');
  });

  test('else the browser does, and links leave it to the browser', async () => {
    const { text, headers } = await page('', { 'Accept-Language': 'es-MX,es;q=0.9,en;q=0.8' });
    expect(headers).toMatchObject({ 'content-language': 'es', vary: expect.stringContaining('Accept-Language') });
    expect(text).toContain('¿Por qué esta tarjeta?');
    expect(text).toContain('href="../knowledge/low-back-pain/variants/V1"');
    expect((await page('', { 'Accept-Language': 'fr' })).text).toContain('Why this card?');
  });

  test('programs get what was recorded, whatever they ask for', async () => {
    const { body } = await page('?lang=es', { Accept: 'application/json', 'Accept-Language': 'es' });
    expect(body.decisions[0].study.title).toBe('MRI lumbar spine without IV contrast');
  });

  test('a card nobody knows is a page in that language too', async () => {
    const { text, status } = await request(serve({ topics }).app).get('/explain/nobody?lang=es').set('Accept', BROWSER);
    expect(status).toBe(404);
    expect(text).toContain('No existe esa tarjeta');
    expect(left(split(text).rest)).toEqual([]);
  });
});

describe('what is said', () => {
  test('the check sees a text that is left, on a page and in the knowledge', () => {
    expect(left('Ordered study: MRI lumbar spine without IV contrast')).toEqual(['MRI lumbar spine without IV contrast', 'Ordered study']);
    expect(split('<main><span lang="en">a</span> b <code>c</code>')).toEqual({ english: ['a'], rest: 'b' });
  });

  test('every fortieth vignette is explained without a word of ours in English; only publications keep their names', async () => {
    let count = 0;
    for (const vignette of readVignettes(join(CARDS, 'low-back-pain/vignettes')).filter((_, index) => index % 40 === 0)) {
      const { app } = serve({ topics, library, now: new Date(`${vignette.today}T12:00:00Z`) });
      const { cards } = (await post(requestOf(topic!, vignette, 'R4'), '/cds-services/imaging-advice-sign', app)).body;
      for (const { uuid } of cards) {
        const { english, rest } = split((await request(app).get(`/explain/${uuid}?lang=es`).set('Accept', BROWSER)).text);
        expect([vignette.id, left(rest), english.filter((each) => !sources.has(each))]).toEqual([vignette.id, [], []]);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(15);
  }, 60_000);

  test('what another version recorded stays as it was recorded, and is marked so', async () => {
    const store = createMemoryStore();
    store.addDecisions([decisionRecord({ topic: topic!.id, version: '0.1', variant: 'V1', explanation: { study: { title: 'MRI lumbar spine without IV contrast' }, scenarios: { V1: { title: 'Acute <pain>' } } } })]);
    const { text } = await request(serve({ topics, store }).app).get('/explain/card-1?lang=es').set('Accept', BROWSER);
    expect(text).toContain('<span lang="en">MRI lumbar spine without IV contrast</span>');
    expect(text).toContain('<span lang="en">Acute &lt;pain&gt;</span>');
    expect(text).toContain('Prueba solicitada');
  });

  test('codes that no release knows leave the page whole', async () => {
    const store = createMemoryStore();
    store.addDecisions([decisionRecord({ topic: topic!.id, version: '0.1', gaps: [{ read: 'conditions', state: 'half' as 'failed', hidesRedFlags: true }], advice: 'newer' as 'defer', urgency: 'soon' as 'urgent' })]);
    const { text, status } = await request(serve({ topics, store }).app).get('/explain/card-1?lang=es').set('Accept', BROWSER);
    expect(status).toBe(200);
    expect(text).toContain('newer');
  });

  test('a read that is used only where it is sent still names the red flags looked for there, once it failed', async () => {
    const { app } = serve({ topics, library });
    const body = structuredClone(acute) as { prefetch: Record<string, unknown> };
    body.prefetch['diagnosticReports'] = { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] };
    const { cards } = (await post(body, '/cds-services/imaging-advice', app)).body;
    const read = async (language: string) => split((await request(app).get(`/explain/${cards[0].uuid}?lang=${language}`).set('Accept', BROWSER)).text).rest;
    expect(await read('en')).toMatch(/Not read: reports .*The advice is given without it\. .*red flags could stand there unseen/);
    expect(await read('es')).toMatch(/No leído: informes .*El consejo se da sin ello\. .*signos de alarma sin ver/);
  });

  test('a language nobody speaks here leaves the choice to the browser', async () => {
    for (const lang of ['pt', '', '__proto__', '%22%3E']) {
      const { text, headers } = await page(`?lang=${lang}`, { 'Accept-Language': 'es' });
      expect(text).toContain('<html lang="es">');
      expect(headers['vary']).toContain('Accept-Language');
    }
  });
});
