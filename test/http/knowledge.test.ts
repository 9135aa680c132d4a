/** /knowledge: every page and link of it, what the pages say against `cards/`, and what a hostile reader may type. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import request from 'supertest';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { CARDS } from '../support/app.ts';
import { crawlKnowledge } from '../support/crawl-knowledge.ts';
import { expectOutcome, serve } from './call-service.ts';

const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const library = loadLibrary(CARDS);
const topics = library.topics.map(({ topic }) => topic);

let server: Server;
let address: string;
beforeAll(async () => {
  server = createServer(serve({ topics, library }).app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const page = async (path: string) => {
  const response = await fetch(`${address}${path}`, { headers: BROWSER });
  return { status: response.status, type: response.headers.get('content-type'), headers: response.headers, text: await response.text() };
};
const json = async (path: string) => (await (await fetch(`${address}${path}`, { headers: { Accept: 'application/json' } })).json()) as any;
const TOPIC = '/knowledge/low-back-pain';

/** ACR, Low Back Pain: 2021 Update: by hand, a letter a variant from 1 to 7. */
const CELLS: Readonly<Record<string, string>> = {
  XR: 'N N M N U U D', MR_WO: 'N N U U U U U', MR_WWO: 'N N M U U M U', MR_W: 'N N N N N N N', CT_WO: 'N N M M M U M', CT_W: 'N N N N N N M',
  CT_WWO: 'N N N N N N N', CT_MYELO: 'N N M M M M M', BONE: 'N N M N N N N', DISCO: 'N N N N N N N', PET: 'N N N N N N N',
};
const LETTERS: Readonly<Record<string, string>> = { N: 'UNA', M: 'MBA', D: 'MBA-D', U: 'UA' };

test('every link of every page leads to a page, every anchor is there, and no page weighs 100 KB with all it loads', async () => {
  const { seen, faults, bytes } = await crawlKnowledge(address, 'en');
  expect(faults).toEqual([]);
  // 1,288 vignettes, 181 value sets, 151 findings and the rest, each as a page and as JSON.
  expect(seen.size).toBeGreaterThan(3_300);
  expect(bytes).toBeLessThan(100_000);
}, 120_000);

test.each([
  ['value-sets/acetaminophen?page=2', 'page', 2], ['vignettes?variant=V1&page=2', 'variant', 'V1'], ['vignettes?variant=V1&page=2', 'page', 2], ['choose?cauda=yes&age=nonsense', 'result.variant.id', 'V4'], ['../search?q=%22%26+x', 'q', '"& x'],
])('%s leads to its own JSON: %s', async (path, member, expected) => {
  const [, href] = /href="([^"]*)">This page as JSON/.exec((await page(`${TOPIC}/${path}`)).text)!;
  expect(await json(`${TOPIC}/${path.split('?')[0]}${href!.replaceAll('&amp;', '&')}`)).toHaveProperty(member, expected);
});

describe('what the pages say', () => {
  test('all 77 ratings are those of the guideline, on the page, on every variant and on every study', async () => {
    const { text } = await page(TOPIC);
    const rows = [...text.matchAll(/<tr><th scope="row"><a href="[^"]*\/studies\/(\w+)">[\s\S]*?<\/tr>/g)];
    expect(rows.map(([, study]) => study).sort()).toEqual(Object.keys(CELLS).sort());
    for (const [row, study] of rows) expect([...row.matchAll(/class="rated rated-([\w-]+)"/g)].map(([, category]) => category)).toEqual(CELLS[study!]!.split(' ').map((letter) => LETTERS[letter]));
    for (const [study, letters] of Object.entries(CELLS)) {
      const expected = letters.split(' ').map((letter, index) => [`V${index + 1}`, LETTERS[letter]]);
      expect((await json(`${TOPIC}/studies/${study}`)).ratings.map(({ id, category }: any) => [id, category])).toEqual(expected);
      for (const [variant, category] of expected) expect((await json(`${TOPIC}/variants/${variant}`)).ratings.find(({ id }: any) => id === study).category).toBe(category);
    }
  });

  test('that no clinician has reviewed it stands on every page of the topic', async () => {
    for (const path of [TOPIC, `${TOPIC}/variants/V4`, `${TOPIC}/findings/cancer`, `${TOPIC}/choose`, `${TOPIC}/radiation`]) expect((await page(path)).text).toContain('No clinician has reviewed this topic yet.');
  });

  test('urinary retention: grades by window, what holds it down, the words, the near misses', async () => {
    const { text } = await page(`${TOPIC}/findings/urinaryRetention`);
    expect(text).toContain('began within 14 days grade A, within 90 days grade B, earlier grade C; in the words of the order grade A.');
    expect(text).toContain('at most grade B while “Another reason to retain urine” is recorded');
    expect(text).toContain('<span class="phrase">retention of urine</span>');
    const { leadsTo, nearMisses, facts } = await json(`${TOPIC}/findings/urinaryRetention`);
    expect(leadsTo).toMatchObject({ id: 'V4', path: `${TOPIC}/variants/V4` });
    expect(nearMisses.count).toBeGreaterThan(0);
    expect(facts.map(({ name }: any) => name)).toEqual(expect.arrayContaining(['urinaryRetention', 'explainedRetention', 'residualVolume']));
  });

  test('a finding rests on what it refers to, not on what its words happen to name', async () => {
    // Its source is about osteoporosis.
    expect((await json(`${TOPIC}/findings/steroidExposure`)).facts.map(({ name }: any) => name)).toEqual(['systemicSteroid']);
    // Its family is called cancer.
    expect((await json(`${TOPIC}/findings/cancerSuspicion`)).facts.map(({ name }: any) => name)).toEqual(['cancerSuspicion']);
    const { facts, usedBy } = await json(`${TOPIC}/findings/mildDeficit`);
    expect(facts.map(({ name }: any) => name)).toEqual(['mildWeakness']);
    expect(usedBy.map(({ id }: any) => id)).toEqual(['neuraxialHaematoma', 'worsening']);
    expect((await json(`${TOPIC}/value-sets/fever`)).usedBy.map(({ id }: any) => id)).toEqual(['fever']);
  });

  test('a criterion is said in words where that can be done, and shown as it is where not', async () => {
    expect((await json(`${TOPIC}/findings/nightPain`)).adjustments[0].when.words).toBe('age ≥ 50 or “Unexplained weight loss” is recorded or “Weight loss by measurement” is recorded');
    expect((await json(`${TOPIC}/findings/bilateralDeficit`)).criteria[0].when.words).toBe('“Right foot drop” is graded A and “Left foot drop” is graded A');
    expect((await json(`${TOPIC}/findings/deceased`)).answers[0].when).toEqual({ expression: '%patient.deceased.ofType(boolean) = true or %patient.deceased.ofType(dateTime).exists()' });
  });

  test('sources with a DOI lead there', async () => {
    expect((await page(TOPIC)).text).toContain('href="https://doi.org/10.1016/j.jacr.2021.08.002"');
    expect((await page(`${TOPIC}/order-sets/conservative-care`)).text).toContain('href="https://doi.org/10.7326/M16-2367"');
  });

  test('a dose is compared with background and chest films: a radiograph with six months and 65 to 75 films', async () => {
    const { compared } = await json(`${TOPIC}/studies/XR`);
    expect(compared).toEqual({ typical: [1.3, 1.5], backgroundMonths: [5, 6], chestFilms: [65, 75], words: ['Typical dose about 1.3 to 1.5 mSv.', 'About six months of natural background radiation or 65 to 75 chest films.'] });
    expect((await json(`${TOPIC}/studies/CT_WO`)).compared).toMatchObject({ backgroundMonths: [24, 24], chestFilms: [300, 300] });
    for (const [study, typical] of [['CT_MYELO', '10 to 30'], ['CT_WWO', '10 to 30'], ['PET', '10 to 30'], ['DISCO', '1 to 10']]) expect(Object.entries((await json(`${TOPIC}/studies/${study}`)).compared).filter(([name]) => name !== 'typical')).toEqual([['words', [`Typical dose about ${typical} mSv.`]]]);
    expect((await json(`${TOPIC}/studies/MR_WO`)).compared).toEqual({ words: ['No ionising radiation.'] });
  });

  test('every code of every value set is on its pages, once', async () => {
    for (const folder of ['common', 'low-back-pain']) {
      for (const name of readdirSync(join(CARDS, folder, 'value-sets'))) {
        const { id, compose, copyright } = JSON.parse(readFileSync(join(CARDS, folder, 'value-sets', name), 'utf8'));
        const parts = [...compose.include, ...(compose.exclude ?? [])];
        const expected = parts.flatMap(({ concept = [], filter = [] }: any) => [...concept.map(({ code }: any) => code), ...filter.map(({ value }: any) => value)]);
        const first = await json(`${TOPIC}/value-sets/${id}`);
        const others = await Promise.all(Array.from({ length: first.pages - 1 }, (_, index) => json(`${TOPIC}/value-sets/${id}?page=${index + 2}`)));
        expect([first, ...others].flatMap(({ codes }: any) => codes.map(({ code }: any) => code))).toEqual(expected);
        expect(first.copyright).toBe(copyright);
      }
    }
  });

  test('an order-set item says what leaves it out, with the finding behind it', async () => {
    const { items } = await json(`${TOPIC}/order-sets/conservative-care`);
    const naproxen = items.find(({ id }: any) => id === 'naproxen');
    expect(naproxen.leftOut.find(({ words }: any) => words === 'anticoagulation').evidence).toMatchObject([{ id: 'takesAnticoagulant' }]);
    expect(naproxen.draft.join(' ')).not.toContain('{{');
  });

  test('a vignette is a patient in words with the expected answer', async () => {
    const { text } = await page(`${TOPIC}/vignettes/N10`);
    expect(text).toContain('Male, 46 years old (born 1980-05-20)');
    expect(text).toMatch(/a near miss of <a href="[^"]*findings\/caudaEquina">/);
    expect(text).toContain('verification status: refuted');
    expect(await json(`${TOPIC}/vignettes/N10`)).toMatchObject({ age: 46, expect: { scenario: 'V1', rating: 'UNA', indicator: 'warning' } });
  });

  test('a card shows its words with marks for what is filled in', async () => {
    const { text } = await page(`${TOPIC}/cards/defer`);
    expect(text).toContain('<span class="slot">study</span>');
    expect(text).not.toContain('{{');
  });
});

describe('which variant fits', () => {
  test.each([
    ['', 'V1'], ['duration=subacute', 'V2'], ['duration=unknown', 'V1/V2'], ['duration=chronic&treatment=candidate', 'V3'], ['duration=acute&treatment=candidate', 'V1'], ['cauda=yes', 'V4'], ['cauda=yes&age=child', 'V4'], ['surgery=yes', 'V5'], ['bone=yes', 'V6'],
    ['age=older', 'V6-AGE'], ['cancer-infection=yes', 'V7'], ['cancer-infection=weak&surgery=yes', 'V5'], ['deficit=yes', 'V3U'], ['injury=yes&bone=yes', 'ROUTE_TRAUMA'], ['age=child', 'ROUTE_CHILD'], ['age=child&cancer-infection=infection', 'V7'],
    ['other-cause=aneurysm', 'ROUTE_AAA'], ['other-cause=myelopathy', 'ROUTE_MYELO'], ['other-cause=inflammatory&duration=chronic', 'ROUTE_SPA'], ['other-cause=inflammatory', 'ROUTE_SPA'], ['other-cause=inflammatory&duration=acute', 'ROUTE_SPA'], ['cauda=nonsense&unknown=1', 'V1'],
  ])('the answers "%s" end at %s', async (query, variant) => {
    expect((await json(`${TOPIC}/choose?${query}`)).result.variant.id).toBe(variant);
  });

  test.each([
    ['other-cause=inflammatory&duration=acute', 'duration', 'acute', { question: 'other-cause', answer: 'inflammatory' }, true],
    ['other-cause=inflammatory&duration=subacute', 'duration', 'subacute', { question: 'other-cause', answer: 'inflammatory' }, true],
    ['treatment=six-weeks&duration=acute', 'duration', 'acute', { question: 'treatment', answer: 'six-weeks' }, false],
    ['treatment=candidate', 'duration', 'acute', { question: 'treatment', answer: 'candidate' }, false],
  ])('the answers "%s" contradict each other, and the page says so before it names a variant', async (query, question, answer, other, isReplaced) => {
    expect((await json(`${TOPIC}/choose?${query}`)).contradictions).toEqual([{ question, answer, with: other, isReplaced }]);
    const { text } = await page(`${TOPIC}/choose?${query}`);
    const [, verdict] = text.split('id="result">');
    expect(verdict!.indexOf('contradict each other')).toBeGreaterThan(0);
    expect(verdict!.indexOf('contradict each other')).toBeLessThan(verdict!.indexOf('<h2>'));
    expect(verdict!.includes('is not used')).toBe(isReplaced);
  });

  test.each(['', 'other-cause=inflammatory&duration=chronic', 'treatment=candidate&duration=subacute', 'treatment=candidate&duration=unknown', 'treatment=some&duration=acute', 'cauda=yes&age=child&injury=yes'])('the answers "%s" do not', async (query) => {
    expect((await json(`${TOPIC}/choose?${query}`)).contradictions).toEqual([]);
    expect((await page(`${TOPIC}/choose?${query}`)).text).not.toContain('contradict each other');
  });

  test('a child is not rated by criteria for adults', async () => {
    expect((await json(`${TOPIC}/choose?cauda=yes&age=child`)).result.ratings).toEqual([]);
    expect((await page(`${TOPIC}/choose?cauda=yes&age=child`)).text).toContain('The ratings do not apply to this patient.');
  });
});

describe('search', () => {
  test.each([
    ['cauda equina', 'findings/caudaEquina'], ['C50.911', 'findings/cancer'], ['C50.911', 'value-sets/cancer'], ['72148', 'studies/MR_WO'], ['naproxen', 'order-sets/conservative-care'], ['osteoporosis', 'variants/V6'], ['saddle paresthesia', 'vignettes/Q401'], ['second opinion', ''],
  ])('"%s" finds %s', async (q, path) => {
    const { results } = await json(`/knowledge/search?q=${encodeURIComponent(q)}`);
    if (path === '') expect(results).toEqual([]);
    else expect(results.map((each: any) => each.path)).toContain(`${TOPIC}/${path}`);
  });

  test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '{{7*7}}', '%00', '(((((((((((a+)+)+', "'; drop table x; --", 'é\u0000\u202E', 'a'.repeat(20_000), '__proto__', ''])('what is typed is text: %.30s', async (q) => {
    const { status, text } = await page(`/knowledge/search?q=${encodeURIComponent(q)}`);
    expect([200, 431]).toContain(status);
    expect(text).not.toMatch(/<script>|<img|onerror=alert\(1\)>/);
    expect(text.length).toBeLessThan(100_000);
  });

  test('several values, and none, are no search', async () => {
    for (const query of ['?q=a&q=b', '?q[]=a', '']) expect(await json(`/knowledge/search${query}`)).toEqual({ q: '', count: 0, results: [] });
  });
});

describe('how it is served', () => {
  test('it may be kept, and is asked for again by its tag; a page and its JSON have tags of their own', async () => {
    const { headers } = await page(`${TOPIC}/variants/V1`);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.get('vary')).toContain('Accept');
    const tag = headers.get('etag')!;
    // Not by fetch: it asks for a fresh copy as soon as a tag is given.
    const ask = (accept: string) => request(address).get(`${TOPIC}/variants/V1`).set({ Accept: accept, 'If-None-Match': tag });
    expect((await ask(BROWSER.Accept)).status).toBe(304);
    const other = await ask('application/json');
    expect(other.status).toBe(200);
    expect(other.headers['etag']).not.toBe(tag);
  });

  test('what was typed is not kept by anybody', async () => {
    for (const path of ['/knowledge/search?q=cancer', `${TOPIC}/choose?cauda=yes`]) expect((await page(path)).headers.get('cache-control')).toBe('no-store');
  });

  test('nothing from elsewhere may be loaded, and no script is there', async () => {
    const { headers, text } = await page(TOPIC);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(/<script| style="| on\w+="/.exec(text)).toBeNull();
  });

  test('a slash at the end leads to the page without it, below any path', async () => {
    const response = await fetch(`${address}${TOPIC}/?format=json`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([301, '../low-back-pain?format=json']);
  });

  test.each(['/knowledge/nothing', `${TOPIC}/nothing`, `${TOPIC}/variants/V9`, `${TOPIC}/variants/__proto__`, `${TOPIC}/cards/constructor`, `${TOPIC}/value-sets/crp?page=2`, `${TOPIC}/value-sets/crp/more`, `${TOPIC}/vignettes?variant=V9`, '/knowledge/..%2F..%2Fetc'])('%s is a page that says so, and an OperationOutcome', async (path) => {
    const { status, text, headers } = await page(path);
    expect([status, headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(text).toContain('No such page');
    const response = await fetch(`${address}${path}`, { headers: { Accept: 'application/json' } });
    expect(response.status).toBe(404);
    expectOutcome(await response.json() as object);
  });

  test('without a library there is nothing there, and other methods are refused', async () => {
    expect((await request(serve({ topics }).app).get(TOPIC)).status).toBe(404);
    expect((await fetch(`${address}${TOPIC}`, { method: 'POST' })).status).toBe(405);
  });
});
