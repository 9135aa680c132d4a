/** Registered clients for tests. */
import type { RegisteredClient } from '../../src/clients/client.ts';
import { fixedKeys } from '../../src/clients/key-set.ts';
import { createRegistry, type Registry } from '../../src/clients/registry.ts';
import { DEFAULT_ALGORITHMS } from '../../src/clients/verification-key.ts';
import { createGetter } from '../../src/outbound/create-getter.ts';

/** A client without keys that may reach public servers only. */
export function registered(changes: Partial<RegisteredClient> = {}): RegisteredClient {
  return {
    id: 'ehr', iss: 'https://ehr.example.org', profile: 'default', capabilities: {}, mode: 'live', fhirServers: [], openFhirServers: [], networks: [],
    get: createGetter({ networks: [], allowsLoopback: false, allowsHttp: false }), keys: fixedKeys([]), algorithms: DEFAULT_ALGORITHMS, audiences: [], ...changes,
  };
}

export function registryOf(clients: readonly RegisteredClient[]): Registry {
  return createRegistry(() => clients);
}
