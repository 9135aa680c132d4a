/** The clients as they are now: read again on request, and kept as they were when the file does not hold up. */
import type { RegisteredClient } from './client.ts';

export interface Registry {
  /** The set that counts for a call that begins now; a call under way keeps the one it began with. */
  current(): readonly RegisteredClient[];
  /** Reads the set again. Throws ConfigError when it is invalid, and then nothing has changed. */
  reload(): void;
}

/** A registry over a way to read it. Throws ConfigError when the first set is invalid. */
export function createRegistry(read: () => readonly RegisteredClient[]): Registry {
  let clients = read();
  return {
    current: () => clients,
    reload: () => { clients = withKnownKeys(read(), clients); },
  };
}

/** Keys of a client that still has the same address for them stay known: a reload must not make every client wait. */
function withKnownKeys(next: readonly RegisteredClient[], before: readonly RegisteredClient[]): readonly RegisteredClient[] {
  return next.map((client) => {
    const known = client.jku === undefined ? undefined : before.find(({ id, jku, networks }) => id === client.id && jku === client.jku && networks.join() === client.networks.join());
    return known === undefined ? client : { ...client, keys: known.keys };
  });
}
