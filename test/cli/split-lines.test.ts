import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLineSplitter, type LineBatch } from '../../src/cli/decide/split-lines.ts';

const textOf = ({ bytes }: LineBatch): string => Buffer.from(bytes ?? []).toString();

/** Batches as [number of the line, line]; a line that was too long is null. */
function linesOf(batches: readonly LineBatch[]): readonly (readonly [number, string | null])[] {
  return batches.flatMap((batch): readonly (readonly [number, string | null])[] => (batch.bytes === undefined ? [[batch.first, null] as const] : textOf(batch).replace(/\n$/, '').split('\n').map((line, index) => [batch.first + index, line] as const)));
}

describe('lines', () => {
  test('are the same however the bytes come in and are taken out', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[ab\u00fc]{0,12}$/), { minLength: 1 }), fc.boolean(), fc.array(fc.integer({ min: 1, max: 9 })), fc.boolean(), (lines, isEnded, cuts, isEager) => {
      const bytes = Buffer.from(lines.join('\n') + (isEnded ? '\n' : ''));
      const splitter = createLineSplitter(1000);
      const got: LineBatch[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const length = cuts.length === 0 ? bytes.length : cuts[turn % cuts.length]!;
        got.push(...splitter.add(bytes.subarray(at, at + length)), ...(isEager ? splitter.take() : []));
        at += length;
      }
      got.push(...splitter.end());
      const expected = lines.map((line, index) => [index + 1, line] as const);
      expect(linesOf(got)).toEqual(!isEnded && lines.at(-1) === '' ? expected.slice(0, -1) : expected);
    }), { numRuns: 300 });
  });

  test('that are too long are told by their number, in their place, and not held', () => {
    const splitter = createLineSplitter(10);
    const got: LineBatch[] = [];
    for (const chunk of ['a\nbb', 'b\n', 'x'.repeat(8), 'x'.repeat(8), 'x'.repeat(100), 'x\nc', '\nd\n', 'y'.repeat(11)]) got.push(...splitter.add(Buffer.from(chunk)));
    got.push(...splitter.end());
    expect(linesOf(got)).toEqual([[1, 'a'], [2, 'bbb'], [3, null], [4, 'c'], [5, 'd'], [6, null]]);
  });
});
