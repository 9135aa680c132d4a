/** What is wrong with the token of a call (CDS Hooks 2.0, Trusting CDS Clients). Nothing of it is quoted. */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { CallFault, CallFindings } from './check-request.ts';
import { isObject, isText, listOf, parsed, type Json } from './json.ts';
import type { RequirementId } from './requirements.ts';
import { isSignedBy } from './sign-token.ts';

export interface BearerRules {
  /** The address that was called, as the client knows it. */
  readonly endpoint: string;
  readonly now: Date;
  /** The client's published keys; signatures are not looked at without. */
  readonly keys?: readonly Json[];
  /** Whether a jti was there before. */
  readonly isKnown: (jti: string) => boolean;
}

const ALGORITHM = /^(?:RS|PS|ES)(?:256|384|512)$/;
const SKEW_S = 60;
const HOUR_S = 3600;

export function checkBearer(authorization: string | undefined, { endpoint, now, keys, isKnown }: BearerRules): CallFindings & { readonly jti?: string } {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return { seen: ['C-JWT-1'], faults: found('C-JWT-1', false, authorization === undefined ? 'there is no Authorization' : 'Authorization is no bearer token') };
  const [header, claims] = token.split('.').slice(0, 2).map((part) => parsed(Buffer.from(part, 'base64url').toString()));
  if (!isObject(header) || !isObject(claims)) return { seen: ['C-JWT-1', 'C-JWT-2'], faults: found('C-JWT-2', false, 'the token is no JWT') };
  const { alg, kid, typ } = header;
  const { iss, aud, exp, iat, jti } = claims;
  const seconds = now.getTime() / 1000;
  const audiences = (Array.isArray(aud) ? aud : [aud]).filter(isText).map((each) => each.replace(/\/+$/, ''));
  const hasTimes = typeof exp === 'number' && typeof iat === 'number';
  return {
    seen: ['C-JWT-1', 'C-JWT-2', 'C-JWT-3', 'C-JWT-4', 'C-JWT-5', 'C-JWT-6', 'C-JWT-7', ...(keys === undefined ? [] : ['C-JWT-8'] as const)],
    faults: [
      ...found('C-JWT-2', isText(alg) && isText(kid) && typ === 'JWT', 'the header has no alg, no kid, or another typ than JWT'),
      ...found('C-JWT-3', ALGORITHM.test(String(alg)), 'alg is none, symmetric, or unknown'),
      ...found('C-JWT-4', isText(iss) && (isText(aud) || listOf(aud).some(isText)) && hasTimes && isText(jti), 'iss, aud, exp, iat or jti is missing or of another type'),
      ...found('C-JWT-5', audiences.includes(endpoint.replace(/\/+$/, '')), `aud is not ${endpoint}`),
      ...found('C-JWT-6', typeof exp !== 'number' || exp + SKEW_S > seconds, 'exp is past'),
      ...found('C-JWT-6', typeof iat !== 'number' || iat - SKEW_S <= seconds, 'iat is yet to come'),
      ...found('C-JWT-6', !isText(jti) || !isKnown(jti), 'jti was that of an earlier token'),
      ...found('C-JWT-7', !hasTimes || exp - iat <= HOUR_S, 'exp is more than an hour after iat'),
      ...(keys === undefined ? [] : found('C-JWT-8', isSigned(token, header, keys), 'no key of the set made the signature')),
    ],
    ...(isText(jti) && { jti }),
  };
}

function found(id: RequirementId, isFine: boolean, words: string): readonly CallFault[] {
  return isFine ? [] : [{ id, pointer: '', words }];
}

function isSigned(token: string, { alg, kid }: Json, keys: readonly Json[]): boolean {
  const key = keys.find((each) => each['kid'] === kid);
  if (key === undefined || !ALGORITHM.test(String(alg))) return false;
  try {
    return isSignedBy(createPublicKey({ key: key as JsonWebKey, format: 'jwk' }), String(alg), token);
  } catch {
    // A key that does not fit the algorithm has not signed.
    return false;
  }
}
