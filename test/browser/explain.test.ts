/** The page behind "Why this card?" as people see it: wide and narrow, with the keyboard alone, in the dark and on paper. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { post, serve } from '../http/call-service.ts';
import { CARDS } from '../support/app.ts';
import { browserTest, startBrowser, takeScreenshot, watchErrors } from '../support/browser.ts';
import { WEAKEST_CONTRAST } from '../support/contrast.ts';
import { listen, type Listening } from '../support/listen.ts';

const REQUESTS = join(__dirname, '../../fixtures/requests');
const AXE = join(__dirname, '../../node_modules/axe-core/axe.min.js');
const SIZES = [['wide', 1440, 900], ['narrow', 390, 844]] as const;

let server: Listening | undefined;
let browser: Browser | undefined;
/** Addresses of explanations, as the cards' own links have them. */
const cards: Record<string, string> = {};
let address = '';

const request = (name: string) => JSON.parse(readFileSync(join(REQUESTS, `${name}.json`), 'utf8')) as Record<string, any>;

beforeAll(async () => {
  browser = await startBrowser();
  if (browser === undefined) return;
  let app!: ReturnType<typeof serve>['app'];
  server = await listen((own) => ({ app } = serve({ topics: loadTopics(CARDS), environment: { EXPLAIN: 'references', PUBLIC_URL: own } })).app);
  ({ address } = server);
  const given = async (name: string, body: unknown): Promise<string> => {
    const [card] = (await post(body, '/cds-services/imaging-advice', app)).body.cards;
    cards[name] = card.links.find(({ label }: { label: string }) => label === 'Why this card?').url;
    return card.uuid;
  };
  const acute = request('acute-low-back-pain');
  const { prefetch: { patient, conditions, ...prefetch }, context } = acute;
  await given('acute-low-back-pain', acute);
  const emergency = await given('cauda-equina', request('cauda-equina'));
  await given('little-was-read', { ...acute, prefetch: { patient, conditions } });
  const [entry] = context.draftOrders.entry;
  const second = { resource: { ...entry.resource, id: 'second', code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72131' }] } } };
  await given('two-orders', { ...acute, hook: 'order-sign', context: { ...context, draftOrders: { resourceType: 'Bundle', entry: [entry, second] } } });
  await given('two-readings', { ...acute, prefetch: { ...prefetch, patient, conditions: { ...conditions, entry: [...conditions.entry, problem('kidney', 'N10', '2026-06-01'), problem('fused', 'Z98.1', '2020-03-01')] } } });
  await post({ feedback: [{ card: emergency, outcome: 'overridden', outcomeTimestamp: '2026-06-15T12:05:00Z', overrideReason: { reason: { code: 'expert-contradicts' } } }] }, '/cds-services/imaging-advice/feedback', app);
}, 60_000);

function problem(id: string, code: string, recordedDate: string): object {
  return { resource: { resourceType: 'Condition', id, subject: { reference: 'Patient/p1' }, recordedDate, clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }] } } };
}

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(url: string, [, width, height]: readonly [string, number, number], colorScheme: 'light' | 'dark' = 'light'): Promise<{ readonly page: Page; readonly errors: readonly string[] }> {
  const page = await (await browser!.newContext({ viewport: { width, height }, colorScheme })).newPage();
  const errors = watchErrors(page);
  await page.goto(url);
  return { page, errors };
}

describe.each(SIZES)('on a %s screen', (...size) => {
  browserTest.each(['acute-low-back-pain', 'cauda-equina', 'little-was-read', 'two-orders', 'two-readings'])('%s is explained without an error and without scrolling sideways', async (name) => {
    const { page, errors } = await open(cards[name]!, size);
    expect(await page.title()).toBe('Why this card? · Backstop');
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await takeScreenshot(page, `explain-${name}-${size[0]}`);
    await page.locator('summary').evaluateAll((all) => all.forEach((each) => (each as unknown as { click(): void }).click()));
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

browserTest('in Spanish on a phone: no barrier, no error, no scrolling sideways, and the way back to English', async () => {
  for (const name of ['cauda-equina', 'little-was-read', 'two-readings']) {
    // The service forbids scripts from elsewhere; what a test looks with is one.
    const page = await (await browser!.newContext({ viewport: { width: 390, height: 844 }, locale: 'es-ES', bypassCSP: true })).newPage();
    const errors = watchErrors(page);
    await page.goto(cards[name]!);
    expect(await page.locator('h1').textContent()).toBe('¿Por qué esta tarjeta?');
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await page.evaluate(readFileSync(AXE, 'utf8'));
    expect(await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))')).toEqual([]);
    await takeScreenshot(page, `explain-spanish-${name}`);
    await page.locator('.languages a', { hasText: 'English' }).click();
    expect(await page.locator('h1').textContent()).toBe('Why this card?');
    expect(errors).toEqual([]);
    await page.context().close();
  }
}, 30_000);

browserTest('a card nobody knows is a page too', async () => {
  const { page, errors } = await open(`${address}/explain/00000000-0000-4000-8000-999999999999`, SIZES[1]);
  expect(await page.locator('h1').textContent()).toBe('No such card');
  // The browser itself reports the status of the page.
  expect(errors.filter((error) => !error.includes('404'))).toEqual([]);
  await page.context().close();
});

browserTest('everything that can be opened or followed is reached with the keyboard, and opened', async () => {
  const { page } = await open(cards['little-was-read']!, SIZES[0]);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
  const count = await page.locator('a, summary').count();
  const reached: unknown[] = [];
  for (let at = 1; at < count; at += 1) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate('document.activeElement.localName'));
    if (reached.at(-1) === 'summary') await page.keyboard.press('Enter');
  }
  expect(reached.filter((name) => name !== 'a' && name !== 'summary')).toEqual([]);
  expect(await page.locator('details:not([open])').count()).toBe(0);
  await page.context().close();
});

browserTest('in the dark and on paper nothing is lost: what is folded up is printed', async () => {
  const dark = await open(cards['cauda-equina']!, SIZES[0], 'dark');
  await takeScreenshot(dark.page, 'explain-dark');
  expect(dark.errors).toEqual([]);
  await dark.page.context().close();
  const { page } = await open(cards['little-was-read']!, SIZES[0]);
  await page.emulateMedia({ media: 'print' });
  await takeScreenshot(page, 'explain-print');
  expect(await page.locator('.bar').isVisible()).toBe(false);
  expect(await page.locator('.gaps details p').first().isVisible()).toBe(true);
  await page.context().close();
});

browserTest('the words on the page have enough contrast on their ground, light and dark', async () => {
  for (const scheme of ['light', 'dark'] as const) {
    const { page } = await open(cards['cauda-equina']!, SIZES[0], scheme);
    expect(await page.evaluate(WEAKEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    await page.context().close();
  }
});
