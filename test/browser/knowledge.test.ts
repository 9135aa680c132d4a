/** The knowledge browser as people see it: wide and narrow, by keyboard, in the dark, on paper, and with what axe finds. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { serve } from '../http/call-service.ts';
import { CARDS } from '../support/app.ts';
import { browserTest, startBrowser, takeScreenshot, watchErrors } from '../support/browser.ts';
import { listen, type Listening } from '../support/listen.ts';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [['wide', 1440, 900], ['narrow', 390, 844]] as const;
const TOPIC = '/knowledge/low-back-pain';
const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['home', '/knowledge'], ['topic', TOPIC], ['variant', `${TOPIC}/variants/V7`], ['route', `${TOPIC}/variants/ROUTE_TRAUMA`], ['study', `${TOPIC}/studies/CT_WO`], ['findings', `${TOPIC}/findings`], ['finding', `${TOPIC}/findings/urinaryRetention`],
  ['computed finding', `${TOPIC}/findings/steroidExposure`], ['value sets', `${TOPIC}/value-sets`], ['value set', `${TOPIC}/value-sets/cancer-snomed`], ['order set', `${TOPIC}/order-sets/conservative-care`], ['cards', `${TOPIC}/cards`], ['card', `${TOPIC}/cards/defer`],
  ['override reasons', `${TOPIC}/override-reasons`], ['vignettes', `${TOPIC}/vignettes`], ['vignette', `${TOPIC}/vignettes/N10`], ['radiation', `${TOPIC}/radiation`], ['choose', `${TOPIC}/choose?cauda=indirect`], ['search', '/knowledge/search?q=fever'], ['nothing', '/knowledge/nothing'],
];

let server: Listening | undefined;
let browser: Browser | undefined;
let address = '';

beforeAll(async () => {
  browser = await startBrowser();
  if (browser === undefined) return;
  const library = loadLibrary(CARDS);
  const topics = library.topics.map(({ topic }) => topic);
  await library.vignettes('low-back-pain');
  server = await listen(() => serve({ topics, library }).app);
  ({ address } = server);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(path: string, [, width, height]: readonly [string, number, number], options: { readonly colorScheme?: 'light' | 'dark'; readonly javaScriptEnabled?: boolean } = {}): Promise<{ readonly page: Page; readonly errors: readonly string[] }> {
  const page = await (await browser!.newContext({ viewport: { width, height }, ...options })).newPage();
  const errors = watchErrors(page);
  await page.goto(`${address}${path}`);
  return { page, errors };
}

/** Faults by WCAG 2.2 A and AA and by good practice, one line each. */
async function faultsOf(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`);
}

describe.each(SIZES)('on a %s screen', (...size) => {
  browserTest.each(PAGES)('the page "%s" has no error, does not scroll sideways, and keeps nobody out', async (name, path) => {
    const { page, errors } = await open(path, size);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await takeScreenshot(page, `knowledge-${name.replaceAll(' ', '-')}-${size[0]}`);
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('summary:visible').evaluateAll((all) => all.forEach((each) => (each as unknown as { click(): void }).click()));
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    // The browser itself reports the status of a page that is not there.
    expect(errors.filter((error) => name !== 'nothing' || !error.includes('404'))).toEqual([]);
    await page.context().close();
  }, 30_000);
});

browserTest.each([['topic', TOPIC], ['variant', `${TOPIC}/variants/V4`], ['finding', `${TOPIC}/findings/urinaryRetention`], ['order set', `${TOPIC}/order-sets/conservative-care`], ['vignette', `${TOPIC}/vignettes/N10`], ['radiation', `${TOPIC}/radiation`], ['choose', `${TOPIC}/choose?cauda=indirect`]])('in Spanish the page "%s" fits a phone, has no error and keeps nobody out', async (name, path) => {
  const { page, errors } = await open(`${path}${path.includes('?') ? '&' : '?'}lang=es`, SIZES[1]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  await takeScreenshot(page, `knowledge-${name.replaceAll(' ', '-')}-es`);
  expect(await faultsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
  await page.context().close();
});

browserTest('a reader changes the language where he is; questions and search stay in it', async () => {
  const { page } = await open(`${TOPIC}/choose?cauda=yes`, SIZES[1]);
  await page.getByRole('link', { name: 'Español' }).click();
  expect(await page.locator('#result h2').innerText()).toBe('Variante 4: Sospecha de síndrome de cauda equina');
  expect(await page.locator('input[name="cauda"]:checked').inputValue()).toBe('yes');
  await page.getByLabel('70 años o más').check();
  await page.getByRole('button', { name: 'Mostrar la variante' }).click();
  expect(await page.locator('html').getAttribute('lang')).toBe('es');
  await page.getByRole('searchbox').fill('retención');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('main').getByRole('link', { name: 'Retención urinaria', exact: true }).click();
  expect([new URL(page.url()).searchParams.get('lang'), await page.locator('h1').innerText()]).toEqual(['es', 'Retención urinaria']);
  await page.context().close();
});

browserTest.each([['topic', TOPIC], ['finding', `${TOPIC}/findings/urinaryRetention`], ['choose', `${TOPIC}/choose`]])('the page "%s" has enough contrast in the dark too', async (name, path) => {
  const { page } = await open(path, SIZES[0], { colorScheme: 'dark' });
  await takeScreenshot(page, `knowledge-${name}-dark`);
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});

browserTest('ratings are a table where there is room, and cards by variant on a phone', async () => {
  const wide = await open(TOPIC, SIZES[0]);
  expect([await wide.page.locator('.matrix').isVisible(), await wide.page.locator('.by-variant').isVisible()]).toEqual([true, false]);
  await wide.page.mouse.wheel(0, 900);
  await wide.page.waitForFunction('window.scrollY > 500');
  expect(await wide.page.evaluate(`Math.round(document.querySelector('.matrix thead th').getBoundingClientRect().top)`)).toBe(0);
  await wide.page.context().close();
  const narrow = await open(TOPIC, SIZES[1]);
  expect([await narrow.page.locator('.matrix').isVisible(), await narrow.page.locator('.by-variant').isVisible()]).toEqual([false, true]);
  await narrow.page.locator('.by-variant summary').nth(3).click();
  expect(await narrow.page.locator('.by-variant details[open] li').first().innerText()).toMatch(/Radiography lumbar spine\s+✕ usually not appropriate/);
  await narrow.page.context().close();
});

browserTest('with the keyboard alone a reader finds the variant: questions, button, result', async () => {
  const { page } = await open(`${TOPIC}/choose`, SIZES[0]);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
  await page.locator('input[name="cauda"]').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/cauda=yes/);
  expect(await page.locator('#result h2').innerText()).toBe('Variant 4: Suspected cauda equina syndrome');
  expect(await page.locator('input[name="cauda"]:checked').getAttribute('value')).toBe('yes');
  await page.context().close();
});

browserTest('search works without a script, and what is typed stays text', async () => {
  const { page, errors } = await open('/knowledge', SIZES[1], { javaScriptEnabled: false });
  await page.locator('.find input').fill('"><img src=x onerror=alert(1)>');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\?q=/);
  expect(await page.locator('#q').inputValue()).toBe('"><img src=x onerror=alert(1)>');
  expect(await page.locator('img').count()).toBe(0);
  await page.locator('#q').fill('C50.911');
  await page.keyboard.press('Enter');
  await page.locator('.rows a').first().click();
  expect(await page.locator('h1').innerText()).not.toBe('Search');
  expect(errors).toEqual([]);
  await page.context().close();
});

browserTest('on paper the table of ratings is whole, and what is folded up is there', async () => {
  const { page } = await open(TOPIC, SIZES[1]);
  await page.emulateMedia({ media: 'print' });
  expect([await page.locator('.matrix').isVisible(), await page.locator('.bar').isVisible()]).toEqual([true, false]);
  await page.goto(`${address}${TOPIC}/order-sets/conservative-care`);
  expect(await page.locator('details ul').first().isVisible()).toBe(true);
  await page.context().close();
});
