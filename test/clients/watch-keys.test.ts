/** Keys are looked after behind the calls: once a minute, and what changes is told once. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { fetchedKeys, fixedKeys } from '../../src/clients/key-set.ts';
import { readKeys } from '../../src/clients/verification-key.ts';
import { watchKeys, type KeyChange } from '../../src/clients/watch-keys.ts';
import { registered, registryOf } from '../support/client.ts';
import { newKey } from '../support/tokens.ts';

const key = newKey('one');
const MINUTE = 60_000;
beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });

function watched() {
  const state = { isThere: false, fetches: 0 };
  const keys = fetchedKeys({
    url: 'https://ehr.example.org/jwks.json', isProduction: true, now: () => Date.now(),
    get: async () => {
      state.fetches += 1;
      return { status: state.isThere ? 200 : 500, body: JSON.stringify({ keys: [key.jwk] }), bytes: 1 };
    },
  });
  const told: KeyChange[] = [];
  const look = watchKeys(registryOf([registered({ id: 'a', keys }), registered({ id: 'b', keys: fixedKeys(readKeys({ keys: [key.jwk] })) })]), (change) => told.push(change));
  return { state, told, look };
}

test('JWT-9 a server of keys that is away is asked at start and once a minute, and told of once', async () => {
  const { state, told } = watched();
  await jest.advanceTimersByTimeAsync(10 * MINUTE + 1);
  expect(state.fetches).toBe(11);
  expect(told).toEqual([{ client: 'a', isKnown: false }]);
});

test('JWT-9 keys that come back are told of, and then nothing is asked any more', async () => {
  const { state, told } = watched();
  await jest.advanceTimersByTimeAsync(1);
  state.isThere = true;
  await jest.advanceTimersByTimeAsync(10 * MINUTE);
  expect(state.fetches).toBe(2);
  expect(told).toEqual([{ client: 'a', isKnown: false }, { client: 'a', isKnown: true }]);
});

test('JWT-9 whoever reads the clients anew has them looked at once more, and no server is asked again within seconds', async () => {
  const { state, told, look } = watched();
  await jest.advanceTimersByTimeAsync(1);
  await look();
  expect(state.fetches).toBe(1);
  state.isThere = true;
  await jest.advanceTimersByTimeAsync(11_000);
  await look();
  expect(state.fetches).toBe(2);
  expect(told.at(-1)).toEqual({ client: 'a', isKnown: true });
});
