/** Keys of a client, and tokens: good ones, and every kind of bad one. */
import { randomUUID } from 'node:crypto';

type Json = Readonly<Record<string, unknown>>;

export { newKey, type ClientKey } from '../../src/cli/conformance/new-key.ts';
export { base64url, hmacToken, signToken } from '../../src/cli/conformance/sign-token.ts';

/** What a token says where it is not told otherwise; `undefined` leaves a claim out. */
export function claimsAt(now: Date, changes: Json = {}): Json {
  const iat = Math.floor(now.getTime() / 1000);
  return { iss: 'https://ehr.example.org', aud: 'https://cds.example.org/cds-services/imaging-advice', iat, exp: iat + 300, jti: randomUUID(), ...changes };
}
