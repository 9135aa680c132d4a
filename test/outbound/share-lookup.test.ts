/** Look-ups of one name are shared while they are young: a packet that was lost must not blind the calls that come after. */
import { beforeEach, expect, test } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { createLookupShare } from '../../src/outbound/share-lookup.ts';

const there: LookupAddress[] = [{ address: '192.0.2.1', family: 4 }];
const elsewhere: LookupAddress[] = [{ address: '192.0.2.2', family: 4 }];
type Done = (error: Error | null, addresses: LookupAddress[]) => void;
let time: number;
let begun: { readonly host: string; readonly done: Done }[];
let ask: (host?: string) => { given?: LookupAddress[] | Error };

beforeEach(() => {
  time = 0;
  begun = [];
  const share = createLookupShare((host, _, done) => { begun.push({ host, done }); }, () => time);
  ask = (host = 'fhir.example.org') => {
    const asker: { given?: LookupAddress[] | Error } = {};
    share(host, {}, (error, addresses) => { asker.given = error ?? addresses; });
    return asker;
  };
});

test('who asks while a look-up is young waits for the same one, and nothing is remembered', () => {
  const askers = Array.from({ length: 15 }, () => ask());
  expect(begun).toHaveLength(1);
  begun[0]!.done(null, there);
  expect(askers.map(({ given }) => given)).toEqual(Array.from({ length: 15 }, () => there));
  ask();
  expect(begun).toHaveLength(2);
});

test('a look-up that hangs is not joined any more: the next one answers who came later, and who still waits', () => {
  const first = ask();
  time = 1000;
  const later = ask();
  expect(begun).toHaveLength(2);
  begun[1]!.done(null, there);
  expect([first.given, later.given]).toEqual([there, there]);
});

test('an answer that comes late is of the old one alone, and the new one can still be joined', () => {
  ask();
  time = 1000;
  const later = ask();
  begun[0]!.done(new Error('timeout'), []);
  expect(later.given).toBeUndefined();
  const joined = ask();
  expect(begun).toHaveLength(2);
  begun[1]!.done(null, elsewhere);
  expect([later.given, joined.given]).toEqual([elsewhere, elsewhere]);
  ask();
  expect(begun).toHaveLength(3);
});

test('an old one that succeeds answers everybody once', () => {
  const first = ask();
  time = 1000;
  const later = ask();
  begun[0]!.done(null, there);
  expect([first.given, later.given]).toEqual([there, there]);
  begun[1]!.done(null, elsewhere);
  expect([first.given, later.given]).toEqual([there, there]);
});

test('a name that never resolves has three look-ups at most, and all such names together three more than one each', () => {
  for (time = 0; time < 20_000; time += 100) ask('a.example');
  expect(begun).toHaveLength(3);
  for (; time < 40_000; time += 100) {
    ask('b.example');
    ask('c.example');
  }
  expect(begun.filter(({ host }) => host === 'a.example')).toHaveLength(3);
  expect(begun).toHaveLength(6);
});
