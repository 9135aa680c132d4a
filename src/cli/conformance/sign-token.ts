/** Tokens as clients sign them (CDS Hooks 2.0, Trusting CDS Clients), and tokens as nobody may believe them. */
import { createHmac, sign, verify, type KeyObject } from 'node:crypto';
import type { Json } from './json.ts';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
}

export const base64url = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A signed token, whatever its header and claims say; `header` changes the header after the key has set it. */
export function signToken(key: SigningKey, claims: Json, header: Json = {}): string {
  const signed = `${base64url({ alg: key.alg, typ: 'JWT', kid: key.kid, ...header })}.${base64url(claims)}`;
  return `${signed}.${signatureOf(key, signed).toString('base64url')}`;
}

/** The same words under an HMAC with that secret: RFC 8725, 2.1. */
export function hmacToken(secret: string | Buffer, claims: Json, header: Json): string {
  const signed = `${base64url({ typ: 'JWT', ...header })}.${base64url(claims)}`;
  return `${signed}.${createHmac(`sha${String(header['alg']).slice(2)}`, secret).update(signed).digest('base64url')}`;
}

/** Whether that key made the signature of a compact token. */
export function isSignedBy(publicKey: KeyObject, alg: string, token: string): boolean {
  const [header = '', claims = '', signature = ''] = token.split('.');
  return verify(`sha${alg.slice(2)}`, Buffer.from(`${header}.${claims}`), keyFor(alg, publicKey), Buffer.from(signature, 'base64url'));
}

function signatureOf({ alg, privateKey }: SigningKey, text: string): Buffer {
  return sign(`sha${alg.slice(2)}`, Buffer.from(text), keyFor(alg, privateKey));
}

function keyFor(alg: string, key: KeyObject): { readonly key: KeyObject; readonly dsaEncoding?: 'ieee-p1363'; readonly padding?: number; readonly saltLength?: number } {
  if (alg.startsWith('ES')) return { key, dsaEncoding: 'ieee-p1363' };
  // 6: RSA_PKCS1_PSS_PADDING, with a salt as long as the hash.
  return alg.startsWith('PS') ? { key, padding: 6, saltLength: Number(alg.slice(2)) / 8 } : { key };
}
