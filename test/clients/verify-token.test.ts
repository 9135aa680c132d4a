/** Tokens that are believed, and every way known to us to forge one (RFC 8725; CDS Hooks 2.0, Trusting CDS Clients). */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import type { RegisteredClient } from '../../src/clients/client.ts';
import { fixedKeys } from '../../src/clients/key-set.ts';
import { isKnownToAll, readKeys } from '../../src/clients/verification-key.ts';
import { verifyToken } from '../../src/clients/verify-token.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { registered } from '../support/client.ts';
import { base64url, claimsAt, hmacToken, newKey, signToken } from '../support/tokens.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const SECOND = Math.floor(NOW.getTime() / 1000);
const ENDPOINT = 'https://cds.example.org/cds-services/imaging-advice';
const ec = newKey('ec');
const rsa = newKey('rsa/+=', 'RS384');
const stranger = newKey('ec');
const strangersRsa = newKey('rsa/+=', 'RS384');
const client = registered({ jku: 'https://ehr.example.org/jwks.json', keys: fixedKeys(readKeys({ keys: [ec.jwk, rsa.jwk] })) });
const other = registered({ id: 'other', iss: 'https://other.example.org', keys: fixedKeys(readKeys({ keys: [stranger.jwk, strangersRsa.jwk] })) });

function verify(token: string, changes: { readonly client?: RegisteredClient; readonly endpoints?: readonly string[]; readonly now?: Date; readonly store?: ReturnType<typeof createMemoryStore> } = {}) {
  const store = changes.store ?? createMemoryStore();
  return verifyToken(token, { clients: [changes.client ?? client, other], endpoints: changes.endpoints ?? [ENDPOINT], now: changes.now ?? NOW, spend: (each) => store.spendToken(each) });
}
const claims = (changes: Readonly<Record<string, unknown>> = {}) => claimsAt(NOW, changes);
const refusal = async (token: string, changes = {}): Promise<unknown> => verify(token, changes).then(() => 'believed', ({ reason, code }: { reason?: string; code: string }) => reason ?? code);

describe('a token is believed', () => {
  test.each([['ES384', ec], ['RS384, with a kid of Epic\'s characters', rsa]] as const)('JWT-3 JWT-4 signed with %s', async (_, key) => {
    expect(await verify(signToken(key, claims()))).toMatchObject({ client: { id: 'ehr' }, tokenId: expect.any(String) });
  });

  test.each([
    ['its jku is the client\'s', claims(), { jku: 'https://ehr.example.org/jwks.json' }], ['its type is written in small letters', claims(), { typ: 'jwt' }],
    ['it embeds or points to keys, which nobody looks at', claims(), { jwk: stranger.jwk, x5u: 'https://evil.example.org/x', x5c: ['MIIB'] }],
    ['it comes from Epic: nbf before iat, exp 900 s after', claims({ nbf: SECOND - 300, exp: SECOND + 900, sub: 'client-id' }), {}],
    ['it comes from Inferno', claims({ jti: 'a1'.repeat(32) }), { jku: 'https://ehr.example.org/jwks.json' }], ['its clock is a minute ahead', claims({ iat: SECOND + 60, exp: SECOND + 360, nbf: SECOND + 60 }), {}], ['it ran out within the last minute', claims({ iat: SECOND - 350, exp: SECOND - 59 }), {}],
    ['it lives an hour', claims({ exp: SECOND + 3600 }), {}], ['claims it need not have are odd', claims({ sub: 7, tenant: [], extra: null }), {}],
  ])('JWT-3 JWT-9 JWT-10 INF-C2 where %s', async (_, body, header) => {
    expect(await refusal(signToken(ec, body, header))).toBe('believed');
  });

  test.each(['RS256', 'ES256', 'RS512', 'ES512', 'PS384'])('JWT-4 signed with %s, where the client\'s entry lists it, and not otherwise', async (alg) => {
    const key = newKey('k', alg);
    const keys = fixedKeys(readKeys({ keys: [key.jwk] }));
    expect(await refusal(signToken(key, claims()), { client: registered({ keys, algorithms: [alg as 'RS256'] }) })).toBe('believed');
    expect(await refusal(signToken(key, claims()), { client: registered({ keys }) })).toBe('algorithm');
  });
});

describe('JWT-4 the signature', () => {
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const der = rsa.publicKey.export({ type: 'spki', format: 'der' });
  const tampered = (token: string, part: 0 | 1 | 2, text: string): string => token.split('.').map((each, index) => (index === part ? text : each)).join('.');
  const flipped = (token: string): string => tampered(token, 2, `${token.split('.')[2]!.startsWith('A') ? 'B' : 'A'}${token.split('.')[2]!.slice(1)}`);
  test.each([
    ['none', `${base64url({ alg: 'none', typ: 'JWT', kid: 'ec' })}.${base64url(claims())}.`, 'malformed'], ['none, with something behind', `${base64url({ alg: 'none', typ: 'JWT', kid: 'ec' })}.${base64url(claims())}.x`, 'algorithm'],
    ['nOnE', signToken(ec, claims(), { alg: 'nOnE' }), 'algorithm'], ['no algorithm', signToken(ec, claims(), { alg: undefined }), 'algorithm'], ['a list of algorithms', signToken(ec, claims(), { alg: ['ES384'] }), 'algorithm'],
    ['HMAC with the public key as PEM', hmacToken(pem, claims(), { alg: 'HS384', kid: 'rsa/+=' }), 'algorithm'], ['HMAC with the public key as DER', hmacToken(der, claims(), { alg: 'HS256', kid: 'rsa/+=' }), 'algorithm'],
    ['HMAC with nothing', hmacToken('', claims(), { alg: 'HS512', kid: 'ec' }), 'algorithm'], ['HMAC that calls itself ES384', tampered(hmacToken(pem, claims(), { alg: 'HS384', kid: 'ec' }), 0, base64url({ alg: 'ES384', typ: 'JWT', kid: 'ec' })), 'signature'],
    ['a stranger\'s key of the same name', signToken(stranger, claims()), 'signature'], ['a stranger\'s key that the header embeds', signToken(stranger, claims(), { jwk: stranger.jwk }), 'signature'],
    ['a stranger\'s key that jku points to', signToken(stranger, claims(), { jku: 'https://evil.example.org/jwks.json' }), 'jku'], ['a stranger\'s key that x5u points to', signToken(stranger, claims(), { x5u: 'https://evil.example.org/x' }), 'signature'],
    ['an EC key, said to be RSA', signToken(ec, claims(), { alg: 'RS384' }), 'key'], ['an RSA key, said to be EC', signToken(rsa, claims(), { alg: 'ES384' }), 'key'], ['an RSA key with another padding', signToken({ ...rsa, alg: 'PS384' }, claims()), 'algorithm'],
    ['another hash than the key is for', signToken({ ...rsa, alg: 'RS256' }, claims()), 'algorithm'], ['DER instead of two numbers', tampered(signToken(ec, claims()), 2, Buffer.from('3066023100', 'hex').toString('base64url')), 'signature'],
    ['zeroes (CVE-2022-21449)', tampered(signToken(ec, claims()), 2, Buffer.alloc(96).toString('base64url')), 'signature'], ['one bit changed', flipped(signToken(ec, claims())), 'signature'],
    ['other claims under a good signature', tampered(signToken(ec, claims()), 1, base64url(claims({ extra: 1 }))), 'signature'], ['another kid under a good signature', tampered(signToken(ec, claims()), 0, base64url({ alg: 'RS384', typ: 'JWT', kid: 'rsa/+=' })), 'signature'],
    ['cut off', signToken(ec, claims()).slice(0, -10), 'signature'],
  ])('JWT-4 refuses %s', async (_, token, reason) => {
    expect(await refusal(token)).toBe(reason);
  });
});

describe('JWT-3 JWT-9 the header', () => {
  test.each([
    ['no kid', { kid: undefined }, 'key'], ['an empty kid', { kid: '' }, 'key'], ['a kid that is no text', { kid: 1 }, 'key'], ['an unknown kid', { kid: 'other' }, 'key'], ['a kid that is a path', { kid: '../../dev/null' }, 'key'],
    ['a kid that is SQL', { kid: "' UNION SELECT 'x" }, 'key'], ['a kid of every object', { kid: '__proto__' }, 'key'], ['a kid of 600 characters', { kid: 'k'.repeat(600) }, 'key'],
    ['no type', { typ: undefined }, 'type'], ['another type', { typ: 'at+jwt' }, 'type'], ['a critical member', { crit: ['exp'], exp: 1 }, 'critical'], ['an empty crit', { crit: [] }, 'critical'], ['an unencoded payload', { b64: false, crit: ['b64'] }, 'critical'],
    ['the jku of somebody else', { jku: 'https://other.example.org/jwks.json' }, 'jku'], ['a jku that only begins well', { jku: 'https://ehr.example.org/jwks.json/../evil' }, 'jku'], ['a jku with a user', { jku: 'https://ehr.example.org@evil.example.org/jwks.json' }, 'jku'], ['a jku that is no text', { jku: null }, 'jku'],
  ])('refuses %s', async (_, header, reason) => {
    expect(await refusal(signToken(ec, claims(), header))).toBe(reason);
  });

  test.each([['nothing', ''], ['two parts', 'a.b'], ['five parts (JWE)', 'a.b.c.d.e'], ['other letters', `${signToken(ec, claims())}=`], ['a blank within', signToken(ec, claims()).replace('.', '. ')], ['a header that is no JSON', `${base64url('{')}.${base64url(claims())}.x`],
    ['claims that are a list', `${base64url({ alg: 'ES384', typ: 'JWT', kid: 'ec' })}.${base64url([1])}.x`], ['claims that are null', `${base64url({ alg: 'ES384', typ: 'JWT', kid: 'ec' })}.${base64url('null')}.x`], ['more than fits', signToken(ec, claims({ x: 'x'.repeat(20_000) }))]])('refuses %s', async (_, token) => {
    expect(await refusal(token)).toBe('malformed');
  });
});

describe('JWT-5 JWT-10 the claims', () => {
  test.each([
    ...['iss', 'aud', 'exp', 'iat', 'jti'].map((name) => [`no ${name}`, { [name]: undefined }, name === 'iss' ? 'issuer' : name === 'aud' ? 'audience' : 'claims'] as const),
    ['an unknown issuer', { iss: 'https://evil.example.org' }, 'issuer'], ['an issuer with a slash more', { iss: 'https://ehr.example.org/' }, 'issuer'], ['an issuer in capitals', { iss: 'HTTPS://EHR.EXAMPLE.ORG' }, 'issuer'], ['an issuer that is a list', { iss: ['https://ehr.example.org'] }, 'issuer'],
    ['the issuer of another client', { iss: 'https://other.example.org' }, 'signature'], ['exp as text', { exp: String(SECOND + 300) }, 'claims'], ['iat as text', { iat: String(SECOND) }, 'claims'], ['nbf as text', { nbf: 'x' }, 'claims'], ['a jti that is a number', { jti: 7 }, 'claims'], ['an empty jti', { jti: '' }, 'claims'],
    ['an endless life', { exp: 1e300 }, 'claims'], ['exp below zero', { exp: -1 }, 'claims'], ['one that ran out', { iat: SECOND - 400, exp: SECOND - 60 }, 'time'], ['one of the future', { iat: SECOND + 61, exp: SECOND + 361 }, 'time'], ['one that is not good yet', { nbf: SECOND + 61 }, 'time'],
    ['one that lives longer than an hour', { exp: SECOND + 3601 }, 'lifetime'], ['one that lived long ago and long', { iat: SECOND - 4000, exp: SECOND + 10 }, 'lifetime'], ['one that ends before it begins', { iat: SECOND + 30, exp: SECOND + 30 }, 'lifetime'],
  ] as const)('JWT-5 JWT-10 refuses %s', async (_, changes, reason) => {
    expect(await refusal(signToken(ec, claims(changes)))).toBe(reason);
  });
});

describe('JWT-6 the audience', () => {
  test.each([
    ENDPOINT, `${ENDPOINT}/`, 'https://cds.example.org:443/cds-services/imaging-advice', 'HTTPS://CDS.EXAMPLE.ORG/cds-services/imaging-advice', 'https://cds.example.org//cds-services//imaging-advice', ['https://x.example.org', ENDPOINT],
  ])('takes %j', async (aud) => {
    expect(await refusal(signToken(ec, claims({ aud })))).toBe('believed');
  });

  test.each([
    'https://cds.example.org', 'https://cds.example.org/cds-services', 'https://cds.example.org/cds-services/imaging-advice-sign', 'https://cds.example.org/cds-services/imaging-advice/feedback', 'http://cds.example.org/cds-services/imaging-advice',
    'https://cds.example.org:8443/cds-services/imaging-advice', 'https://evil.example.org/cds-services/imaging-advice', 'https://cds.example.org.evil.org/cds-services/imaging-advice', 'https://me@cds.example.org/cds-services/imaging-advice',
    `${ENDPOINT}?x`, `${ENDPOINT}#x`, `${ENDPOINT}//x`, 'https://cds.example.org/CDS-services/imaging-advice', 'https://cds.example.org/cds-services/imaging%2Dadvice', 'sand_man', '', '*', 'https://cds.example.org/cds-services/x/../imaging-advice', 'https://cds.example.org/cds-services/./imaging-advice', 'https:\\\\cds.example.org\\cds-services\\imaging-advice', ` ${ENDPOINT}`, `${ENDPOINT}\n`, 'https://cds.exam\tple.org/cds-services/imaging-advice', 'https:/cds.example.org/cds-services/imaging-advice', 'https://ｃds.example.org/cds-services/imaging-advice', [], [[ENDPOINT]], {}, { 0: ENDPOINT, length: 1 }, null, 7, true,
    [...Array.from({ length: 100 }, (_, index) => `https://x${index}.example.org`), ENDPOINT],
  ])('refuses %j', async (aud) => {
    expect(await refusal(signToken(ec, claims({ aud })))).toBe('audience');
  });

  test('takes another name where the client\'s entry has it, letter by letter', async () => {
    const meld = { ...client, audiences: ['sand_man'] };
    expect(await refusal(signToken(ec, claims({ aud: 'sand_man' })), { client: meld })).toBe('believed');
    expect(await refusal(signToken(ec, claims({ aud: 'Sand_man' })), { client: meld })).toBe('audience');
  });
});

describe('JWT-11 a token is used once', () => {
  test('a second time is refused, and of twenty at once one is taken', async () => {
    const store = createMemoryStore();
    const token = signToken(ec, claims());
    const results = await Promise.all(Array.from({ length: 20 }, () => refusal(token, { store })));
    expect(results.filter((result) => result === 'believed')).toHaveLength(1);
    expect(results.filter((result) => result === 'replayed')).toHaveLength(19);
    expect(await refusal(token, { store, now: new Date(NOW.getTime() + 300_000) })).toBe('replayed');
  });

  test('the same id of another issuer is another token; what was refused for another reason is not used up', async () => {
    const store = createMemoryStore();
    const jti = 'one';
    expect(await refusal(signToken(stranger, claims({ jti })), { store })).toBe('signature');
    expect(await refusal(signToken(stranger, claims({ jti, iss: 'https://other.example.org' })), { store })).toBe('believed');
    expect(await refusal(signToken(ec, claims({ jti })), { store })).toBe('believed');
    expect(await refusal(signToken(ec, claims({ jti, exp: SECOND + 301 })), { store })).toBe('replayed');
  });
});

describe('JWT-12 tenants and subjects', () => {
  const strict = { ...client, tenants: ['a', 'b'], subject: 'client-7' };
  test.each([['on the list', { tenant: 'a', sub: 'client-7' }, 'believed'], ['off the list', { tenant: 'c', sub: 'client-7' }, 'not-permitted'], ['none', { sub: 'client-7' }, 'not-permitted'], ['a list', { tenant: ['a'], sub: 'client-7' }, 'not-permitted'], ['a member of all objects', { tenant: '__proto__', sub: 'client-7' }, 'not-permitted'],
    ['on the list, of another subject', { tenant: 'a', sub: 'x' }, 'subject'], ['on the list, of no subject', { tenant: 'a' }, 'subject']])('a tenant %s', async (_, changes, result) => {
    expect(await refusal(signToken(ec, claims(changes)), { client: strict })).toBe(result);
  });

  test('a tenant off the list says nothing to a caller that cannot sign', async () => {
    expect(await refusal(signToken(stranger, claims({ tenant: 'c', sub: 'client-7' })), { client: strict })).toBe('signature');
  });
});

/** The public half of the key that the public sandbox signs with. */
const SANDBOX = { kty: 'EC', crv: 'P-384', kid: '44823f3d-0b01-4a6c-a80e-b9d3e8a7226f', x: 'dw_JGR8nB2I6XveNxUOl2qk699ZPLM2nYI5STSdiEl9avAkrm3CkfYMbrrjr8laB', y: 'Sm3mLE-n1zYNla_aiE3cb3nZsL51RbC7ysw3q8aJLxGm-hx79RPMYpITDjp7kgzy' };

describe('keys that are not used', () => {
  const keysOf = (...jwks: readonly unknown[]) => readKeys({ keys: jwks }).map(({ kid }) => kid);
  const { privateKey } = newKey('x');
  const small = newKey('small', 'RS384', 1024);
  test.each([
    ['symmetric', { kty: 'oct', k: 'AAAA', kid: 'x' }], ['for encryption', { ...ec.jwk, use: 'enc' }], ['not for verification', { ...ec.jwk, key_ops: ['encrypt'] }], ['private', { ...privateKey.export({ format: 'jwk' }), kid: 'x' }], ['of 1,024 bits', small.jwk], ['without a kid', { ...ec.jwk, kid: undefined }],
    ['of an algorithm for another kind', { ...ec.jwk, alg: 'RS384' }], ['on a curve nobody uses', { ...ec.jwk, crv: 'secp256k1' }], ['that are no points', { ...ec.jwk, x: 'AAAA' }], ['with parts of a private key', { ...rsa.jwk, p: 'AAAA', q: 'AAAA' }], ['whose curve is no text', { kty: 'EC', kid: 'z', crv: { toString: 1 } }], ['that are null', null], ['that are text', 'x'],
  ])('JWT-4 %s', (_, jwk) => {
    expect(keysOf(jwk, ec.jwk)).toEqual(['ec']);
  });

  test('JWT-4 a key that names its algorithm is used with that one alone', async () => {
    const keys = fixedKeys(readKeys({ keys: [{ ...rsa.jwk, alg: 'RS256' }] }));
    expect(await refusal(signToken(rsa, claims()), { client: registered({ keys, algorithms: ['RS256', 'RS384'] }) })).toBe('key');
  });

  test('JWT-15 the specification\'s sample is signed by its sample key; it lives for years and so is not believed', async () => {
    const { token, jwk } = JSON.parse(readFileSync(join(__dirname, '../../fixtures/tokens/specification-sample.json'), 'utf8'));
    const [key] = readKeys({ keys: [jwk] });
    const then = new Date('2014-05-15T00:00:00Z');
    expect(jwt.verify(token, key!.key, { algorithms: ['ES384'], clockTimestamp: then.getTime() / 1000 })).toMatchObject({ iss: 'https://fhir-ehr.example.com/', tenant: expect.any(String) });
    const sample = registered({ iss: 'https://fhir-ehr.example.com/', keys: fixedKeys([key!]) });
    expect(await refusal(token, { client: sample, now: then, endpoints: ['https://cds.example.org/cds-services/some-service'] })).toBe('lifetime');
  });

  test('JWT-14 keys whose private half is published are known', () => {
    const { jwk } = JSON.parse(readFileSync(join(__dirname, '../../fixtures/tokens/specification-sample.json'), 'utf8'));
    expect(readKeys({ keys: [jwk, SANDBOX, ec.jwk] }).map(isKnownToAll)).toEqual([true, true, false]);
  });
});
