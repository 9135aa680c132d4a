/** Whether a service believes only whom it may (CDS Hooks 2.0, Trusting CDS Clients; RFC 8725). */
import type { Check, Evidence } from './check.ts';
import { judge, skip } from './check.ts';
import { evidenceOf, unless, type Exchange, type Probe } from './create-probe.ts';
import type { Json } from './json.ts';
import { newKey, type ClientKey } from './new-key.ts';
import type { RequirementId } from './requirements.ts';
import { base64url, hmacToken, signToken } from './sign-token.ts';

export interface Issuer {
  readonly key: ClientKey;
  /** Claims of a good token for that audience. */
  readonly claims: (audience: URL, changes?: Json) => Json;
  /** Address of the keys, in every header; undefined where the service has them already. */
  readonly jku?: string;
  /** Comes into the set while the run lasts; undefined where the keys are published by others. */
  readonly next?: { readonly key: ClientKey; readonly publish: () => void };
}

const HOUR_S = 3600;

export async function checkTokens(probe: Probe, issuer: Issuer): Promise<readonly Check[]> {
  const { service: { id: about }, ask, url, newId } = probe;
  const { key, claims, jku } = issuer;
  const header: Json = jku === undefined ? {} : { jku };
  const now = Number(claims(url)['iat']);
  const stranger = newKey(key.kid, key.alg);
  const pem = key.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const bad: readonly (readonly [RequirementId, string, string | undefined])[] = [
    ['JWT-1', 'no token', undefined],
    ['JWT-4', 'a token with alg none', `${base64url({ alg: 'none', typ: 'JWT', kid: key.kid, ...header })}.${base64url(claims(url))}.`],
    ['JWT-4', 'a token with HS256 and the public key as secret', hmacToken(pem, claims(url), { alg: 'HS256', kid: key.kid, ...header })],
    ['JWT-4', 'a token with HS384 and the published key as secret', hmacToken(JSON.stringify(key.jwk), claims(url), { alg: 'HS384', kid: key.kid, ...header })],
    ['JWT-10', 'a token that has expired', signToken(key, claims(url, { iat: now - 2 * HOUR_S, exp: now - HOUR_S }), header)],
    ['JWT-17', 'a token that is good in an hour', signToken(key, claims(url, { nbf: now + HOUR_S, exp: now + 2 * HOUR_S }), header)],
    ['JWT-6', 'a token for another audience', signToken(key, claims(new URL('https://another.example.org/cds-services/x')), header)],
    ['JWT-7', 'a token of an unknown issuer', signToken(key, claims(url, { iss: 'https://unknown-issuer.example.org' }), header)],
    ['JWT-16', 'a token that another key signed', signToken(stranger, claims(url), header)],
    ['JWT-16', 'a token with an unknown kid', signToken(stranger, claims(url), { ...header, kid: `unknown-${newId()}` })],
  ];
  // First: a service may look for unknown keys only now and then.
  const rotation = await checkRotation();
  let refusals: readonly { readonly id: RequirementId; readonly exchange: Exchange }[] = [];
  for (const [id, words, value] of bad) refusals = [...refusals, { id, exchange: await ask(words, { token: { value } }) }];
  const good = await ask('a good token', { token: { value: signToken(key, claims(url), header) } });
  return [
    judge('JWT-2', about, unless(good, (status) => status !== 401 && status !== 403 && status < 500, 'it should be let in')),
    ...[...new Set(refusals.map(({ id }) => id))].map((id) => judge(id, about, refusals.filter((each) => each.id === id).flatMap(({ exchange }) => refusal(exchange)))),
    await checkReplay(), rotation, judge('JWT-13', about, checkSilence(refusals.map(({ exchange }) => exchange))),
  ];

  async function checkReplay(): Promise<Check> {
    const value = signToken(key, claims(url), header);
    await ask('a token', { token: { value } });
    return judge('JWT-11', about, refusal(await ask('the same token again', { token: { value } })));
  }

  async function checkRotation(): Promise<Check> {
    if (issuer.next === undefined) return skip('JWT-9', about, 'the keys are not published here (--jku)');
    issuer.next.publish();
    const exchange = await ask('a token with a new key', { token: { value: signToken(issuer.next.key, claims(url), header) } });
    return judge('JWT-9', about, unless(exchange, (status) => status !== 401 && status !== 403 && status < 500, 'the key has been in the set since before the call'));
  }
}

function refusal(exchange: Exchange): readonly Evidence[] {
  return unless(exchange, (status) => status === 401 || status === 403, 'it should be 401 or 403');
}

/** All refusals read the same, but for ids and times. */
function checkSilence(exchanges: readonly Exchange[]): readonly Evidence[] {
  const refused = exchanges.filter(({ status }) => status === 401 || status === 403);
  const shape = ({ text }: Exchange): string => text.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z?|\d{10,}/gi, '#');
  const [first] = refused;
  return refused.filter((each) => shape(each) !== shape(first!)).map((each) => evidenceOf(each, `the words are others than to "${first!.call}"`));
}
