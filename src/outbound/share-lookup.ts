/**
 * One look-up at a time for each name. `getaddrinfo` cannot be called off and holds a thread until the resolver answers: a call that reads fifteen
 * things from a server whose name never resolves must not hold up the names of all others.
 */
import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';

type Taken = (error: Error | null, addresses: LookupAddress[]) => void;

const underWay = new Map<string, Taken[]>();

/** All addresses of a name, to everyone who asked while they were looked up; nothing is remembered. */
export function shareLookup(host: string, options: LookupOptions, take: Taken): void {
  const asked = { ...options, all: true } as const;
  const name = JSON.stringify([host, asked]);
  const waiting = underWay.get(name);
  if (waiting !== undefined) return void waiting.push(take);
  const takers = [take];
  lookup(host, asked, (error, addresses) => {
    underWay.delete(name);
    for (const each of takers) each(error, error === null ? addresses.map((address) => ({ ...address })) : []);
  });
  underWay.set(name, takers);
}
