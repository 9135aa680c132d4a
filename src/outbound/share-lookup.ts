/**
 * Few look-ups at a time for each name. `getaddrinfo` cannot be called off and holds a thread until the resolver answers: a call that reads fifteen
 * things from a server whose name never resolves must not hold up the names of all others. But a resolver asks again only after seconds where one packet
 * was lost, so nobody waits for a look-up that should have been answered long ago.
 */
import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';

type Taken = (error: Error | null, addresses: LookupAddress[]) => void;
type AllOptions = LookupOptions & { readonly all: true };

/** All addresses of a name, to everyone who asked while they were looked up; nothing is remembered. */
export type ShareLookup = (host: string, options: LookupOptions, take: Taken) => void;

interface LookUp {
  readonly begunAt: number;
  readonly takers: Taken[];
}

/** Joined until then: a resolver that is well has answered, and of a connection's second enough is left for who waits to be answered by the next one. */
const YOUNG_MS = 700;
/** After so many of one name the youngest is joined, whatever its age. */
const MOST_OF_NAME = 3;
/** Beyond the first of each name, over all names: threads are left for other names. */
const MOST_MORE = 3;

export function createLookupShare(look: (host: string, options: AllOptions, done: (error: Error | null, addresses: LookupAddress[]) => void) => void = lookup, now = () => performance.now()): ShareLookup {
  /** Never an empty list; the youngest is the last. */
  const underWay = new Map<string, LookUp[]>();
  const more = (): number => [...underWay.values()].reduce((sum, { length }) => sum + length - 1, 0);

  return (host, options, take) => {
    const asked: AllOptions = { ...options, all: true };
    const name = JSON.stringify([host, asked]);
    const all = underWay.get(name) ?? [];
    const youngest = all.at(-1);
    if (youngest !== undefined && (now() - youngest.begunAt < YOUNG_MS || all.length >= MOST_OF_NAME || more() >= MOST_MORE)) return void youngest.takers.push(take);
    const own: LookUp = { begunAt: now(), takers: [take] };
    look(host, asked, (error, addresses) => {
      all.splice(all.indexOf(own), 1);
      if (all.length === 0) underWay.delete(name);
      // Who still waits for an older one is answered as well.
      const answered = error === null ? [own, ...all] : [own];
      for (const each of answered.flatMap(({ takers }) => takers.splice(0))) each(error, error === null ? addresses.map((address) => ({ ...address })) : []);
    });
    all.push(own);
    underWay.set(name, all);
  };
}

/** Of the whole process. */
export const shareLookup = createLookupShare();
