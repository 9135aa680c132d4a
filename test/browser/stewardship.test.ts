/** The stewardship pages in a real browser: with eyes, without, by keyboard, on a small screen, in the dark, and on paper. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browserTest, startBrowser, takeScreenshot, watchErrors } from '../support/browser.ts';
import { simulateYear, YEAR_TOKEN, type Year } from '../support/simulated-year.ts';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let year: Year;
let browser: Browser | undefined;
beforeAll(async () => {
  browser = await startBrowser();
  if (browser !== undefined) year = await simulateYear({ size: 700, requesters: 20 });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await year?.close();
});

interface Look {
  readonly width?: number;
  readonly isDark?: boolean;
  readonly hasScripts?: boolean;
  readonly bypassCSP?: boolean;
}

/** A fresh browser that is signed in. */
async function signedIn({ width = 1440, isDark = false, hasScripts = true, bypassCSP = false }: Look = {}): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly errors: readonly string[] }> {
  const context = await browser!.newContext({ viewport: { width, height: 900 }, colorScheme: isDark ? 'dark' : 'light', reducedMotion: 'reduce', javaScriptEnabled: hasScripts, bypassCSP, baseURL: year.url });
  const page = await context.newPage();
  await page.goto('/stewardship/sign-in');
  await page.getByLabel('Token', { exact: true }).fill(YEAR_TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/stewardship$/);
  return { page, context, errors: watchErrors(page) };
}

/** A link as the page has it. */
async function follow(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().click();
  await page.waitForLoadState();
}

const PAGES: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['stewardship', (page) => page.goto('/stewardship?visits=5000')],
  ['stewardship-orders', (page) => page.goto('/stewardship/orders?rating=UNA&variant=V1')],
  ['stewardship-order', async (page) => {
    await page.goto('/stewardship/orders?rating=UNA');
    await follow(page, 'table.orders tbody a');
  }],
  ['stewardship-find', (page) => page.goto('/stewardship/report-card')],
  ['stewardship-report-card', async (page) => {
    await page.goto('/stewardship');
    await follow(page, '#outliers tbody a');
  }],
  ['stewardship-nothing', (page) => page.goto('/stewardship?from=2020-01&to=2020-02')],
  ['stewardship-sign-in', async (page) => {
    await page.context().clearCookies();
    await page.goto('/stewardship');
  }],
];

describe.each([[1440, false], [390, false], [1440, true]])('%i pixels wide, dark: %s', (width, isDark) => {
  browserTest.each(PAGES)('%s shows without an error, and only tables scroll sideways', async (name, open) => {
    const { page, context, errors } = await signedIn({ width, isDark });
    await open(page);
    await page.waitForTimeout(200);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await takeScreenshot(page, `${name}-${width}${isDark ? '-dark' : ''}`);
    // A browser calls every 401 an error.
    expect(errors.filter((error) => !/status of 401/.test(error))).toEqual([]);
    await context.close();
  }, 60_000);
});

describe('for everybody', () => {
  browserTest.each(PAGES.flatMap(([name, open]) => [false, true].map((isDark) => [name, isDark, open] as const)))('%s has no barrier a machine can find (dark: %s)', async (_, isDark, open) => {
    // Only this test lets a script of its own in.
    const { page, context } = await signedIn({ isDark, bypassCSP: true });
    await open(page);
    // What is folded away is looked at too.
    await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`)) as { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] };
    expect(violations.map(({ id, nodes }) => [id, nodes.length, nodes[0]?.html, nodes[0]?.failureSummary])).toEqual([]);
    await context.close();
  }, 60_000);

  browserTest('signing in, reading, narrowing and signing out need no mouse', async () => {
    const context = await browser!.newContext({ baseURL: year.url });
    const page = await context.newPage();
    await page.goto('/stewardship');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('token');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.type(YEAR_TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Where to act' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    // From the filter to the first thing to act on.
    for (let times = 0; times < 30 && !(await page.evaluate(`document.activeElement.closest('.actions') !== null`)); times += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/orders\?.*indicator=critical/);
    expect(await page.locator('table.orders tbody tr').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Sign out' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/sign-in$/);
    await page.goto('/stewardship');
    expect(await page.title()).toContain('Sign in');
    await context.close();
  }, 60_000);

  browserTest('without scripts every number is there, and no empty picture', async () => {
    const { page, context } = await signedIn({ hasScripts: false });
    expect(await page.locator('figure:visible').count()).toBe(0);
    expect(await page.locator('table#variants tbody tr').count()).toBeGreaterThan(3);
    await context.close();
  }, 60_000);
});

describe('charts', () => {
  browserTest('draw what the tables say', async () => {
    const { page, context } = await signedIn();
    for (const table of ['months', 'variants', 'studies', 'requesters']) {
      const figure = page.locator(`figure[data-table="${table}"]`);
      await figure.waitFor();
      const drawn = (await page.evaluate(`(() => { const { data } = Chart.getChart(document.querySelector('figure[data-table="${table}"] canvas')); return data.datasets.map(({ label, data }) => [label, data]); })()`)) as [string, unknown[]][];
      if (table === 'requesters') {
        const points = drawn.slice(0, 3).flatMap(([, data]) => data);
        expect(points).toHaveLength(await page.locator('#requesters tbody tr').count());
      } else {
        const column = (await page.evaluate(`[...document.querySelectorAll('#${table} tbody tr')].map((row) => Number(row.cells[1].dataset.value))`)) as number[];
        expect(drawn.find(([label]) => label === 'Usually not appropriate')![1]).toEqual(column.slice(0, table === 'months' ? 12 : 10));
      }
    }
    await context.close();
  }, 60_000);
});

describe('a report card', () => {
  browserTest.each(['A4', 'Letter'] as const)('prints on one sheet of %s', async (format) => {
    const { page, context } = await signedIn();
    // Of who has most to gain there is most to say.
    await page.goto(new URL((await page.locator('#requesters tbody a').first().getAttribute('href'))!, `${page.url().split('?')[0]}`).href);
    expect(await page.title()).toContain('Report card');
    const sheet = (await page.pdf({ format, preferCSSPageSize: false })).toString('latin1');
    expect(sheet.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(format === 'A4' ? { width: 794, height: 1123 } : { width: 816, height: 1056 });
    await takeScreenshot(page, `stewardship-report-card-${format}`);
    await context.close();
  }, 60_000);
});
