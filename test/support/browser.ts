/** The system's Chromium for tests that look at pages; where there is none the tests are skipped, out loud (`npm test` counts them), and on CI that is a failure. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
/** Keeps it to this machine: no look-ups, updates or reports of its own. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const SCREENSHOTS = join(__dirname, '../../screenshots');

const executablePath = [process.env['CHROMIUM'] ?? '', ...PLACES].find(isExecutable);
if (executablePath === undefined && process.env['CI'] !== undefined) throw new Error('No Chromium found, and CI must not go without the browser tests: install it, or set CHROMIUM to its path.');

/** `test` where there is a browser. */
export const browserTest = executablePath === undefined ? test.skip : test;

/** Starts Chromium; nothing where there is none, as then no test runs. */
export async function startBrowser(): Promise<Browser | undefined> {
  return executablePath === undefined ? undefined : chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A picture for people to look at, in the ignored folder `screenshots`. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

/** Messages of errors on that page, as they come. */
export function watchErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`); });
  return errors;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
