/** The playground over HTTP: judged in full view, recorded nowhere, off where callers must prove who they are. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import request from 'supertest';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { openPieces } from '../../src/knowledge/open-pieces.ts';
import { openStories } from '../../src/knowledge/open-stories.ts';
import { createGetter } from '../../src/outbound/create-getter.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { CARDS } from '../support/app.ts';
import { registered } from '../support/client.ts';
import { closeFhirServers, startFhirServer } from '../support/fhir-server.ts';
import { readVignettes } from '../support/vignette.ts';
import { wordsLeft } from '../support/words-left.ts';
import { expectOutcome, hookBody, order, post, serve, tumour, withPrefetch, emptyChart, bundle } from './call-service.ts';

const library = loadLibrary(CARDS);
const topics = library.topics.map(({ topic }) => topic);
const shelf = { stories: openStories(CARDS, topics.map(({ id }) => id)), findPieces: openPieces(library.topics) };
const real = () => serve({ topics, shelf });
afterAll(closeFhirServers);
const DECIDE = '/playground/decide';
const KEPT = { CLIENTS: 'x.json', AUTH: 'required' };

async function storyOf(id: string, { app } = real()): Promise<Record<string, any>> {
  return (await request(app).get(`/playground/stories/${id}`)).body;
}

describe('POST /playground/decide', () => {
  test('gives the decision and the cards the hook gives', async () => {
    const { app } = real();
    const { request: body } = await storyOf('T02');
    const hook = await post(body, '/cds-services/imaging-advice', app);
    const { status, body: { decisions, cards, systemActions } } = await post(body, DECIDE, app);
    expect(status).toBe(200);
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ scenario: { id: 'V1' }, rating: { category: 'UNA' }, advice: { indicator: 'warning' } });
    const words = (each: any) => [each.summary, each.detail, each.indicator];
    expect(cards.map(words)).toEqual(hook.body.cards.map(words));
    expect(systemActions).toHaveLength(1);
  });

  test('says what would be if', async () => {
    const { request: body } = await storyOf('T02');
    const { body: { decisions, cards } } = await post({ ...body, assume: { cancer: 'A' } }, DECIDE, real().app);
    expect(decisions[0]).toMatchObject({ scenario: { id: 'V7' }, rating: { category: 'UA' } });
    expect(cards).toEqual([]);
  });

  test('shows a card as another client would get it', async () => {
    const { request: body } = await storyOf('T02');
    const of = async (profile: string) => (await post({ ...body, profile }, DECIDE, real().app)).body;
    expect((await of('epic')).cards[0].suggestions.every(({ actions }: any) => actions.length === 1)).toBe(true);
    expect((await of('hooks-1.0')).extension.systemActions).toHaveLength(1);
  });

  test.each([
    ['an unknown finding', { assume: { nonsense: 'A' } }, '/assume/nonsense'], ['an unknown answer', { assume: { cancer: 'Z' } }, '/assume/cancer'], ['a list', { assume: ['cancer'] }, '/assume'],
    ['a name of every object', { assume: { constructor: 'A' } }, '/assume/constructor'], ['an answer that is none', { assume: { cancer: { toString: 'A' } } }, '/assume/cancer'],
    ['an unknown profile', { profile: 'toString' }, '/profile'], ['a profile that is none', { profile: 7 }, '/profile'],
  ])('refuses %s, with its place', async (_, changes, pointer) => {
    const { request: body } = await storyOf('T02');
    const { status, body: outcome } = await post({ ...body, ...changes }, DECIDE, real().app);
    expect(status).toBe(400);
    expectOutcome(outcome);
    expect(outcome.issue[0].diagnostics).toBe(pointer);
  });

  test.each([['nothing', undefined], ['a list', []], ['no context', { hook: 'order-select', hookInstance: 'x' }], ['no orders', hookBody([], { context: { draftOrders: 7 } })]])('refuses %s as the hook does', async (_, body) => {
    const { app } = real();
    const [one, other] = [await post(body, DECIDE, app), await post(body, '/cds-services/imaging-advice', app)];
    expect([one.status, one.body]).toEqual([other.status, other.body]);
    expect(one.status).toBe(400);
  });

  test('is limited as a hook is: size, depth, type, method, calls a second', async () => {
    const { app } = serve({ environment: { MAX_BODY_MB: '0.01', RATE_PER_ADDRESS: '8' } });
    const send = (body: string, type = 'application/json') => request(app).post(DECIDE).set('Content-Type', type).send(body);
    expect((await send(JSON.stringify({ x: 'y'.repeat(20_000) }))).status).toBe(413);
    expect((await send('{')).status).toBe(400);
    expect((await send(`${'['.repeat(200)}${']'.repeat(200)}`)).status).toBe(400);
    expect((await send('{}', 'text/plain')).status).toBe(415);
    expect((await request(app).get(DECIDE)).status).toBe(405);
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await send('{}')).status));
    expect(statuses).toContain(429);
  });

  test('records nothing, logs nothing of the chart, and the hook beside it does record', async () => {
    const store = createMemoryStore();
    const { app, lines } = serve({ store });
    const body = withPrefetch({ ...emptyChart, conditions: bundle(tumour({ code: { text: 'Tumour of Mr Secret', coding: [{ system: 'http://snomed.info/sct', code: '363346000' }] } })) });
    const { body: { cards } } = await post(body, DECIDE, app);
    await new Promise((resolve) => setImmediate(resolve));
    expect(cards).toHaveLength(1);
    expect(await store.findCard(cards[0].uuid)).toEqual([]);
    expect(JSON.stringify(lines)).not.toMatch(/Secret|363346000/);
    const hook = await post(body, '/cds-services/imaging-advice', app);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await store.findCard(hook.body.cards[0].uuid)).toHaveLength(1);
  });

  test('asks no FHIR server, though the request names one that the hook may ask', async () => {
    const server = await startFhirServer({ default: { resourceType: 'Bundle', entry: [] } });
    const get = createGetter({ networks: [], allowsLoopback: true, allowsHttp: true });
    const { app } = serve({ clients: [registered({ openFhirServers: [server.base], fhirServers: [server.base], get })] });
    const body = hookBody([order()], { fhirServer: server.base, prefetch: { patient: emptyChart.patient } });
    await post(body, DECIDE, app);
    expect(server.asked).toEqual([]);
    await post(body, '/cds-services/imaging-advice', app);
    expect(server.asked.length).toBeGreaterThan(0);
  });
});

describe('the library', () => {
  test('is searched by words, in families', async () => {
    const { body } = await request(real().app).get('/playground/stories?q=saddle%20pacemaker');
    expect(body).toMatchObject({ total: readVignettes(join(CARDS, 'low-back-pain/vignettes')).length, found: expect.any(Number) });
    expect(body.stories.find(({ id }: any) => id === 'T18')).toMatchObject({ family: 'Variant 4: Suspected cauda equina syndrome', indicator: 'info' });
    expect((await request(real().app).get('/playground/stories')).body.stories).toHaveLength(60);
  });

  test('makes a new patient of today each time a story is chosen', async () => {
    const [one, other] = [await storyOf('T02'), await storyOf('T02')];
    expect(one['request'].context.patientId).not.toBe('p');
    expect(one).toMatchObject({ today: '2026-06-15', expected: { scenario: 'V1', indicator: 'warning' } });
    const { app } = real();
    expect((await storyOf('T02', { app } as ReturnType<typeof real>))['request'].context.patientId).not.toBe((await storyOf('T02', { app } as ReturnType<typeof real>))['request'].context.patientId);
    expect(other['request'].hook).toBe('order-select');
  });

  test.each(['nobody', '__proto__', '..%2f..%2fetc%2fpasswd'])('has no story %s', async (id) => {
    const { status, body } = await request(real().app).get(`/playground/stories/${id}`);
    expect(status).toBe(404);
    expectOutcome(body);
  });

  test('looks for six words at most, so that a long search costs no more than a short one', async () => {
    const long = 'prednisone prednisone prednisone prednisone prednisone prednisone nothing';
    expect(shelf.findPieces(long).map(({ title }) => title)).toEqual(shelf.findPieces('prednisone').map(({ title }) => title));
    const found = async (words: string) => (await request(real().app).get('/playground/stories').query({ q: words })).body.found;
    expect(await found('saddle saddle saddle saddle saddle saddle nothing')).toBe(await found('saddle'));
    expect(await found('saddle nothing')).toBe(0);
  });

  test('is not searched while there is too much to do', async () => {
    const { app } = serve({ topics, shelf, config: { maxInFlight: 0 } });
    for (const path of ['stories', 'pieces?q=x']) expect((await request(app).get(`/playground/${path}`)).status).toBe(503);
  });

  test('finds pieces, and does without a library', async () => {
    expect((await request(real().app).get('/playground/pieces?q=prednisone')).body.pieces[0].title).toBe('prednisone');
    const { app } = serve();
    expect((await request(app).get('/playground/pieces?q=x&q=y')).body).toEqual({ pieces: [] });
    expect((await request(app).get('/playground/stories')).body).toEqual({ total: 0, found: 0, stories: [] });
  });
});

describe('in Spanish', () => {
  test('decisions and cards are, and no other language than those there are', async () => {
    const { request: body } = await storyOf('T02');
    const { body: { decisions, cards }, headers } = await post({ ...body, language: 'es-MX' }, DECIDE, real().app);
    expect(headers['content-language']).toBe('es');
    expect(decisions[0].study.title).toBe('RM de columna lumbar sin contraste IV');
    expect(cards[0].summary).toMatch(/^RM de columna lumbar/);
    expect((await post({ ...body, language: 'fr' }, DECIDE, real().app)).headers['content-language']).toBe('en');
    const { status, body: outcome } = await post({ ...body, language: 7 }, DECIDE, real().app);
    expect([status, outcome.issue[0].diagnostics]).toEqual([400, '/language']);
  });

  test('the outline, the texts, the families of stories and what pieces are taken for', async () => {
    const get = async (path: string) => (await request(real().app).get(`/playground/${path}`)).body;
    const { locale, texts, topics: [topic] } = await get('topics?lang=es');
    expect([locale, texts['playground.undo'], topic.scenarios.V4.title, topic.answers.acute]).toEqual(['es', 'Deshacer', 'Sospecha de síndrome de cauda equina', 'aguda']);
    expect((await get('topics')).topics[0].answers).toMatchObject({ notDocumented: 'not documented' });
    expect((await get('stories?q=saddle%20pacemaker&lang=es')).stories.find(({ id }: any) => id === 'T18')).toMatchObject({ family: 'Variante 4: Sospecha de síndrome de cauda equina', title: expect.stringContaining('pacemaker') });
    expect((await get('pieces?q=prednisone&lang=es')).pieces[0]).toMatchObject({ title: 'prednisone', fact: expect.stringContaining('corticoide') });
  });
});

describe('/', () => {
  test('is in the language of the address, else of the browser, and links keep what the address names', async () => {
    const { app } = real();
    const fixed = await request(app).get('/?lang=es&story=T15').set('Accept', 'text/html');
    expect(fixed.headers).toMatchObject({ 'content-language': 'es', vary: expect.not.stringContaining('Accept-Language') });
    for (const part of ['<html lang="es">', 'href="knowledge?lang=es"', 'href="?lang=es&amp;story=T02"', 'href="?story=T15&amp;lang=en" lang="en"', 'Elija un paciente']) expect(fixed.text).toContain(part);
    const chosen = await request(app).get('/').set({ Accept: 'text/html', 'Accept-Language': 'es' });
    expect(chosen.headers).toMatchObject({ 'content-language': 'es', vary: expect.stringContaining('Accept-Language') });
    for (const part of ['href="knowledge"', 'href="?story=T02"']) expect(chosen.text).toContain(part);
  });

  test.each([['on', {}], ['off', { PLAYGROUND: 'no' }], ['without the hook', { ...KEPT, PLAYGROUND: 'yes' }], ['with all that can be kept', { TRACE: 'full', TRACE_KEY: 'k'.repeat(32), EXPLAIN: 'references', STEWARDSHIP_TOKEN: 't'.repeat(32) }]])('has no word of ours in English on the Spanish page, with the playground %s', async (_, environment) => {
    const { text } = await request(serve({ topics, shelf, environment }).app).get('/?lang=es').set('Accept', 'text/html');
    const words = text.replace(/<ul class="starters" lang="en">.*?<\/ul>/s, '').replace(/<[^>]*>/g, ' ');
    expect(wordsLeft(topics[0]!, topics[0]!.translations.get('es')!)(words)).toEqual([]);
  });

  const page = (environment = {}) => request(serve({ topics, shelf, environment }).app).get('/').set('Accept', 'text/html');

  test('is the playground for a browser, with nothing inline and all of it escaped', async () => {
    const { status, headers, text } = await page();
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': expect.stringContaining("script-src 'self'") });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(text).toMatch(/data-calls-hook="yes"/);
    expect(text).not.toMatch(/<style|style=|<script>|\son\w+=/);
  });

  test('is links for a program, and HEAD and other methods are answered as elsewhere', async () => {
    const { app } = real();
    const { body, headers } = await request(app).get('/');
    expect(body.links).toMatchObject({ discovery: 'cds-services', decide: 'playground/decide' });
    expect(headers['vary']).toMatch(/Accept/);
    expect((await request(app).head('/')).status).toBe(200);
    expect((await request(app).post('/')).status).toBe(405);
  });

  test.each([['nothing is set', {}, undefined], ['stewardship is on', { STEWARDSHIP_TOKEN: 't'.repeat(32) }, undefined], ['the playground is off', { PLAYGROUND: 'no' }, undefined], ['the knowledge is served', {}, library]])('names what answers to a program, and nothing else, when %s', async (_, environment, library) => {
    const { app } = serve({ topics, shelf, environment, ...(library !== undefined && { library }) });
    const { body: { links } } = await request(app).get('/');
    const answers = async (path: string): Promise<boolean> => (await request(app).get(`/${path}`)).status !== 404;
    const all = { discovery: 'cds-services', health: 'healthz', readiness: 'readyz', knowledge: 'knowledge', fhir: 'fhir/metadata', stewardship: 'stewardship', playground: './', decide: 'playground/decide' };
    expect(Object.keys(all)).toEqual(expect.arrayContaining(Object.keys(links)));
    for (const [name, path] of Object.entries(all)) expect([name, links[name]]).toEqual([name, (name === 'playground' ? !('PLAYGROUND' in environment) : await answers(path)) ? path : undefined]);
  });

  test.each([['AUTH=required', KEPT], ['production', { NODE_ENV: 'production', AUTH: 'off', ALLOW_ANONYMOUS: 'yes' }], ['PLAYGROUND=no', { PLAYGROUND: 'no' }]])('is off with %s, and says how it is switched on', async (_, environment) => {
    const { status, text } = await page(environment);
    expect(status).toBe(404);
    expect(text).toContain('PLAYGROUND=yes');
    const { app } = serve({ topics, shelf, environment });
    for (const path of ['topics', 'stories', 'stories/T02', 'pieces']) expect((await request(app).get(`/playground/${path}`)).status).toBe(404);
    expect((await post({}, DECIDE, app)).status).toBe(404);
    expect((await request(app).get('/')).body.links).not.toHaveProperty('decide');
  });

  test('with AUTH=required and PLAYGROUND=yes says that the hook is not called, and judges without a token', async () => {
    const environment = { ...KEPT, PLAYGROUND: 'yes' };
    const { text } = await page(environment);
    expect(text).toMatch(/data-calls-hook="no"/);
    expect(text).toMatch(/asks for a token here/);
    const { app } = serve({ environment });
    expect((await post(hookBody(), DECIDE, app)).status).toBe(200);
    expect((await post(hookBody(), '/cds-services/imaging-advice', app)).status).toBe(401);
  });

  test('says what the hook keeps of a chart, as the service is set', async () => {
    const full = { TRACE: 'full', TRACE_KEY: 'k'.repeat(32) };
    expect((await page()).text).toContain('and nothing of the chart');
    for (const [environment, words] of [[{ EXPLAIN: 'references' }, ['EXPLAIN=references']], [full, ['TRACE=full']], [{ ...full, EXPLAIN: 'references' }, ['EXPLAIN=references', 'TRACE=full']]] as const) {
      const { text } = await page(environment);
      expect(text).not.toContain('and nothing of the chart');
      for (const each of words) expect(text).toContain(each);
    }
  });

  test.each([['on', {}], ['off', { PLAYGROUND: 'no' }]])('leads to stewardship only where it has a token, with the playground %s', async (_, environment) => {
    expect((await page(environment)).text).not.toContain('href="stewardship"');
    expect((await page({ ...environment, STEWARDSHIP_TOKEN: 't'.repeat(32) })).text).toContain('href="stewardship"');
  });

  test('is compressed with its modules, styles and answers, for who can read that', async () => {
    const { app } = real();
    const as = (path: string, encoding: string) => request(app).get(path).set('Accept-Encoding', encoding);
    for (const [path, type] of [['/assets/playground/request.js', 'text/javascript; charset=utf-8'], ['/assets/playground.css', 'text/css; charset=utf-8'], ['/playground/topics', 'application/json; charset=utf-8'], ['/playground/stories/T02', 'application/json; charset=utf-8']] as const) {
      const [small, whole] = [await as(path, 'gzip'), await as(path, 'identity')];
      expect([small.headers['content-encoding'], whole.headers['content-encoding']]).toEqual(['gzip', undefined]);
      expect([small.headers['content-type'], whole.headers['content-type']]).toEqual([type, type]);
      expect(small.headers['vary']).toMatch(/Accept-Encoding/);
      if (!path.includes('T02')) expect(small.text).toBe(whole.text);
    }
    const { headers: { etag } } = await as('/assets/playground.css', 'gzip');
    expect((await as('/assets/playground.css', 'gzip').set('If-None-Match', etag!)).status).toBe(304);
  });

  test('no other site may call the playground from a browser', async () => {
    const preflight = await request(real().app).options(DECIDE).set('Origin', 'https://evil.example.org').set('Access-Control-Request-Method', 'POST');
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });
});
