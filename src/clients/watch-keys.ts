/** Looks after the keys of clients, behind all calls: what cannot be fetched is known before somebody is refused for it, and what is old is renewed where nobody calls. */
import type { Registry } from './registry.ts';

/** A little longer than an attempt that fails and the wait after it. A server that answers is asked when its keys are old. */
const EVERY_MS = 12_000;

export interface KeyChange {
  /** Id of the client. */
  readonly client: string;
  readonly isKnown: boolean;
}

/** Looks now and every few seconds, and tells what has changed. Gives what looks at once, for when the clients were read anew. */
export function watchKeys(registry: Pick<Registry, 'current'>, tell: (change: KeyChange) => void, everyMs = EVERY_MS): () => Promise<void> {
  const missing = new Set<string>();
  const look = async (): Promise<void> => {
    const clients = registry.current();
    await Promise.all(clients.map(({ keys }) => keys.seek()));
    for (const { id, keys } of clients) {
      const isKnown = keys.knownForMs() !== undefined;
      if (isKnown !== missing.has(id)) continue;
      if (isKnown) missing.delete(id);
      else missing.add(id);
      tell({ client: id, isKnown });
    }
  };
  void look();
  setInterval(() => void look(), everyMs).unref();
  return look;
}
