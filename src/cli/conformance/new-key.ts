/** Keys of a client: fresh ones, and one from a JWK file. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isText, type Json } from './json.ts';
import type { SigningKey } from './sign-token.ts';

export interface ClientKey extends SigningKey {
  readonly publicKey: KeyObject;
  /** The public half, as a client publishes it. */
  readonly jwk: JsonWebKey & Json;
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** A fresh pair for the algorithm. */
export function newKey(kid: string, alg = 'ES384', modulusLength = 2048): ClientKey {
  const curve = CURVES[alg];
  const { privateKey, publicKey } = curve === undefined ? generateKeyPairSync('rsa', { modulusLength }) : generateKeyPairSync('ec', { namedCurve: curve });
  return { kid, alg, privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' } };
}

/** The pair in a private JWK; undefined for what is none, or has no `kid`. */
export function keyFromJwk(value: Json): ClientKey | undefined {
  const { kid, alg, crv } = value;
  const algorithm = isText(alg) ? alg : Object.entries(CURVES).find(([, curve]) => curve === crv)?.[0] ?? 'RS384';
  if (!isText(kid) || !/^(?:[RP]S(?:256|384|512)|ES(?:256|384|512))$/.test(algorithm)) return undefined;
  try {
    const privateKey = createPrivateKey({ key: value as JsonWebKey, format: 'jwk' });
    const publicKey = createPublicKey(privateKey as unknown as Parameters<typeof createPublicKey>[0]);
    return { kid, alg: algorithm, privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' } };
  } catch {
    // Said to whoever named the file, without a word of what is in it.
    return undefined;
  }
}
