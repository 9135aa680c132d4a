/** Lines of the log are written some at a time, whole, in order, and soon. */
import { afterAll, expect, test } from '@jest/globals';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { batchLines } from '../../src/http/batch-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'backstop-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(name: string) {
  const path = join(folder, name);
  const descriptor = openSync(path, 'a');
  return { lines: batchLines(descriptor), written: () => readFileSync(path, 'utf8'), close: () => closeSync(descriptor) };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(10);
}

test('a line alone waits for others, and not for ever', async () => {
  const { lines, written, close } = open('alone');
  lines.write('{"msg":"one"}\n');
  await new Promise((resolve) => setImmediate(resolve));
  expect(written()).toBe('');
  await until(() => written() === '{"msg":"one"}\n');
  lines.write('{"msg":"two"}\n');
  await until(() => written() === '{"msg":"one"}\n{"msg":"two"}\n');
  close();
});

test('many lines do not wait, and each is written once, whole and in order, also those behind a write under way', async () => {
  const { lines, written, close } = open('many');
  const all = Array.from({ length: 500 }, (_, number) => `${JSON.stringify({ number, words: 'ä'.repeat(number % 90) })}\n`);
  for (const [index, line] of all.entries()) {
    lines.write(line);
    if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => written().length >= all.join('').length);
  expect(written()).toBe(all.join(''));
  close();
});
