/** People and orders as keyed hashes: the same one gives the same hash, and nobody without the key can tell who it is. */
import { createHmac, createSecretKey } from 'node:crypto';

export interface Identities {
  patient(client: string, patient: string): string;
  order(client: string, patient: string, order: string): string;
  encounter(client: string, patient: string, encounter: string): string;
  requester(client: string, requester: string): string;
}

const LONGEST_REQUESTER = 256;
/** Of base64url, six bits each. */
const KEPT_LETTERS = 32;

/** HMAC-SHA-256, 192 bits of it. The client is part of it, as two sites may give two people the same id. */
export function createIdentities(key: string, requesters: 'plain' | 'hashed'): Identities {
  const secret = createSecretKey(key, 'utf8');
  const hash = (...parts: readonly string[]): string => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url').slice(0, KEPT_LETTERS);
  return {
    patient: (client, patient) => hash('patient', client, patient),
    order: (client, patient, order) => hash('order', client, patient, order),
    encounter: (client, patient, encounter) => hash('encounter', client, patient, encounter),
    // A name that long is none, and no index takes it.
    requester: (client, requester) => (requesters === 'plain' && requester.length <= LONGEST_REQUESTER ? requester : hash('requester', client, requester)),
  };
}
