/** Shares and the limits of chance, against values worked out by hand. */
import { describe, expect, test } from '@jest/globals';
import { controlLimits } from '../../src/stewardship/control-limits.ts';
import { countRequesters } from '../../src/stewardship/count-requesters.ts';
import { shareOf } from '../../src/stewardship/share.ts';

describe('a share', () => {
  // (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96.
  test.each([
    [0, 10, 0, 0, 0.2775], [10, 10, 1, 0.7225, 1], [5, 10, 0.5, 0.2366, 0.7634], [1, 1, 1, 0.2065, 1], [81, 263, 0.308, 0.2553, 0.3662], [15, 148, 0.1014, 0.0624, 0.1605],
  ])('%i of %i has its Wilson interval', (count, of, share, low, high) => {
    expect(shareOf(count, of)).toEqual({ count, of, share, low, high });
  });

  test('of nothing is no share: neither 0 nor 100 per cent', () => {
    expect(shareOf(0, 0)).toEqual({ count: 0, of: 0 });
  });
});

describe('limits of chance', () => {
  // Ten tosses of a coin: P(X ≤ 8) = 1013/1024 = 0.9893, P(X ≤ 7) = 968/1024 = 0.9453; so 2.5 % lie beyond 8, and 0.1 % beyond 9 (1023/1024 = 0.9990).
  test('ten tosses of a coin', () => {
    expect(controlLimits(10, 0.5, 0.025)).toMatchObject({ fewest: 2, most: 8 });
    expect(controlLimits(10, 0.5, 0.001)).toMatchObject({ fewest: 1, most: 9 });
  });

  // P(none of 20 at 10 %) = 0.9²⁰ = 0.1216; P(X ≤ 5) = 0.9887, P(X ≤ 4) = 0.9568.
  test('twenty orders at ten per cent: none is within, five are, six are not', () => {
    expect(controlLimits(20, 0.1, 0.025)).toMatchObject({ fewest: 0, most: 5 });
  });

  test('a share at or beyond a line is a count outside, at every number of orders', () => {
    for (const orders of [20, 21, 50, 333]) {
      for (const share of [0.02, 0.3, 0.77]) {
        const { fewest, most, low, high } = controlLimits(orders, share, 0.001);
        for (let count = 0; count <= orders; count += 1) {
          expect(count / orders >= high - 1e-12 && high < 1).toBe(count > most && high < 1);
          expect(count / orders <= low + 1e-12 && low > 0).toBe(count < fewest && low > 0);
        }
      }
    }
  });

  test('hold for as many orders as one may have, and where everybody or nobody does it', () => {
    expect(controlLimits(100_000, 0.4, 0.001)).toMatchObject({ most: expect.any(Number) });
    // 40,000 ± 3.09 · √(100,000 · 0.4 · 0.6) = 40,000 ± 479.
    expect(Math.abs(controlLimits(100_000, 0.4, 0.001).most - 40_479)).toBeLessThan(5);
    expect(controlLimits(30, 0, 0.001)).toMatchObject({ fewest: 0, most: 0 });
    expect(controlLimits(30, 1, 0.001)).toMatchObject({ fewest: 30, most: 30 });
  });
});

describe('requesters', () => {
  const rows = (requester: string, una: number, ua: number, client = 'ehr') => [{ count: una, by: { client, requester, rating: 'UNA' } }, { count: ua, by: { client, requester, rating: 'UA' } }];

  test('with fewer than twenty rated orders are pooled and never named', () => {
    const { compared, pooled, known } = countRequesters([...rows('a', 10, 10), ...rows('b', 19, 0), ...rows('c', 1, 1), { count: 40, by: { client: 'ehr', requester: 'd' } }]);
    expect(compared.map(({ requester }) => requester)).toEqual(['a']);
    expect(pooled).toEqual({ requesters: 2, notAppropriate: shareOf(20, 21) });
    expect(known).toBe(3);
  });

  test('of two clients with one name are two', () => {
    expect(countRequesters([...rows('a', 10, 10), ...rows('a', 0, 20, 'other')]).compared).toHaveLength(2);
  });

  test('are told apart by the limits around the common share, most to gain first', () => {
    // Common share 40 of 160 = 25 %; of 20 at 25 % P(X ≤ 11) = 0.99906, so 12 are beyond 99.8 % and 11 are not.
    const many = rows('many', 12, 8);
    const some = rows('some', 11, 9);
    const rest = rows('rest', 17, 103);
    expect(countRequesters([...rest, ...many, ...some]).compared.map(({ requester, position }) => [requester, position])).toEqual([['many', 'above'], ['some', 'near-above'], ['rest', 'near-below']]);
  });
});
