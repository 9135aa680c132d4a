import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createJsonScanner, type JsonLimits } from '../../src/chart/scan-json.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const limits = { depth: 3, members: 10 };

const scanJson = (text: Buffer, limits: JsonLimits): keyof JsonLimits | undefined => createJsonScanner(limits).look(text);

/** The same by walking over what was parsed: levels, and what opens or separates. */
function measure(value: unknown): { readonly depth: number; readonly members: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, members: 0 };
  const parts = Object.values(value).map(measure);
  return { depth: 1 + Math.max(0, ...parts.map(({ depth }) => depth)), members: 1 + Math.max(0, parts.length - 1) + parts.reduce((sum, { members }) => sum + members, 0) };
}

describe('scanJson', () => {
  test.each([
    ['{"a":{"b":{}}}', undefined], ['{"a":{"b":{"c":[]}}}', 'depth'], ['[[[[', 'depth'], ['[1,2,3,4,5,6,7,8,9,10]', undefined], ['[1,2,3,4,5,6,7,8,9,10,11]', 'members'],
    ['"[[[[[[[,,,,,,,,,,,"', undefined], ['"\\"[[[[["', undefined], ['"\\\\"', undefined], ['["\\\\",[[[1]]]]', 'depth'], ['"never ends [[[[[', undefined], ['', undefined], [']]]][[[[', undefined],
  ] as const)('JSON-5 %s: %s', (text, limit) => {
    expect(scanJson(bytes(text), limits)).toBe(limit);
  });

  test('JSON-5 counts as a walk over the parsed text does', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 40 }), (text, depth, members) => {
      const size = measure(JSON.parse(text));
      const limit = scanJson(bytes(text), { depth, members });
      expect(limit !== undefined).toBe(size.depth > depth || size.members > members);
      const scan = createJsonScanner({ depth: 100, members: 1000 });
      scan.look(bytes(text));
      expect(scan.members()).toBe(size.members);
    }), { numRuns: 2000 });
  });

  test('JSON-5 says the same however the text comes in parts', () => {
    const text = fc.oneof(fc.json({ maxDepth: 6 }), fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', 'a', 'é', '😀'), maxLength: 40 }));
    fc.assert(fc.property(text, fc.array(fc.nat(40), { maxLength: 8 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 40 }), (text, cuts, depth, members) => {
      const whole = bytes(text);
      const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((one, other) => one - other), whole.length];
      const scan = createJsonScanner({ depth, members });
      let limit: keyof JsonLimits | undefined;
      for (const [index, to] of places.slice(1).entries()) limit ??= scan.look(whole.subarray(places[index], to));
      expect(limit).toBe(scanJson(whole, { depth, members }));
      const once = createJsonScanner({ depth, members });
      if (once.look(whole) === undefined) expect(scan.members()).toBe(once.members());
    }), { numRuns: 5000 });
  });
});
