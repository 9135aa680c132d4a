import { expect, test } from '@jest/globals';
import { createRegistry } from '../../src/clients/registry.ts';
import { ConfigError } from '../../src/errors.ts';
import { registered } from '../support/client.ts';

test('a reload replaces the clients, and an invalid file changes nothing', () => {
  const sets = [() => [registered({ id: 'a' })], () => { throw new ConfigError('bad'); }, () => [registered({ id: 'b' })]];
  const registry = createRegistry(() => sets.shift()!());
  const before = registry.current();
  expect(() => registry.reload()).toThrow('bad');
  expect(registry.current()).toBe(before);
  registry.reload();
  expect(registry.current().map(({ id }) => id)).toEqual(['b']);
  expect(before.map(({ id }) => id)).toEqual(['a']);
});

test('a client whose keys are where they were keeps those that are known; another address is asked anew', () => {
  const jku = 'https://a.example.org/jwks';
  const sets = [registered({ id: 'a', jku }), registered({ id: 'a', jku }), registered({ id: 'a', jku: `${jku}2` })];
  const registry = createRegistry(() => [sets.shift()!]);
  const { keys } = registry.current()[0]!;
  registry.reload();
  expect(registry.current()[0]!.keys).toBe(keys);
  registry.reload();
  expect(registry.current()[0]!.keys).not.toBe(keys);
});
