/** Keys of a client, and tokens: good ones, and every kind of bad one. */
import { createHmac, generateKeyPairSync, randomUUID, sign, type JsonWebKey, type KeyObject } from 'node:crypto';

type Json = Readonly<Record<string, unknown>>;

export interface ClientKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
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

export const base64url = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** What a token says where it is not told otherwise; `undefined` leaves a claim out. */
export function claimsAt(now: Date, changes: Json = {}): Json {
  const iat = Math.floor(now.getTime() / 1000);
  return { iss: 'https://ehr.example.org', aud: 'https://cds.example.org/cds-services/imaging-advice', iat, exp: iat + 300, jti: randomUUID(), ...changes };
}

/** A signed token, whatever its header and claims say; `header` changes the header after the key has set it. */
export function signToken(key: ClientKey, claims: Json, header: Json = {}): string {
  const signed = `${base64url({ alg: key.alg, typ: 'JWT', kid: key.kid, ...header })}.${base64url(claims)}`;
  return `${signed}.${signatureOf(key, signed).toString('base64url')}`;
}

/** The same words under an HMAC with that secret: RFC 8725, 2.1. */
export function hmacToken(secret: string | Buffer, claims: Json, header: Json): string {
  const signed = `${base64url({ typ: 'JWT', ...header })}.${base64url(claims)}`;
  return `${signed}.${createHmac(`sha${String(header['alg']).slice(2)}`, secret).update(signed).digest('base64url')}`;
}

function signatureOf({ alg, privateKey }: ClientKey, text: string): Buffer {
  const hash = `sha${alg.slice(2)}`;
  if (alg.startsWith('ES')) return sign(hash, Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  // 6: RSA_PKCS1_PSS_PADDING, with a salt as long as the hash.
  return alg.startsWith('PS') ? sign(hash, Buffer.from(text), { key: privateKey, padding: 6, saltLength: Number(alg.slice(2)) / 8 }) : sign(hash, Buffer.from(text), privateKey);
}
