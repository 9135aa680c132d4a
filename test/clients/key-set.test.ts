/** Keys that are fetched: renewed behind the calls, believed for a while when they cannot be, and never fetched because a stranger asks (JWT-9). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { fetchedKeys } from '../../src/clients/key-set.ts';
import { OutboundError } from '../../src/errors.ts';
import type { Get } from '../../src/outbound/create-getter.ts';
import { newKey } from '../support/tokens.ts';

const MINUTE = 60_000;
const [a, b, c] = [newKey('a'), newKey('b'), newKey('c')];
let time: number;
let fetches: number;
let published: readonly object[];
let answer: Get;

beforeEach(() => {
  time = 1_000_000;
  fetches = 0;
  published = [a.jwk];
  answer = async () => ({ status: 200, body: JSON.stringify({ keys: published }), bytes: 1 });
});

const keySet = (isProduction = false) => fetchedKeys({ url: 'https://ehr.example.org/jwks.json', isProduction, now: () => time, get: async (url, options) => { fetches += 1; return answer(url, options); } });
const has = async (keys: ReturnType<typeof keySet>, kid: string): Promise<boolean> => (await keys.find(kid, 'ES384')) !== undefined;
/** Lets what happens behind a call happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('fetched keys', () => {
  test('JWT-9 are fetched once for many calls at once, and then cached', async () => {
    const keys = keySet();
    expect(await Promise.all([has(keys, 'a'), has(keys, 'a'), has(keys, 'a')])).toEqual([true, true, true]);
    time += 9 * MINUTE;
    expect(await has(keys, 'a')).toBe(true);
    expect(fetches).toBe(1);
  });

  test('JWT-9 are renewed behind a call that finds them old, which does not wait', async () => {
    const keys = keySet();
    await has(keys, 'a');
    published = [b.jwk];
    time += 11 * MINUTE;
    expect(await has(keys, 'a')).toBe(true);
    await settle();
    expect(fetches).toBe(2);
    expect([await has(keys, 'a'), await has(keys, 'b')]).toEqual([false, true]);
  });

  test('JWT-9 a new key is found at once', async () => {
    const keys = keySet();
    await has(keys, 'a');
    published = [a.jwk, b.jwk];
    time += 1000;
    expect(await has(keys, 'b')).toBe(true);
    expect(fetches).toBe(2);
  });

  test('JWT-9 a flood of unknown names fetches once a minute', async () => {
    const keys = keySet();
    await has(keys, 'a');
    for (let index = 0; index < 200; index += 1) expect(await has(keys, `x${index}`)).toBe(false);
    expect(fetches).toBe(2);
    time += MINUTE;
    for (let index = 200; index < 400; index += 1) await has(keys, `x${index}`);
    expect(fetches).toBe(3);
  });

  test('JWT-9 a name that was looked for in vain is looked for again a minute later, and after a fetch that failed as soon as one may be tried', async () => {
    const keys = keySet();
    await has(keys, 'a');
    expect([await has(keys, 'x'), await has(keys, 'x')]).toEqual([false, false]);
    expect(fetches).toBe(2);
    time += MINUTE;
    const before = answer;
    answer = async () => ({ status: 500, body: '', bytes: 0 });
    expect(await has(keys, 'x')).toBe(false);
    answer = before;
    published = [a.jwk, { ...c.jwk, kid: 'x' }];
    time += 11_000;
    expect(await has(keys, 'x')).toBe(true);
  });

  test('JWT-9 a client that publishes no keys any more has none', async () => {
    const keys = keySet();
    await has(keys, 'a');
    published = [];
    time += 11 * MINUTE;
    await has(keys, 'a');
    await settle();
    expect(await has(keys, 'a')).toBe(false);
  });

  test('JWT-9 a name in the set, asked for with another algorithm, is no reason to fetch', async () => {
    const keys = keySet();
    await has(keys, 'a');
    expect(await keys.find('a', 'RS384')).toBeUndefined();
    expect(fetches).toBe(1);
  });

  test.each([
    ['is down', async () => { throw new OutboundError('unreachable', 'x'); }], ['answers 500', async () => ({ status: 500, body: '{}', bytes: 2 })], ['redirects', async () => ({ status: 302, body: '', bytes: 0 })], ['answers no JSON', async () => ({ status: 200, body: '<html>', bytes: 6 })],
    ['answers something else', async () => ({ status: 200, body: '[]', bytes: 2 })],
  ] as const)('JWT-9 are believed for hours while their server %s, asked every ten seconds', async (_, fault) => {
    const keys = keySet();
    await has(keys, 'a');
    answer = fault as Get;
    for (time += 11 * MINUTE; time < 11 * 60 * MINUTE; time += 30 * MINUTE) {
      expect(await has(keys, 'a')).toBe(true);
      await settle();
    }
    const before = fetches;
    time += 1;
    await has(keys, 'a');
    time += 13 * 60 * MINUTE;
    expect(await has(keys, 'a')).toBe(false);
    expect(await has(keys, 'a')).toBe(false);
    expect(fetches - before).toBeLessThanOrEqual(2);
    answer = async () => ({ status: 200, body: JSON.stringify({ keys: [a.jwk] }), bytes: 1 });
    time += 11_000;
    expect(await has(keys, 'a')).toBe(true);
  });

  test('JWT-14 a key that anybody can sign with is left out in production', async () => {
    const { jwk } = JSON.parse((await import('node:fs')).readFileSync(`${__dirname}/../../fixtures/tokens/specification-sample.json`, 'utf8'));
    published = [jwk, a.jwk];
    expect([await has(keySet(true), 'example-kid'), await has(keySet(false), 'example-kid')]).toEqual([false, true]);
  });
});
