/** The CDS Hooks Sandbox itself, built from its source (`SANDBOX_DIR`: its folder, with `build` in it), with this service; skipped, out loud, without it. Nothing leaves this machine. */
import { readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page, Response } from 'playwright-core';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { serve } from '../http/call-service.ts';
import { CARDS } from '../support/app.ts';
import { browserTest, startBrowser, takeScreenshot } from '../support/browser.ts';
import { registered } from '../support/client.ts';
import { listen, type Listening } from '../support/listen.ts';
import { sandboxFhir } from '../support/sandbox-fhir.ts';

const folder = process.env['SANDBOX_DIR'];
const BUILD = join(folder ?? '', 'build');
if (folder !== undefined) statSync(join(BUILD, 'app.bundle.js'));
const sandboxTest = folder === undefined ? test.skip : browserTest;

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.png': 'image/png' };
const MRI = 'Magnetic resonance (eg, proton) imaging, spinal canal and contents, lumbar; without contrast material';
const CT = 'Computed tomography, lumbar spine; without contrast material';
/** Its own services, which are not asked. */
const ITS_SERVICES = 'https://sandbox-services.cds-hooks.org/cds-services';

let browser: Browser | undefined;
let services: Readonly<Record<'en' | 'es', ReturnType<typeof serve>>>;
const listening: Listening[] = [];
let addresses: Readonly<Record<'sandbox' | 'fhir' | 'en' | 'es', string>>;
let page: Page;
let outside: string[];
let faults: string[];

async function open(make: Parameters<typeof listen>[0]): Promise<string> {
  const started = await listen(make);
  listening.push(started);
  return started.address;
}

function answerBuild({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const path = url === '/' || url.startsWith('/?') ? '/index.html' : new URL(url, 'http://x').pathname;
  try {
    const content = readFileSync(join(BUILD, path));
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'text/plain' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}

beforeAll(async () => {
  if (folder === undefined) return;
  browser = await startBrowser();
  const topics = loadTopics(CARDS);
  const made: Record<string, ReturnType<typeof serve>> = {};
  const start = (language: string) => open((address) => (made[language] = serve({
    topics, environment: { PUBLIC_URL: address }, clients: [registered({ id: 'sandbox', iss: 'https://sandbox.cds-hooks.org', profile: 'sandbox', language })],
  })).app);
  addresses = { sandbox: await open(() => answerBuild), fhir: await open(() => sandboxFhir()), en: await start('en'), es: await start('es') };
  services = { en: made['en']!, es: made['es']! };
}, 60_000);

afterAll(async () => {
  await browser?.close();
  for (const server of listening) server.close();
});

const answered = (response: Response) => response.request().method() === 'POST' && response.url().endsWith('/imaging-advice');
const card = () => page.locator('[class*=decision-card]');
const silent = () => page.getByText('No recommendations to display').waitFor();
const rated = (rating: string) => page.locator('[class*=rating-box]', { hasText: rating }).waitFor();

/** Acts, and gives the call it set off. */
async function after(act: () => Promise<unknown>): Promise<{ readonly context: any; readonly status: number }> {
  const [response] = await Promise.all([page.waitForResponse(answered), act()]);
  return { context: response.request().postDataJSON().context, status: response.status() };
}

async function choose(search: 'Search orders' | 'Search reasons', words: string, label: string): Promise<void> {
  const box = page.locator('[class*=-control]', { hasText: search }).locator('input');
  await box.fill(words);
  await after(() => page.getByText(label, { exact: true }).first().click());
}

/** As README and guide link to it. */
async function enter(language: 'en' | 'es'): Promise<void> {
  const { status, context } = await after(() => page.goto(`${addresses.sandbox}/?screen=pama&hook=order-select&fhirServiceUrl=${addresses.fhir}/fhir&serviceDiscoveryURL=${encodeURIComponent(`${addresses[language]}/cds-services`)}`));
  expect([status, context.draftOrders.entry[0].resource.code]).toEqual([200, { coding: [{}] }]);
  await silent();
}

const lastFeedback = async () => (await services.en.store.listFeedback()).at(-1);

describe('in the CDS Hooks Sandbox itself', () => {
  beforeEach(async () => {
    if (browser === undefined) return;
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    [outside, faults] = [[], []];
    await context.route(({ hostname }) => hostname !== '127.0.0.1', (route) => {
      outside.push(route.request().url());
      return route.abort();
    });
    page = await context.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
  });

  afterEach(async () => {
    if (browser === undefined) return;
    await page.context().close();
    expect([outside.filter((url) => url !== ITS_SERVICES), faults]).toEqual([[], []]);
  });

  sandboxTest('a lumbar MRI gets its card and its rating; the swap changes the order, and is agreed with', async () => {
    await enter('en');
    await choose('Search orders', 'lumbar', MRI);
    await choose('Search reasons', 'low back pain', 'Low back pain (finding)');
    await rated('not-appropriate');
    expect(await card().first().textContent()).toMatch(/MRI lumbar spine without IV contrast: usually not appropriate/);
    expect(await card().locator('li p').count()).toBe(0);
    expect(await card().first().locator('img').evaluate((icon: any) => icon.naturalWidth)).toBe(100);
    await takeScreenshot(page, 'real-sandbox-card');
    const [why] = await Promise.all([page.context().waitForEvent('page'), card().first().getByText('Why this card?').click()]);
    await why.getByRole('heading', { level: 1 }).waitFor();
    await why.close();
    await after(() => page.getByRole('button', { name: 'Order conservative care instead' }).click());
    await silent();
    await rated('appropriate✓');
    expect(await page.getByText(MRI).count()).toBe(0);
    await takeScreenshot(page, 'real-sandbox-swap');
    expect(await lastFeedback()).toMatchObject({ outcome: 'accepted', isMatched: true });
  }, 120_000);

  sandboxTest('an emergency is critical, its list of what to do is apart, and it is overridden with a reason', async () => {
    await enter('en');
    await choose('Search orders', '72131', CT);
    await choose('Search reasons', 'cauda equina', 'Cauda equina syndrome (disorder)');
    await card().and(page.locator('[class*=alert-critical]')).waitFor();
    const [recorded, now] = await card().locator('ul').allTextContents();
    expect([recorded, now]).toEqual([expect.not.stringMatching(/Call surgery now/), expect.stringMatching(/Call surgery now/)]);
    await takeScreenshot(page, 'real-sandbox-emergency');
    await page.getByLabel('select dismiss reason').click();
    const reported = page.waitForResponse((response) => response.url().endsWith('/feedback') && response.request().method() === 'POST');
    await page.getByRole('menuitem', { name: /MRI contraindicated/ }).click();
    expect((await reported).status()).toBe(200);
    await silent();
    expect(await lastFeedback()).toMatchObject({ outcome: 'overridden', isMatched: true, reason: { code: expect.any(String) } });
  }, 120_000);

  sandboxTest('its other tabs get no card and no error', async () => {
    await enter('en');
    expect((await after(() => page.getByRole('button', { name: 'Rx View' }).click())).context.selections).toEqual(['MedicationOrder/order-123']);
    await page.locator('input[name=medication-input]').fill('ibuprofen');
    expect((await after(() => page.getByText('Ibuprofen 100 MG Oral Tablet', { exact: true }).click())).status).toBe(200);
    const again = await after(() => page.getByRole('button', { name: 'Rx View' }).click());
    expect([again.status, Object.keys(again.context)]).toEqual([200, ['patientId', 'userId']]);
    await silent();
    for (const tab of ['Rx Sign', 'Patient View']) {
      await page.getByRole('button', { name: tab }).click();
      await silent();
    }
  }, 120_000);

  sandboxTest('a client that reads Spanish gets a Spanish card', async () => {
    await enter('es');
    await choose('Search orders', '72131', CT);
    await choose('Search reasons', 'cauda equina', 'Cauda equina syndrome (disorder)');
    await card().waitFor();
    expect(await card().textContent()).toMatch(/Posible síndrome de cauda equina/);
    expect(await card().getByRole('button').allTextContents()).toContainEqual(expect.stringMatching(/ecografía vesical$/));
    await takeScreenshot(page, 'real-sandbox-spanish');
  }, 120_000);
});
