/** Ids that begin with the time and cannot be guessed. */
import { expect, test } from '@jest/globals';
import { makeId } from '../../src/store/make-id.ts';

const NOON = new Date('2026-06-15T12:00:00.000Z');

test('an id is a UUID of version 7 with its millisecond in front', () => {
  expect(makeId(NOON)).toMatch(/^019ecb27-2200-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the ids of one millisecond have nothing but their time in common', () => {
  const ids = Array.from({ length: 2000 }, () => makeId(NOON));
  expect(new Set(ids).size).toBe(2000);
  for (const place of [15, 16, 17, 20, 21, 22, ...Array.from({ length: 12 }, (_, index) => 24 + index)]) expect(new Set(ids.map((id) => id[place])).size).toBe(16);
});

test('a later id sorts after an earlier one', () => {
  const ids = [0, 1, 999, 60_000, 86_400_000, 40_000_000_000].map((ms) => makeId(new Date(NOON.getTime() + ms)));
  expect([...ids].sort()).toEqual(ids);
});
