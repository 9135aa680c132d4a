/** Stage 0: finds out who is calling. */
import type { Config } from '../config.ts';
import { OutboundError } from '../errors.ts';
import { sameServer } from './grant-fhir-access.ts';
import type { Client, RegisteredClient } from './client.ts';

/** What a caller says about itself, and what this process demands. */
export interface Claim {
  /** The Authorization header as it came, if any. */
  readonly authorization?: string;
  /** The FHIR server the body names, if any. */
  readonly fhirServer?: unknown;
  readonly clients: readonly RegisteredClient[];
  readonly config: Pick<Config, 'auth'>;
}

/** Anonymous callers exist only with AUTH=off; they are taken for the public sandbox, whose ways any client copes with (TEN-3). */
const anonymous: Client = {
  id: 'anonymous', profile: 'sandbox', capabilities: {}, mode: 'live', fhirServers: [], openFhirServers: [],
  get: () => Promise.reject(new OutboundError('refused', 'nothing is fetched for an anonymous caller')),
};

/**
 * The client behind a call. With AUTH=off everybody is answered, and is taken at its word: the issuer its token names, else the client whose FHIR
 * server it names, so that a profile can be tried out; a token that names nobody proves nothing and does no harm (DISC-14).
 * AUTH=required never gets here, because `readConfig` refuses to start with it until tokens can be verified (JWT-1).
 */
export function identifyClient({ authorization, fhirServer, clients, config }: Claim): Client {
  switch (config.auth) {
    case 'off': {
      const issuer = claimedIssuer(authorization);
      const byIssuer = issuer === undefined ? undefined : clients.find(({ iss }) => iss === issuer);
      return byIssuer ?? clients.find((client) => [...client.fhirServers, ...client.openFhirServers].some((base) => sameServer(fhirServer, base))) ?? anonymous;
    }
    case 'required': throw new Error('AUTH=required without a client registry');
  }
}

/** `iss` of a JWT, unverified. */
function claimedIssuer(authorization: string | undefined): string | undefined {
  const payload = /^bearer\s+[\w-]+\.([\w-]{1,8000})\./i.exec(authorization ?? '')?.[1];
  if (payload === undefined) return undefined;
  try {
    const { iss } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly iss?: unknown };
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}
