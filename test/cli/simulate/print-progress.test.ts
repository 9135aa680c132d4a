/** How far a simulation is: a bar that a person sees move, and lines that a file can hold. */
import { expect, test } from '@jest/globals';
import { printProgress } from '../../../src/cli/simulate/print-progress.ts';

function shown(isTTY: boolean): { readonly at: (seconds: number) => ReturnType<typeof printProgress>; readonly text: () => string } {
  let [now, text] = [0, ''];
  const progress = printProgress({ output: { isTTY, write: (part: string | Uint8Array) => { text += String(part); return true; } } as never, now: () => new Date(now) });
  return { at: (seconds) => { now = seconds * 1000; return progress; }, text: () => text };
}

test('a person sees a bar with rate and time left, which gives way to a line', () => {
  const { at, text } = shown(true);
  at(0).show('judging patients', 200, 1000);
  at(10).show('judging patients', 300, 1000);
  at(10.01).show('judging patients', 301, 1000);
  at(11).tell('a.ndjson:1: is odd');
  expect(text().split('\r\x1b[K').slice(1)).toEqual(['[####....................] judging patients 200 of 1,000, 0 a second', '[#######.................] judging patients 300 of 1,000, 10 a second, 1 min 10 s left', 'a.ndjson:1: is odd\n']);
});

test('a file gets a line every ten seconds, and none of a stage that is shorter', () => {
  const { at, text } = shown(false);
  at(0).show('reading MB', 0, 100);
  at(5).show('reading MB', 50, 100);
  at(6).show('judging patients', 0, 10_000);
  at(16).show('judging patients', 10, 10_000);
  at(17).end();
  expect(text()).toBe('judging patients 10 of 10,000, 1 a second, 2 h 46 min left\n');
});
