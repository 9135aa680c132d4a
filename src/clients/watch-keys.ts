/** Looks after clients without keys, behind all calls: what cannot be fetched is known before somebody is refused for it. */
import type { Registry } from './registry.ts';

/** A server of keys is asked at most so often; one that answers is not asked by this at all. */
const EVERY_MS = 60_000;

export interface KeyChange {
  /** Id of the client. */
  readonly client: string;
  readonly isKnown: boolean;
}

/** Looks now and every minute, and tells what has changed. Gives what looks at once, for when the clients were read anew. */
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
