/** Opens what a service has kept, to read it: nothing is made that is not there, and nothing brought up to date. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { databaseVersion } from '../store/database-version.ts';
import { LATEST_VERSION } from '../store/migrations.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** Rejects with ConfigError where nothing can be kept or an earlier release wrote it, with StoreError for a database of a later release. */
export async function openKept({ store }: Pick<Config, 'store'>, now: () => Date): Promise<Store> {
  if (store.kind === 'memory') throw new ConfigError('STORE=memory: is gone with its process. Set STORE as it is set for the service.');
  if (store.kind === 'sqlite' && !existsSync(store.path)) throw new ConfigError(`STORE=sqlite:${store.path}: there is no such file. Set STORE as it is set for the service, and start in its folder.`);
  const version = await databaseVersion(store);
  if (version < LATEST_VERSION) throw new ConfigError(`The database is at version ${version}, and this release reads version ${LATEST_VERSION}. A service of the release that wrote it may be running, so it is not changed here: use that release, or start the service of this one first, which brings it up to date.`);
  // Nothing is looked up by a hash here; a key of its own keeps one from being made beside the file.
  return openStore({ store, hashKey: randomBytes(32).toString('base64url'), requesters: 'hashed' }, { now, report: () => undefined });
}
