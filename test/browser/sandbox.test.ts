/** A page that behaves as the CDS Hooks Sandbox does, in a real browser: from another origin, on DSTU2 data, through the whole life of a card. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { serve } from '../http/call-service.ts';
import { CARDS } from '../support/app.ts';
import { browserTest, startBrowser, takeScreenshot, watchErrors } from '../support/browser.ts';
import { sandboxFhir } from '../support/sandbox-fhir.ts';

const FIXTURES = join(__dirname, '../../fixtures/requests');
const recorded = (name: string) => JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as Record<string, any>;
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  '/': [join(__dirname, 'sandbox-page/index.html'), 'text/html'],
  '/sandbox.js': [join(__dirname, 'sandbox-page/sandbox.js'), 'text/javascript'],
  '/marked.js': [join(__dirname, '../../node_modules/marked/lib/marked.esm.js'), 'text/javascript'],
};

let conditions: readonly object[] = [];
/** Made once its address is known: cards point to it for their icon. */
let service: ReturnType<typeof serve>;
const servers: Server[] = [];
let addresses: { readonly page: string; readonly service: string; readonly fhir: string };
let browser: Browser | undefined;
let page: Page;
let errors: readonly string[];

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerPage({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const [file, type] = FILES[url.split('?')[0]!] ?? [];
  response.writeHead(file === undefined ? 204 : 200, { 'Content-Type': `${type ?? 'text/plain'}; charset=utf-8` });
  response.end(file === undefined ? '' : readFileSync(file));
}

beforeAll(async () => {
  browser = await startBrowser();
  addresses = { page: await listen(answerPage), service: await listen((request, response) => service.app(request, response)), fhir: await listen(sandboxFhir(() => conditions)) };
  service = serve({ topics: loadTopics(CARDS), environment: { PUBLIC_URL: addresses.service } });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Acts, and waits for the answers to what it set off. */
async function after(calls: number, act: () => Promise<unknown>): Promise<void> {
  const before = Number(await page.locator('#calls').textContent());
  await act();
  await page.locator('#calls', { hasText: new RegExp(`^${before + calls}$`) }).waitFor({ timeout: 10_000 });
}

const choose = (id: 'study' | 'reason', code: string) => after(1, () => page.selectOption(`#${id}`, code));
const textOf = (selector: string) => page.locator(selector).allTextContents();
const lastSent = async () => (await page.evaluate('sent.at(-1).body')) as Record<string, any>;
/** The service's failures of a 404 at the FHIR server are the page's console's, not ours. */
const ownErrors = () => errors.filter((error) => !error.includes(addresses.fhir));

describe('in a browser, as the sandbox does it', () => {
  beforeEach(async () => {
    if (browser === undefined) return;
    conditions = [];
    page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    errors = watchErrors(page);
    await page.goto(`${addresses.page}/?service=${addresses.service}/cds-services&fhir=${addresses.fhir}/fhir`);
    await page.locator('#calls', { hasText: '1' }).waitFor({ timeout: 10_000 });
  }, 30_000);

  browserTest('DISC-13 TOK-8 its requests are those that were recorded, and the empty first one is no error', async () => {
    expect((await lastSent())['context']).toEqual(recorded('sandbox-first-call')['context']);
    expect(await textOf('article')).toEqual([]);
    expect(await textOf('#fault')).toEqual(['']);
    await choose('study', '72148');
    await choose('reason', '279039007');
    const sent = await lastSent();
    expect(sent['context']).toEqual(recorded('sandbox-lumbar-mri')['context']);
    expect(Object.keys(sent).sort()).toEqual(Object.keys(recorded('sandbox-lumbar-mri')).sort());
    expect(Object.keys(sent['prefetch'])).toEqual(expect.arrayContaining(Object.keys(recorded('sandbox-lumbar-mri')['prefetch'])));
    expect(Object.keys(sent['prefetch'])).not.toContain('medications');
    expect(ownErrors()).toEqual([]);
  }, 60_000);

  browserTest('CORS-1 CORS-2 CARD-7 SYS-3 a lumbar MRI gets its card, its rating and an icon', async () => {
    await choose('study', '72148');
    await choose('reason', '279039007');
    expect(await textOf('#rating')).toEqual(['not-appropriate']);
    expect(await page.locator('article').first().getAttribute('class')).toMatch(/^(?:warning|info)$/);
    expect((await textOf('article h2'))[0]).toMatch(/usually not appropriate/);
    expect(await page.evaluate(`(() => { const { naturalWidth, naturalHeight, complete } = document.querySelector('article img'); return [complete, naturalWidth, naturalHeight]; })()`)).toEqual([true, 100, 100]);
    for (const button of await page.locator('button.link').all()) expect((await button.getAttribute('value'))!.replace(addresses.service, 'https://cds.example.org')).toMatch(/^https:\/\//);
    expect((await textOf('article:first-of-type .override')).length).toBeGreaterThanOrEqual(4);
    await takeScreenshot(page, 'sandbox-card');
    expect(ownErrors()).toEqual([]);
  }, 60_000);

  browserTest('SUG-4 ACT-4 ACT-7 PAMA-10 taking the swap changes the order on the page, is reported, and is agreed with', async () => {
    await choose('study', '72148');
    await choose('reason', '279039007');
    const [label] = await textOf('button.suggestion');
    expect(label).toMatch(/conservative care/i);
    await after(1, () => page.locator('button.suggestion').first().click());
    const [order] = await textOf('#order');
    expect(order).not.toMatch(/MRI/);
    expect(order).toMatch(/^.+, Low back pain \(finding\)$/);
    expect(await textOf('#rating')).toEqual(['appropriate']);
    expect(await textOf('article')).toEqual([]);
    const [kept] = (await service.store.listFeedback()).slice(-1);
    expect(kept).toMatchObject({ outcome: 'accepted', isMatched: true, acceptedSuggestions: [expect.any(String)] });
    expect(ownErrors()).toEqual([]);
  }, 60_000);

  browserTest('FB-4 OVR-1 a card is dismissed with a reason', async () => {
    await choose('study', '72131');
    await choose('reason', '279039007');
    const reported = page.waitForResponse((response) => response.url().endsWith('/feedback') && response.request().method() === 'POST');
    await page.locator('button.override').first().click();
    expect((await reported).status()).toBe(200);
    const [kept] = (await service.store.listFeedback()).slice(-1);
    expect(kept).toMatchObject({ outcome: 'overridden', isMatched: true, reason: { code: expect.any(String), system: expect.any(String) } });
    expect(await textOf('button.override')).toEqual([]);
  }, 60_000);

  browserTest('CTX-7 CTX-9 a drug gets no card, and a tab clicked again, then sent without orders, no error', async () => {
    await page.locator('#tab').click();
    await after(1, () => page.locator('#rx').click());
    expect((await lastSent())['context'].selections).toEqual(['MedicationOrder/order-123']);
    expect([await textOf('article'), await textOf('#fault')]).toEqual([[], ['']]);
    await after(1, () => page.locator('#drug').click());
    expect([await textOf('article'), await textOf('#fault')]).toEqual([[], ['']]);
    await after(1, () => page.locator('#tab').click());
    expect(Object.keys((await lastSent())['context'])).toEqual(['patientId', 'userId']);
    expect([await textOf('article'), await textOf('#fault')]).toEqual([[], ['']]);
    expect(ownErrors()).toEqual([]);
  }, 60_000);

  browserTest('CARD-4 an emergency is shown as one', async () => {
    await choose('study', '72131');
    await choose('reason', '192970008');
    expect(await page.locator('article').first().getAttribute('class')).toBe('critical');
    const [recorded, now] = await page.locator('.detail ul').allTextContents();
    expect(recorded).toMatch(/Cauda equina syndrome/);
    expect(recorded).not.toMatch(/Call surgery now/);
    expect(now).toMatch(/Call surgery now/);
    expect(await page.locator('.detail li p').count()).toBe(0);
    await takeScreenshot(page, 'sandbox-emergency');
  }, 60_000);

  browserTest('CARD-3 words from the chart stay words where raw HTML is let through', async () => {
    const attack = '<img src=x onerror="window.attacked = true"> <b id="injected">[press](javascript:attacked) ![](http://127.0.0.1:9/x)';
    conditions = [{
      resourceType: 'Condition', id: 'c2', patient: { reference: 'Patient/smart-1288992' }, clinicalStatus: 'active', verificationStatus: 'confirmed',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '254837009', display: `Breast cancer ${attack}` }], text: `Breast cancer ${attack}` },
    }];
    await choose('study', '72131');
    await choose('reason', '279039007');
    expect((await textOf('.detail')).join(' ')).toContain('onerror=');
    expect(await page.locator('.detail').first().evaluate((detail: any) => [...detail.querySelectorAll('img, b, a, script')].map(({ id, tagName }: any) => `${tagName} ${id}`))).toEqual([]);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
  }, 60_000);
});
