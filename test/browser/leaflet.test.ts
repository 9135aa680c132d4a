/** The patient leaflet as patients see it: small and large screens, keyboard, dark, without a network, and on one sheet of paper. */
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { serve } from '../http/call-service.ts';
import { CARDS } from '../support/app.ts';
import { browserTest, startBrowser, takeScreenshot, watchErrors } from '../support/browser.ts';
import { WEAKEST_CONTRAST } from '../support/contrast.ts';
import { listen, type Listening } from '../support/listen.ts';

let server: Listening | undefined;
let browser: Browser | undefined;
let address = '';

beforeAll(async () => {
  browser = await startBrowser();
  if (browser === undefined) return;
  server = await listen(() => serve({ topics: loadTopics(CARDS) }).app);
  ({ address } = server);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(path: string, { width = 1440, colorScheme = 'light' as 'light' | 'dark', locale = 'en-US' } = {}): Promise<{ readonly page: Page; readonly errors: readonly string[] }> {
  const page = await (await browser!.newContext({ viewport: { width, height: 900 }, colorScheme, locale })).newPage();
  const errors = watchErrors(page);
  await page.goto(`${address}${path}`);
  return { page, errors };
}

describe.each(['en', 'es'])('in %s', (language) => {
  browserTest.each([390, 768, 1440])('it fits a screen of %i pixels, in type of 18 pixels or more', async (width) => {
    const { page, errors } = await open(`/leaflet/low-back-pain/${language}`, { width });
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    expect(await page.evaluate('[...document.querySelectorAll(".leaflet > section p, .leaflet li:not(.foot li)")].map((each) => parseFloat(getComputedStyle(each).fontSize)).sort((one, other) => one - other)[0]')).toBeGreaterThanOrEqual(18);
    expect(errors).toEqual([]);
    await takeScreenshot(page, `leaflet-${language}-${width}`);
    await page.context().close();
  });

  browserTest.each(['A4', 'Letter'])('it prints on one sheet of %s', async (format) => {
    const { page } = await open(`/leaflet/low-back-pain/${language}`);
    const pdf = (await page.pdf({ format, preferCSSPageSize: false })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.context().close();
  });
});

browserTest('the count of sheets sees a second one', async () => {
  const { page } = await open('/leaflet/low-back-pain/en');
  await page.evaluate('document.querySelector(".leaflet").append(...[...Array(60)].map(() => Object.assign(document.createElement("p"), { textContent: "more" })))');
  expect((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(1);
  await page.context().close();
});

browserTest('on paper the head of the page is gone, and the warning signs, the sources and who has checked it are there', async () => {
  const { page } = await open('/leaflet/low-back-pain/en');
  await page.emulateMedia({ media: 'print' });
  await takeScreenshot(page, 'leaflet-print');
  expect(await page.locator('.bar').isVisible()).toBe(false);
  for (const part of ['.signs-now', '.signs-soon', '.foot']) expect(await page.locator(part).isVisible()).toBe(true);
  await page.context().close();
});

browserTest('a Spanish browser gets Spanish, and one key press later English', async () => {
  const { page } = await open('/leaflet/low-back-pain', { locale: 'es-MX', width: 390 });
  expect(await page.evaluate('document.documentElement.lang')).toBe('es');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Ir al contenido');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent + document.activeElement.lang')).toBe('Englishen');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${address}/leaflet/low-back-pain/en`);
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  await page.context().close();
});

browserTest('once loaded it needs no network, and it weighs less than 20 kB', async () => {
  const { page, errors } = await open('/leaflet/low-back-pain/en', { width: 390 });
  expect(await page.evaluate('[...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")].filter(({ name }) => !name.endsWith(".png")).reduce((sum, { transferSize }) => sum + transferSize, 0)')).toBeLessThan(20_000);
  await page.context().setOffline(true);
  await page.emulateMedia({ media: 'print' });
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  expect(await page.locator('.signs-now').isVisible()).toBe(true);
  // The tab's icon is no part of the page: the browser asks for it when it likes.
  expect(errors.filter((error) => !error.endsWith('/icon.png'))).toEqual([]);
  await page.context().close();
});

browserTest.each(['light', 'dark'] as const)('its words have enough contrast in %s', async (colorScheme) => {
  const { page } = await open('/leaflet/low-back-pain/en', { colorScheme });
  expect(await page.evaluate(WEAKEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
  await page.context().close();
});
