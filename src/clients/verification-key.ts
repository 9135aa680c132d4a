/** Public keys of clients, each with the algorithms it may be used with: what a token says of itself decides nothing (JWT-4). */
import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** Signature algorithms that are understood; a client uses those its entry lists. */
export const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
/** What CDS Hooks recommends, and what is taken unless an entry says otherwise. */
export const DEFAULT_ALGORITHMS: readonly Algorithm[] = ['ES384', 'RS384'];

export interface VerificationKey {
  readonly kid: string;
  readonly algorithms: readonly Algorithm[];
  readonly key: KeyObject;
  /** RFC 7638, SHA-256. */
  readonly thumbprint: string;
}

const CURVES: Readonly<Record<string, Algorithm>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };
const RSA_ALGORITHMS = ALGORITHMS.filter((algorithm) => !algorithm.startsWith('ES'));
/** Members of a JWK that only its owner may know (RFC 7518, 6). */
const PRIVATE = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];
const SHORTEST_RSA = 2048;
/** A longer modulus costs more to verify than any client needs. */
const LONGEST_RSA = 8192;
const MOST_KEYS = 100;
/** Private halves of these are published, the public sandbox's and that of the specification's example: whoever can read may sign with them (JWT-14). */
const PUBLIC_PRIVATE_KEYS = ['s9fOe-KDYD1myZ8YCzleUqJQgrYZL49kVijBxhnZvZc', '-UtOymI2Z0XB5SZogEZu3s5oMyQ4YaewHtR9huroTQs'];

/** What is wrong with one JWK as a verification key, in words for the person who configures it; undefined when it can be used. */
export function keyFault(jwk: unknown): string | undefined {
  const read = readKey(jwk);
  return typeof read === 'string' ? read : undefined;
}

/** The keys of a set that can be used; others are left out, as a set may hold what is meant for something else. */
export function readKeys(jwks: unknown): readonly VerificationKey[] {
  const keys = (jwks as { readonly keys?: unknown } | null | undefined)?.keys;
  if (!Array.isArray(keys)) return [];
  return keys.slice(0, MOST_KEYS).map(readKey).filter((key) => typeof key !== 'string');
}

/** True for a key that anybody can sign with. */
export function isKnownToAll({ thumbprint }: VerificationKey): boolean {
  return PUBLIC_PRIVATE_KEYS.includes(thumbprint);
}

function readKey(jwk: unknown): VerificationKey | string {
  if (typeof jwk !== 'object' || jwk === null) return 'must be a JSON Web Key';
  const { kty, kid, use, alg, crv, key_ops: operations } = jwk as Readonly<Record<string, unknown>>;
  if (kty !== 'EC' && kty !== 'RSA') return 'must be an EC or RSA key: symmetric keys prove nothing';
  if (PRIVATE.some((member) => Object.hasOwn(jwk, member))) return 'holds a private key: whoever reads this file could sign in its name. Give the public key only, and replace the pair';
  if (typeof kid !== 'string' || kid === '') return 'must have a kid';
  if (use !== undefined && use !== 'sig') return 'is not for signatures (use)';
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return 'is not for verification (key_ops)';
  const fitting = kty === 'RSA' ? RSA_ALGORITHMS : typeof crv === 'string' && Object.hasOwn(CURVES, crv) ? [CURVES[crv]!] : [];
  const algorithms = alg === undefined ? fitting : fitting.filter((each) => each === alg);
  if (algorithms.length === 0) return 'has an algorithm or curve that is not supported';
  const key = importKey(jwk as JsonWebKey);
  if (key === undefined) return 'is no valid key';
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && (bits < SHORTEST_RSA || bits > LONGEST_RSA)) return `must have from ${SHORTEST_RSA} to ${LONGEST_RSA} bits`;
  return { kid, algorithms, key, thumbprint: thumbprintOf(key.export({ format: 'jwk' })) };
}

function importKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** RFC 7638, 3.2: the required members alone, in the order of their names. */
function thumbprintOf({ kty, crv, x, y, e, n }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify(kty === 'EC' ? { crv, kty, x, y } : { e, kty, n })).digest('base64url');
}
