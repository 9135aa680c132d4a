/** Of how many clients keys are known: nobody else can be believed. */
import type { RegisteredClient } from './client.ts';

export interface KeyCount {
  readonly clients: number;
  readonly known: number;
  /** Seconds since the oldest of those that were fetched; 0 where none had to be. */
  readonly oldestSeconds: number;
}

/** Counts what is known at this moment; asks nobody. */
export function countKeys(clients: readonly Pick<RegisteredClient, 'keys'>[]): KeyCount {
  const ages = clients.flatMap(({ keys }) => keys.knownForMs() ?? []);
  return { clients: clients.length, known: ages.length, oldestSeconds: Math.round(ages.reduce((oldest, each) => Math.max(oldest, each), 0) / 1000) };
}
