/** Keys are looked after behind the calls: soon again where they are missing, renewed where nobody calls, and what changes is told once. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { fetchedKeys, fixedKeys } from '../../src/clients/key-set.ts';
import { readKeys } from '../../src/clients/verification-key.ts';
import { watchKeys, type KeyChange } from '../../src/clients/watch-keys.ts';
import { registered, registryOf } from '../support/client.ts';
import { newKey } from '../support/tokens.ts';

const key = newKey('one');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });

function watched(isThere = false) {
  const state = { isThere, fetches: 0 };
  const keys = fetchedKeys({
    url: 'https://ehr.example.org/jwks.json', isProduction: true, now: () => Date.now(),
    get: async () => {
      state.fetches += 1;
      return { status: state.isThere ? 200 : 500, body: JSON.stringify({ keys: [key.jwk] }), bytes: 1 };
    },
  });
  const told: KeyChange[] = [];
  const look = watchKeys(registryOf([registered({ id: 'a', keys }), registered({ id: 'b', keys: fixedKeys(readKeys({ keys: [key.jwk] })) })]), (change) => told.push(change));
  return { state, keys, told, look };
}

test('JWT-9 a server of keys that is away is asked at start and every twelve seconds, and told of once', async () => {
  const { state, told } = watched();
  await jest.advanceTimersByTimeAsync(2 * MINUTE + 1);
  expect(state.fetches).toBe(11);
  expect(told).toEqual([{ client: 'a', isKnown: false }]);
});

test('JWT-9 keys that come back are told of, and then nothing is asked until they are old', async () => {
  const { state, told } = watched();
  await jest.advanceTimersByTimeAsync(1);
  state.isThere = true;
  await jest.advanceTimersByTimeAsync(10 * MINUTE);
  expect(state.fetches).toBe(2);
  expect(told).toEqual([{ client: 'a', isKnown: false }, { client: 'a', isKnown: true }]);
});

test('OPS-2 JWT-9 keys are renewed where nobody calls, so that a quiet night makes no replica unready', async () => {
  const { state, keys, told } = watched(true);
  await jest.advanceTimersByTimeAsync(1);
  for (let step = 0; step < 26; step += 1) {
    await jest.advanceTimersByTimeAsync(HOUR / 2);
    expect(keys.knownForMs()).toBeLessThan(11 * MINUTE);
  }
  expect(told).toEqual([]);
  expect(state.fetches).toBeLessThanOrEqual(13 * 6 + 1);
});

test('JWT-9 a server that fails at start costs no call its keys once it is there, and while it is away calls make one fetch in ten seconds', async () => {
  const { state, keys } = watched();
  await jest.advanceTimersByTimeAsync(1000);
  expect(state.fetches).toBe(1);
  for (let count = 0; count < 20; count += 1) expect(await keys.find('one', 'ES384')).toBeUndefined();
  expect(state.fetches).toBe(2);
  const other = watched();
  await jest.advanceTimersByTimeAsync(3000);
  other.state.isThere = true;
  expect(await other.keys.find('one', 'ES384')).toBeDefined();
});

test('JWT-9 whoever reads the clients anew has them looked at once more, and no server is asked again within seconds', async () => {
  const { state, told, look } = watched();
  await jest.advanceTimersByTimeAsync(1);
  await look();
  expect(state.fetches).toBe(1);
  state.isThere = true;
  await jest.advanceTimersByTimeAsync(10_500);
  await look();
  expect(state.fetches).toBe(2);
  expect(told.at(-1)).toEqual({ client: 'a', isKnown: true });
});
