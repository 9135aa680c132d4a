/** Ranks among peers, counted by hand. */
import { describe, expect, test } from '@jest/globals';
import { csvLine } from '../../src/stewardship/csv-line.ts';
import { placeAmong } from '../../src/stewardship/place-among.ts';
import { shareOf } from '../../src/stewardship/share.ts';
import type { Requester } from '../../src/stewardship/statistics.ts';

const person = (count: number, of = 1000): Requester => ({ requester: `r${count}`, client: 'ehr', notAppropriate: shareOf(count, of), drafted: shareOf(count, of), position: 'inside' });
const peers = (counts: readonly number[], of?: number): readonly Requester[] => counts.map((count) => person(count, of));
const upTo = (most: number): readonly number[] => Array.from({ length: most }, (_, index) => index + 1);

describe('a place among peers', () => {
  test.each([[4], [2], [1], [0]])('of 300 with %i lower ones says so exactly', (lower) => {
    expect(placeAmong(person(lower + 1), peers(upTo(300)))).toMatchObject({ count: 300, lower });
  });

  // The best tenth is ceil(n / 10) peers: 1 of 10, 2 of 11, 2 of 20, 3 of 21.
  test.each([[5, 1], [10, 1], [11, 2], [20, 2], [21, 3]])('the best tenth of %i peers is %i of them', (count, best) => {
    expect(placeAmong(person(500), peers(upTo(count))).best).toEqual({ share: best / 1000, peers: best });
  });

  test('the middle of six is between the third and the fourth', () => {
    // 10, 20, 30, 40, 50 and 60 of 100: 35 %.
    expect(placeAmong(person(5, 100), peers([60, 10, 30, 20, 50, 40], 100)).median).toBeCloseTo(0.35, 10);
    expect(placeAmong(person(5, 100), peers([50, 10, 30, 20, 40], 100)).median).toBe(0.3);
  });

  test('two that differ in the fifth place are not alike', () => {
    expect(placeAmong(person(50_001, 100_000), peers([50_000, 50_002, 1, 2, 3], 100_000)).lower).toBe(4);
  });
});

test('a hash in a spreadsheet is the hash, whatever it begins with; other words are no formula', () => {
  const hash = '-AbCdEfGhIjKlMnOpQrStUvWxYz01234';
  expect(csvLine([{ hash }, hash, { hash: '-2+3' }, { hash: '=HYPERLINK("http://x.example.org")' }])).toBe(`${hash},'${hash},'-2+3,"'=HYPERLINK(""http://x.example.org"")"\r\n`);
});
