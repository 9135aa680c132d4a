/** The playground in a real browser: a story, its card, what somebody does about it, and the reasons beside it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { openPieces } from '../../src/knowledge/open-pieces.ts';
import { openStories } from '../../src/knowledge/open-stories.ts';
import { serve } from '../http/call-service.ts';
import { CARDS } from '../support/app.ts';
import { browserTest, startBrowser, takeScreenshot, watchErrors } from '../support/browser.ts';
import { listen, type Listening } from '../support/listen.ts';
import { wordsLeft } from '../support/words-left.ts';

const AXE = readFileSync(join(__dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const library = loadLibrary(CARDS);
const topics = library.topics.map(({ topic }) => topic);
let server: Listening | undefined;
let browser: Browser | undefined;
let address = '';
let service: ReturnType<typeof serve>;
let page: Page;
let errors: readonly string[];

beforeAll(async () => {
  browser = await startBrowser();
  if (browser === undefined) return;
  const shelf = { stories: openStories(CARDS, topics.map(({ id }) => id)), findPieces: openPieces(library.topics) };
  server = await listen((own) => (service = serve({ topics, shelf, environment: { PUBLIC_URL: own }, newId: () => crypto.randomUUID(), now: new Date() })).app);
  ({ address } = server);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(() => void (errors = []));
afterEach(async () => {
  if (browser === undefined) return;
  expect(errors).toEqual([]);
  await page.context().close();
});

async function open(story: string, size: { readonly width: number; readonly height: number } = { width: 1440, height: 900 }, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  // The service forbids scripts from elsewhere; what a test looks with is one.
  page = await (await browser!.newContext({ viewport: size, colorScheme, bypassCSP: true })).newPage();
  errors = watchErrors(page);
  await answered(() => page.goto(`${address}/?story=${story}`));
}

const askedSoFar = async () => Number(await page.locator('#desk').getAttribute('data-asked').catch(() => 0)) || 0;

/** Does something and waits until the service was asked again and the answer is shown. */
async function answered(act: () => Promise<unknown>): Promise<void> {
  const before = page.url() === 'about:blank' ? 0 : await askedSoFar();
  await act();
  await page.waitForFunction(`Number(document.getElementById('desk')?.dataset.asked ?? 0) > ${before} && !/Asking/.test(document.getElementById('status').textContent)`, undefined, { timeout: 10_000 });
}

const text = (selector: string) => page.locator(selector).first().innerText();
const json = async () => JSON.parse(await page.locator('#json').inputValue());
const fitsWidth = () => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');

async function barriers(): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(RULES)} })`) as { readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
}

describe('a story', () => {
  browserTest('shows the card of the real hook, and why', async () => {
    await open('T02');
    expect(await text('.card h3')).toMatch(/usually not appropriate/);
    expect(await text('#status')).toMatch(/1 card in \d+ ms from POST \/cds-services\/imaging-advice\./);
    expect(await text('#why .verdict')).toMatch(/variant 1[\s\S]*usually not appropriate/);
    expect(await text('#basket li')).toMatch(/MRI lumbar spine[\s\S]*usually not appropriate/);
    expect(await page.locator('.card .links a', { hasText: 'Why this card?' }).getAttribute('href')).toMatch(new RegExp(`^${address}/explain/`));
    await takeScreenshot(page, 'playground-acute');
  }, 30_000);

  browserTest('is chosen from the library by its words', async () => {
    await open('T02');
    await page.locator('summary', { hasText: 'All stories' }).click();
    await page.locator('#search').fill('pacemaker');
    const link = page.locator('#stories a', { hasText: 'pacemaker that is unsafe for MRI, CT stat' });
    await link.waitFor();
    await answered(() => link.first().click());
    expect(page.url()).toContain('story=T18');
    expect(await text('#why .verdict')).toMatch(/variant 4/);
  }, 30_000);

  /** Holds answers from an address that has `words` until `release`. */
  async function hold(words: string): Promise<{ readonly asked: Promise<void>; readonly release: () => Promise<void> }> {
    const { promise: asked, resolve: wasAsked } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await page.route((url) => url.href.endsWith(words), async (route) => {
      const response = await route.fetch();
      wasAsked();
      await released;
      await route.fulfill({ response });
    });
    const arrives = page.waitForResponse((response) => response.url().endsWith(words));
    return { asked, release: async () => {
      release();
      await (await arrives).finished();
      // What the page does with an answer it has done when the next task comes.
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
    } };
  }

  browserTest('is still found when the answer about fewer words comes later', async () => {
    await open('T02');
    const all = await hold('/playground/stories?q=&lang=en');
    await page.locator('summary', { hasText: 'All stories' }).click();
    await all.asked;
    await page.locator('#search').fill('pacemaker');
    await page.locator('#stories a', { hasText: 'pacemaker that is unsafe for MRI, CT stat' }).waitFor();
    const said = await text('#search-count');
    await all.release();
    expect(await text('#search-count')).toBe(said);
    expect(await page.locator('#stories a').allInnerTexts()).toContainEqual(expect.stringMatching(/pacemaker/));
    expect((await page.locator('#stories a').allInnerTexts()).filter((title) => !/pacemaker/i.test(title))).toEqual([]);
  }, 30_000);

  browserTest.each([
    ['another is chosen', () => page.locator('[data-story="T15"]').click(), 'T15'],
    ['a request is pasted', async () => {
      await page.locator('#json-fold').evaluate((fold: any) => { fold.open = true; });
      await page.locator('#json').fill(readFileSync(join(__dirname, '../../fixtures/requests/cauda-equina.json'), 'utf8'));
      await page.locator('#use-json').click();
    }, 'T02'],
  ])('that comes late is not shown where %s since', async (_, since, story) => {
    await open('T02');
    const slow = await hold('/playground/stories/T09');
    await page.locator('[data-story="T09"]').first().click();
    await slow.asked;
    await answered(since);
    const [held, shown] = [await page.locator('#json').inputValue(), await text('#cards')];
    await slow.release();
    expect(await page.locator('#json').inputValue()).toBe(held);
    expect(await text('#cards')).toBe(shown);
    expect(page.url()).toContain(`story=${story}`);
    expect(errors).toEqual([]);
  }, 30_000);

  browserTest('that needs no word says why nothing is shown', async () => {
    await open('T09');
    expect(await text('#cards')).toMatch(/No card\.[\s\S]*not interrupted/);
    await takeScreenshot(page, 'playground-silence');
  }, 30_000);

  browserTest('changes with a new fact, another age, other days of pain and another study', async () => {
    await open('T02');
    await answered(() => page.getByLabel('Days of pain').fill('90').then(() => page.keyboard.press('Tab')));
    expect(await text('#why .verdict')).toMatch(/variant 2/);
    await answered(() => page.getByLabel('Age', { exact: true }).fill('75').then(() => page.keyboard.press('Tab')));
    expect(await text('#why')).toMatch(/variant 6/);
    await page.locator('#add summary').click();
    await page.locator('#piece').fill('malignant neoplasm breast');
    await answered(() => page.locator('#pieces button').first().click());
    expect(await text('#why')).toMatch(/variant 7/);
    await answered(() => page.getByLabel('Study').selectOption({ label: 'Radiography lumbar spine' }));
    expect(await text('#basket li')).toMatch(/X-ray/);
    await answered(() => page.getByRole('button', { name: /^Remove .*neoplasm.*breast/i }).click());
    expect(await text('#why .verdict')).not.toMatch(/variant 7/);
  }, 30_000);
});

describe('what somebody does about a card', () => {
  browserTest('taking a suggestion changes the basket, is reported, and asks again', async () => {
    await open('T02');
    const [summary] = (await page.locator('.card h3').allInnerTexts()) as [string];
    expect(summary).toMatch(/not appropriate/);
    await answered(() => page.locator('.suggestion.recommended').click());
    expect((await page.locator('#basket li').allInnerTexts()).join('\n')).toMatch(/physical therapy[\s\S]*added/i);
    expect((await json()).context.draftOrders.entry.length).toBeGreaterThan(3);
    expect(await text('#cards')).toMatch(/No card/);
    const [kept] = (await service.store.listFeedback()).slice(-1);
    expect(kept).toMatchObject({ outcome: 'accepted', isMatched: true, acceptedSuggestions: [expect.any(String)] });
    expect(await text('#status')).toMatch(/^Done, and reported to the service: Order conservative care instead\./);
    await takeScreenshot(page, 'playground-suggestion-taken');
    await answered(() => page.getByRole('button', { name: 'Undo' }).click());
    expect(await text('.card h3')).toBe(summary);
  }, 30_000);

  browserTest('cancelling the study takes it out of the basket', async () => {
    await open('T02');
    await answered(() => page.locator('.suggestion', { hasText: 'Cancel the study only' }).click());
    expect(await page.locator('#basket li').count()).toBe(0);
    expect(await text('#basket')).toMatch(/Empty\.[\s\S]*Cancel/);
  }, 30_000);

  browserTest('dismissing with a reason is kept, and the same advice is then held back', async () => {
    await open('T02');
    await page.locator('.dismissal summary').click();
    const reason = await page.locator('.dismissal select').evaluate((select: any) => select.selectedOptions[0].textContent);
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page.locator('.dismissed').waitFor();
    expect(await text('.dismissed')).toContain(`Dismissed: ${reason}`);
    const [kept] = (await service.store.listFeedback()).slice(-1);
    expect(kept).toMatchObject({ outcome: 'overridden', isMatched: true, reason: { display: reason } });
    await answered(() => page.getByRole('button', { name: /Ask again/ }).click());
    expect(await text('#cards')).toMatch(/held back/);
  }, 30_000);
});

describe('what if', () => {
  browserTest('a finding is flipped: the card changes at once, and the page says that it is not the chart', async () => {
    await open('T02');
    await answered(() => page.getByLabel('What if there were').selectOption('cancer'));
    expect(await text('#what-if')).toMatch(/What if: [\s\S]*present[\s\S]*Not what the chart says/);
    expect(await text('#why .verdict')).toMatch(/variant 7[\s\S]*usually appropriate/);
    expect(await text('#status')).toMatch(/recorded nowhere/);
    await takeScreenshot(page, 'playground-what-if');
    await answered(() => page.getByRole('button', { name: 'Back to the chart' }).click());
    expect(await text('#why .verdict')).toMatch(/variant 1/);
  }, 30_000);

  browserTest('what would change the rating is one press away, and does so', async () => {
    await open('T13');
    const change = page.locator('.suppose').first();
    expect(await change.innerText()).toMatch(/variant 3, usually appropriate/);
    await answered(() => change.click());
    expect(await text('#why .verdict')).toMatch(/variant 3[\s\S]*usually appropriate/);
  }, 30_000);

  browserTest('a card as another client would get it', async () => {
    await open('T02');
    await answered(() => page.getByLabel('Shown as in').selectOption('epic'));
    expect(await page.locator('.suggestion').count()).toBeGreaterThan(3);
    await answered(() => page.locator('#service').selectOption('imaging-advice-sign'));
    expect((await json()).hook).toBe('order-sign');
  }, 30_000);
});

describe('pasted', () => {
  const paste = async (written: string) => {
    await page.locator('#json-fold').evaluate((fold: any) => { fold.open = true; });
    await page.locator('#json').fill(written);
  };

  browserTest('a request of one\'s own is answered', async () => {
    await open('T09');
    await paste(readFileSync(join(__dirname, '../../fixtures/requests/cauda-equina.json'), 'utf8'));
    await answered(() => page.locator('#use-json').click());
    expect(await page.locator('.card').first().getAttribute('class')).toMatch(/card-critical/);
  }, 30_000);

  browserTest('a Bundle is a chart for the study chosen, and its words stay words', async () => {
    await open('T02');
    const attack = '<img src=x onerror="window.attacked=1"><b id="injected">x</b>[press](javascript:attacked)';
    const active = { clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] } };
    await paste(JSON.stringify({ resourceType: 'Bundle', entry: [
      { resource: { resourceType: 'Patient', id: 'q', birthDate: '1970-01-01' } },
      { resource: { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/q' }, ...active, recordedDate: '2020-01-01', code: { text: `Breast cancer ${attack}`, coding: [{ system: 'http://snomed.info/sct', code: '254837009' }] } } },
      { resource: { resourceType: 'Condition', id: 'd', subject: { reference: 'Patient/q' }, ...active, onsetDateTime: new Date().toISOString().slice(0, 10), code: { text: 'Low back pain', coding: [{ system: 'http://snomed.info/sct', code: '279039007' }] } } },
    ] }));
    await answered(() => page.locator('#use-json').click());
    expect(await text('#why .verdict')).toMatch(/variant 7/);
    await answered(() => page.getByLabel('Study').selectOption({ label: 'Radiography lumbar spine' }));
    expect(await page.locator('.card').count()).toBe(1);
    expect(await page.locator('#injected, main img, a[href^="javascript"]').count()).toBe(0);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
  }, 30_000);

  browserTest.each([
    ['an age that is none', (own: any) => ({ ...own, prefetch: { ...own.prefetch, patient: { ...own.prefetch.patient, birthDate: 19800101 } } })],
    ['a basket that is no list', (own: any) => ({ ...own, context: { ...own.context, draftOrders: { resourceType: 'Bundle', entry: {} } } })],
    ['a name that is a list of nothing', (own: any) => ({ ...own, prefetch: { ...own.prefetch, conditions: { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: { resourceType: 'Condition', id: 'x', code: { coding: [null] }, clinicalStatus: 'active' } }] } } })],
  ])('%s leaves nothing of the patient before', async (_, odd) => {
    await open('T02');
    const before = await text('.card');
    await paste(JSON.stringify(odd({ ...await json(), hookInstance: 'other' })));
    await page.route('**/cds-services/**', async (route) => { await new Promise((resolve) => setTimeout(resolve, 300)); await route.continue(); });
    await page.locator('#use-json').click();
    expect(await page.locator('.card').count()).toBe(0);
    await page.waitForFunction(`Number(document.getElementById('desk').dataset.asked) > 1 && !/Asking/.test(document.getElementById('status').textContent)`);
    expect(before).toMatch(/\w/);
    expect(await text('#cards')).toMatch(/\w/);
    errors = errors.filter((error) => !error.includes('400'));
  }, 30_000);

  browserTest('broken JSON is said with its line, and what is wrong with a request leads to its place', async () => {
    await open('T02');
    await paste('{\n  "hook": \n}');
    await page.locator('#use-json').click();
    expect(await text('#json-fault')).toMatch(/This is no JSON: see line 3/);
    await paste('{"hook":"order-select","hookInstance":"x","context":{"userId":"Practitioner/d","patientId":"p","selections":"all","draftOrders":{"resourceType":"Bundle"}}}');
    await answered(() => page.locator('#use-json').click());
    expect(await text('.refusal')).toMatch(/selections must be an array[\s\S]*\/context\/selections/);
    await takeScreenshot(page, 'playground-refused');
    await page.getByRole('button', { name: 'Show in the JSON' }).click();
    expect(await page.evaluate(`(() => { const json = document.getElementById('json'); return json.value.slice(json.selectionStart, json.selectionEnd); })()`)).toBe('"all"');
    // The browser itself reports the refusals.
    expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
    errors = [];
  }, 30_000);
});

describe('in Spanish', () => {
  // What the chart says, and what is marked as English, is no text of the page.
  const said = async () => (await page.evaluate(`(() => { const main = document.body.cloneNode(true); for (const part of main.querySelectorAll('[lang="en"], code, textarea, script, .rows, .evidence, .fact, #basket')) part.remove(); return main.textContent; })()`)) as string;
  const left = wordsLeft(topics[0]!, topics[0]!.translations.get('es')!);
  const chart = () => page.locator('#json').inputValue();

  browserTest.each([['emergency', 'T15'], ['unfinished', 'T13']])('%s: no word of ours in English, no barrier and no error on a phone', async (name, story) => {
    await open(`${story}&lang=es`, { width: 390, height: 900 });
    await answered(() => page.locator('#profile').selectOption('default'));
    await page.locator('details').evaluateAll((all) => all.forEach((each: any) => { each.open = true; }));
    await page.waitForFunction(`document.querySelectorAll('#stories a').length > 0`);
    const held = (await chart()).toLowerCase();
    expect(left(await said()).filter((part) => !held.includes(part.toLowerCase()))).toEqual([]);
    expect(await page.locator('.card h3').first().getAttribute('lang')).toBe('es');
    expect(await fitsWidth()).toBe(true);
    expect(await barriers()).toEqual([]);
    await takeScreenshot(page, `playground-spanish-${name}`);
  }, 60_000);

  browserTest('the real call gives what the client is set to, and says so; another client gets the language of the page', async () => {
    await open('T02&lang=es');
    expect(await text('.card h3')).toMatch(/usually not appropriate/);
    expect(await page.locator('.card h3').first().getAttribute('lang')).toBe('en');
    expect(await text('#status')).toMatch(/1 tarjeta en \d+ ms .*en el idioma que tiene fijado/);
    await answered(() => page.getByLabel('Mostrar en').selectOption('default'));
    expect(await text('.card h3')).toMatch(/^RM de columna lumbar/);
    await takeScreenshot(page, 'playground-spanish');
    await page.locator('[data-story="T15"]').click();
    await page.waitForURL(/story=T15&lang=es/);
    await page.locator('.languages a').click();
    await page.waitForURL(/story=T15&lang=en/);
    await page.locator('.card').first().waitFor();
    expect(await text('h2')).toBe('Patient and order');
  }, 30_000);
});

describe('for everybody', () => {
  browserTest.each([['acute', 'T02'], ['emergency', 'T15'], ['unreadable', 'Q306'], ['silence', 'T09']])('%s fits a phone and a wide screen, light and dark, without barriers', async (name, story) => {
    for (const [size, width] of [['phone', 390], ['tablet', 820], ['wide', 1440]] as const) {
      for (const scheme of ['light', 'dark'] as const) {
        await open(story, { width, height: 900 }, scheme);
        await page.locator('summary').evaluateAll((all: any[]) => all.forEach((each) => { each.parentElement.open = true; }));
        expect(await fitsWidth()).toBe(true);
        if (scheme === 'light' || size === 'wide') await takeScreenshot(page, `playground-${name}-${size}-${scheme}`);
        // One style sheet: what is on the phone in the light and on the wide screen in the dark is all there is.
        if (`${size} ${scheme}` === 'phone light' || `${size} ${scheme}` === 'wide dark') expect(await barriers()).toEqual([]);
        expect(errors).toEqual([]);
        if (size !== 'wide' || scheme !== 'dark') await page.context().close();
      }
    }
  }, 90_000);

  browserTest('with the keyboard alone: choose a story, take the suggestion, undo it', async () => {
    await open('T02');
    const tabTo = async (selector: string) => {
      for (let count = 0; count < 150; count += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      }
      throw new Error(`The keyboard does not reach ${selector}.`);
    };
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await tabTo('[data-story="T15"]');
    await answered(() => page.keyboard.press('Enter'));
    await tabTo('.suggestion.recommended');
    await answered(() => page.keyboard.press('Enter'));
    expect((await page.locator('#basket li').allInnerTexts()).join(' ')).toMatch(/stat/);
    await tabTo('#basket button');
    await answered(() => page.keyboard.press('Space'));
    expect(await page.locator('#basket li').count()).toBe(1);
  }, 60_000);

  browserTest('whoever works with the keyboard stays where they were when the answer comes', async () => {
    await open('T13');
    const focused = () => page.evaluate(`(() => { const { localName, ariaLabel, parentElement, id } = document.activeElement; return localName + ' ' + (id || ariaLabel || parentElement.firstElementChild.textContent); })()`);
    await page.getByLabel('Suppose: Care so far').focus();
    await answered(() => page.keyboard.press('c'));
    expect(await focused()).toBe('select Suppose: Care so far');
    expect(await text('#what-if')).toMatch(/Care so far complete/);
    await page.getByLabel('Days of pain').focus();
    await answered(() => page.keyboard.press('ArrowUp'));
    expect(await focused()).toMatch(/^input/);
    await page.getByRole('button', { name: 'Back to the chart' }).focus();
    await answered(() => page.keyboard.press('Enter'));
    await page.locator('.suggestion').first().focus();
    await answered(() => page.keyboard.press('Enter'));
    await page.waitForFunction(`document.activeElement.id === 'basket'`);
  }, 30_000);

  browserTest('is light: the page with all its assets is under 100 kB, and nothing comes from elsewhere', async () => {
    // Waiting for a condition in words is forbidden by the page's own policy, which other tests watch.
    page = await (await browser!.newContext({ bypassCSP: true })).newPage();
    errors = watchErrors(page);
    const sizes: Promise<number>[] = [];
    const elsewhere: string[] = [];
    page.on('response', (response) => {
      if (!response.url().startsWith(address)) elsewhere.push(response.url());
      sizes.push(response.request().sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await answered(() => page.goto(address));
    const whole = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThan(10);
    expect(whole).toBeLessThan(100_000);
    expect(elsewhere).toEqual([]);
  }, 30_000);
});
