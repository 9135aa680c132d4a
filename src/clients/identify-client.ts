/** Stage 0: finds out who is calling. */
import { AuthenticationError, OutboundError } from '../errors.ts';
import type { Client, RegisteredClient } from './client.ts';
import { sameServer } from './grant-fhir-access.ts';
import { verifyToken, type TokenRules, type Verified } from './verify-token.ts';

const BEARER = /^bearer +(\S+)$/i;

/** Id of a caller of whom nothing is known. */
export const ANONYMOUS = 'anonymous';

/** Anonymous callers exist only with AUTH=off; they are taken for the public sandbox, whose ways any client copes with (TEN-3). */
const anonymous: Client = {
  id: ANONYMOUS, profile: 'sandbox', capabilities: {}, mode: 'live', fhirServers: [], openFhirServers: [],
  get: () => Promise.reject(new OutboundError('refused', 'nothing is fetched for an anonymous caller')),
};

/** With AUTH=required: the client whose token this is (JWT-2). Throws AuthenticationError or PermissionError. */
export async function proveClient(authorization: string | undefined, rules: TokenRules): Promise<Verified> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new AuthenticationError('missing');
  return verifyToken(token, rules);
}

/**
 * With AUTH=off everybody is answered and taken at its word: the issuer its token names, else the client whose FHIR server its body names, so that
 * a profile can be tried out; a token that names nobody proves nothing and does no harm (DISC-14).
 */
export function guessClient(authorization: string | undefined, fhirServer: unknown, clients: readonly RegisteredClient[]): Client {
  const issuer = claimedIssuer(authorization);
  const byIssuer = issuer === undefined ? undefined : clients.find(({ iss }) => iss === issuer);
  return byIssuer ?? clients.find((client) => [...client.fhirServers, ...client.openFhirServers].some((base) => sameServer(fhirServer, base))) ?? anonymous;
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
