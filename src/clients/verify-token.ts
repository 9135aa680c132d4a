/** Verifies the JWT of a call (CDS Hooks 2.0, Trusting CDS Clients; JWT-2 to JWT-14). Cheap checks first; nothing counts before the signature does. */
import jwt from 'jsonwebtoken';
import { AuthenticationError, PermissionError, type Distrust } from '../errors.ts';
import type { RegisteredClient } from './client.ts';
import { isAudience } from './is-audience.ts';
import { ALGORITHMS, type Algorithm } from './verification-key.ts';

/** Marks a token as used; false when it was used before, or cannot be marked. Atomic over all processes that share the store. */
export type SpendToken = (token: { readonly issuer: string; readonly id: string; readonly expiresAt: Date; readonly spentAt: Date }) => Promise<boolean>;

export interface TokenRules {
  readonly clients: readonly RegisteredClient[];
  /** URLs of the endpoint that was called, as this service is known to the outside (JWT-6). */
  readonly endpoints: readonly string[];
  readonly now: Date;
  readonly spend: SpendToken;
}

/** Whose token it is. */
export interface Verified {
  readonly client: RegisteredClient;
  readonly tokenId: string;
  readonly tenant?: string;
}

const LONGEST_TOKEN = 16_384;
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const LONGEST_ID = 512;
/** Clocks may differ by so much (JWT-10). */
const SKEW_S = 60;
const LONGEST_LIFE_S = 3600;

/** The client behind the token. Throws AuthenticationError for a token that proves nothing, PermissionError for a tenant that is not on the client's list. */
export async function verifyToken(token: string, { clients, endpoints, now, spend }: TokenRules): Promise<Verified> {
  const { header, payload } = decode(token);
  const algorithm = ALGORITHMS.find((each) => each === header['alg']);
  if (algorithm === undefined) throw distrust('algorithm');
  const kid = checkHeader(header);
  const client = clients.find(({ iss }) => iss === payload['iss']);
  if (client === undefined) throw distrust('issuer');
  // Keys that are configured are used whatever address a token names; that address is never called.
  if (header['jku'] !== undefined && (typeof header['jku'] !== 'string' || (client.jku !== undefined && header['jku'] !== client.jku))) throw distrust('jku');
  if (!client.algorithms.includes(algorithm)) throw distrust('algorithm');
  if (!isAudience(payload['aud'], endpoints, client.audiences)) throw distrust('audience');
  const { id, expiresAt } = checkClaims(payload, Math.floor(now.getTime() / 1000));
  await checkSignature(token, client, kid, algorithm, now);
  if (client.subject !== undefined && payload['sub'] !== client.subject) throw distrust('subject');
  if (!(await spend({ issuer: client.iss, id, expiresAt, spentAt: now }))) throw distrust('replayed');
  const { tenant } = payload;
  if (client.tenants !== undefined && !(typeof tenant === 'string' && client.tenants.includes(tenant))) throw new PermissionError('The tenant is not served.');
  return { client, tokenId: id, ...(client.tenants !== undefined && { tenant: String(tenant) }) };
}

type Json = Readonly<Record<string, unknown>>;

function decode(token: string): { readonly header: Json; readonly payload: Json } {
  if (token.length > LONGEST_TOKEN || !COMPACT.test(token)) throw distrust('malformed');
  const [header, payload] = token.split('.').slice(0, 2).map(readPart);
  return { header: header!, payload: payload! };
}

function readPart(part: string): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // Said below.
  }
  throw distrust('malformed');
}

/** The key's name. A header that embeds or points to keys (`jwk`, `x5c`, `x5u`) is ignored; one with demands nobody knows is refused (RFC 7515, 4.1.11). */
function checkHeader({ typ, kid, crit, b64 }: Json): string {
  if (typeof typ !== 'string' || typ.toUpperCase() !== 'JWT') throw distrust('type');
  if (crit !== undefined || b64 !== undefined) throw distrust('critical');
  if (typeof kid !== 'string' || kid === '' || kid.length > LONGEST_ID) throw distrust('key');
  return kid;
}

function checkClaims({ exp, iat, nbf, jti }: Json, now: number): { readonly id: string; readonly expiresAt: Date } {
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_ID) throw distrust('claims');
  if (!isTime(exp) || !isTime(iat) || (nbf !== undefined && !isTime(nbf))) throw distrust('claims');
  if (exp <= now - SKEW_S || iat > now + SKEW_S || (nbf ?? 0) > now + SKEW_S) throw distrust('time');
  if (exp <= iat || exp - iat > LONGEST_LIFE_S) throw distrust('lifetime');
  return { id: jti, expiresAt: new Date((exp + SKEW_S) * 1000) };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 8.64e12;
}

async function checkSignature(token: string, client: RegisteredClient, kid: string, algorithm: Algorithm, now: Date): Promise<void> {
  const key = await client.keys.find(kid, algorithm);
  if (key === undefined) throw distrust('key');
  try {
    jwt.verify(token, key, { algorithms: [algorithm], clockTimestamp: Math.floor(now.getTime() / 1000), clockTolerance: SKEW_S });
  } catch {
    throw distrust('signature');
  }
}

function distrust(reason: Distrust): AuthenticationError {
  return new AuthenticationError(reason);
}
