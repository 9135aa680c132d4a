/** Opens what a service has kept, to read it: nothing is made that is not there. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** Rejects with ConfigError where nothing can be kept, with StoreError for a database of a later release. */
export async function openKept({ store }: Pick<Config, 'store'>, now: () => Date): Promise<Store> {
  if (store.kind === 'memory') throw new ConfigError('STORE=memory: is gone with its process. Set STORE as it is set for the service.');
  if (store.kind === 'sqlite' && !existsSync(store.path)) throw new ConfigError(`STORE=sqlite:${store.path}: there is no such file. Set STORE as it is set for the service, and start in its folder.`);
  // Nothing is looked up by a hash here; a key of its own keeps one from being made beside the file.
  return openStore({ store, hashKey: randomBytes(32).toString('base64url'), requesters: 'hashed' }, { now, report: () => undefined });
}
