import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClients } from '../../src/clients/read-clients.ts';
import { newKey } from '../support/tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'backstop-clients-'));
const file = join(folder, 'clients.json');
afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entry = { id: 'st-mary', iss: 'https://ehr.example.org', jku: 'https://ehr.example.org/jwks', fhirServers: ['https://ehr.example.org/fhir/'], profile: 'epic', mode: 'live' };

const lenient = { auth: 'off', isProduction: false } as const;

function read(content: unknown, allowInsecureHttp = false, rules: { readonly auth: 'off' | 'required'; readonly isProduction: boolean } = lenient) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readClients(file, { allowInsecureHttp, languages: ['en', 'es'], ...rules });
}

function complaint(content: unknown, allowInsecureHttp = false, rules: { readonly auth: 'off' | 'required'; readonly isProduction: boolean } = lenient): string {
  try {
    read(content, allowInsecureHttp, rules);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-setting' });
    return (error as Error).message.replaceAll(file, '');
  }
  return '';
}

describe('readClients', () => {
  test('TEN-1 a client with everything, and one with the least', () => {
    const [whole, least] = read({ clients: [{ ...entry, tenants: ['a'], networks: ['10.0.0.0/8'], openFhirServers: ['https://10.1.1.1/fhir'], capabilities: { systemActions: 'none' } }, { id: 'b', iss: 'b' }] });
    expect(whole).toMatchObject({ id: 'st-mary', profile: 'epic', mode: 'live', fhirServers: ['https://ehr.example.org/fhir'], openFhirServers: ['https://10.1.1.1/fhir'], capabilities: { systemActions: 'none' } });
    expect(least).toMatchObject({ id: 'b', profile: 'default', mode: 'live', fhirServers: [], openFhirServers: [], capabilities: {} });
  });

  test('the language of its users, also that of a region', () => {
    expect(read({ clients: [{ ...entry, language: 'es-MX' }, { id: 'b', iss: 'b' }] }).map(({ language }) => language)).toEqual(['es-MX', undefined]);
    for (const language of ['ES', 'es_MX']) expect(read({ clients: [{ ...entry, language }] })).toHaveLength(1);
  });

  test.each([
    ['no JSON', '{', /cannot be read as JSON/], ['no object', [], /#: must be object/], ['no clients', {}, /required property 'clients'/], ['a misspelt member', { clients: [{ ...entry, fhirServer: 'x' }] }, /#\/clients\/0: .*\(fhirServer\)/],
    ['no iss', { clients: [{ id: 'a' }] }, /#\/clients\/0: .*'iss'/], ['an id with a blank', { clients: [{ ...entry, id: 'a b' }] }, /#\/clients\/0\/id/], ['an unknown profile', { clients: [{ ...entry, profile: 'cerner' }] }, /#\/clients\/0\/profile.*\(default,epic,sandbox,hooks-1\.0\)/],
    ['a capability nobody has', { clients: [{ ...entry, capabilities: { x: 1 } }] }, /#\/clients\/0\/capabilities.*\(x\)/], ['jku and jwks', { clients: [{ ...entry, jwks: { keys: [newKey('k').jwk] } }] }, /both jku and jwks/],
    ['the same id twice', { clients: [entry, { ...entry, iss: 'x' }] }, /#\/clients\/1\/id: another client/], ['the same issuer twice', { clients: [entry, { ...entry, id: 'x' }] }, /#\/clients\/1\/iss: another client/],
    ['a language nobody has written', { clients: [{ ...entry, language: 'fr' }] }, /#\/clients\/0\/language: the knowledge does not speak fr; it speaks en, es/], ['no language', { clients: [{ ...entry, language: 'Spanish please' }] }, /#\/clients\/0\/language: must match/],
    ['a network that is none', { clients: [{ ...entry, networks: ['10.0.0.0'] }] }, /#\/clients\/0\/networks\/0: must be a network/],
  ])('refuses %s', (_, content, message) => {
    expect(complaint(content)).toMatch(message);
  });

  test.each([
    ['http://ehr.example.org/fhir', /must be https/], ['ftp://x', /must be https/], ['x', /absolute URL/], ['https://a:b@x', /absolute URL/], ['https://x?y', /absolute URL/], ['https://10.1.1.1/fhir', /private address/], ['https://169.254.169.254', /private address/],
    ['https://127.0.0.1/fhir', /private address/], ['http://127.0.0.1/fhir', /ALLOW_INSECURE_HTTP/],
  ])('FHIR-1 refuses the FHIR server %s', (url, message) => {
    expect(complaint({ clients: [{ ...entry, fhirServers: ['https://ok.example.org', url] }] })).toMatch(new RegExp(`#/clients/0/fhirServers/1: .*${message.source}`));
    expect(complaint({ clients: [{ ...entry, openFhirServers: [url] }] })).toMatch(/#\/clients\/0\/openFhirServers\/0/);
    expect(complaint({ clients: [{ ...entry, jku: url }] })).toMatch(/#\/clients\/0\/jku/);
  });

  test('FHIR-1 takes servers on this machine where that is allowed, and no others by http', () => {
    expect(read({ clients: [{ ...entry, fhirServers: ['http://127.0.0.1:8080/fhir', 'http://localhost/fhir', 'http://[::1]/fhir'] }] }, true)).toHaveLength(1);
    expect(complaint({ clients: [{ ...entry, fhirServers: ['http://10.0.0.1/fhir'] }] }, true)).toMatch(/must be https/);
  });

  test('names everything that is wrong at once', () => {
    expect(complaint({ clients: [{ ...entry, jku: 'x', fhirServers: ['y'], networks: ['z'] }] }).split('\n')).toHaveLength(3);
  });

  const key = newKey('k');
  test.each([
    ['a symmetric key', { kty: 'oct', k: 'AAAA', kid: 'k' }, /symmetric/], ['a private key', { ...key.privateKey.export({ format: 'jwk' }), kid: 'k' }, /private key/], ['a key without a kid', { ...key.jwk, kid: undefined }, /must have a kid/], ['a key for encryption', { ...key.jwk, use: 'enc' }, /not for signatures/],
    ['a short key', newKey('k', 'RS384', 1024).jwk, /from 2048 to 8192 bits/], ['an unknown curve', { ...key.jwk, crv: 'secp256k1' }, /not supported/], ['no point', { ...key.jwk, x: 'AAAA' }, /is no valid key/],
  ])('JWT-8 refuses %s among configured keys, naming the place', (_, jwk, reason) => {
    const { jku: _jku, ...inline } = entry;
    expect(complaint({ clients: [{ ...inline, jwks: { keys: [key.jwk, jwk] } }] })).toMatch(new RegExp(`#/clients/0/jwks/keys/1: .*${reason.source}`));
  });

  test('JWT-8 a client has its keys in the file or at an address; with AUTH=required one of both', async () => {
    const { jku: _jku, ...inline } = entry;
    const [client] = read({ clients: [{ ...inline, jwks: { keys: [key.jwk] } }] }, false, { auth: 'required', isProduction: true });
    expect(await client!.keys.find('k', 'ES384')).toBeDefined();
    expect(complaint({ clients: [inline] }, false, { auth: 'required', isProduction: false })).toMatch(/#\/clients\/0: has neither jku nor jwks/);
  });

  test('JWT-4 JWT-6 JWT-12 algorithms, audiences, subject and tenants are the client\'s', () => {
    expect(read({ clients: [{ ...entry, algorithms: ['RS256'], audiences: ['sand_man'], subject: 's', tenants: ['t'] }] })[0]).toMatchObject({ algorithms: ['RS256'], audiences: ['sand_man'], subject: 's', tenants: ['t'], jku: entry.jku });
    expect(read({ clients: [entry] })[0]).toMatchObject({ algorithms: ['ES384', 'RS384'], audiences: [] });
    expect(read({ clients: [entry] })[0]).not.toHaveProperty('tenants');
    expect(complaint({ clients: [{ ...entry, algorithms: ['HS256'] }] })).toMatch(/#\/clients\/0\/algorithms\/0.*ES256,/);
    expect(complaint({ clients: [{ ...entry, algorithms: ['none'] }] })).toMatch(/#\/clients\/0\/algorithms\/0/);
    expect(complaint({ clients: [{ ...entry, tenants: [] }] })).toMatch(/#\/clients\/0\/tenants/);
  });

  test.each([
    ['issuer', { ...entry, iss: 'https://sandbox.cds-hooks.org' }, /#\/clients\/0\/iss: is the public sandbox/], ['issuer with a slash', { ...entry, iss: 'HTTPS://sandbox.cds-hooks.org/' }, /#\/clients\/0\/iss/], ['jku', { ...entry, jku: 'https://sandbox.cds-hooks.org/.well-known/jwks.json' }, /#\/clients\/0\/jku: is the public sandbox/],
    ['key', { id: 'x', iss: 'x', jwks: { keys: [{ kty: 'EC', crv: 'P-384', kid: 'renamed', x: 'dw_JGR8nB2I6XveNxUOl2qk699ZPLM2nYI5STSdiEl9avAkrm3CkfYMbrrjr8laB', y: 'Sm3mLE-n1zYNla_aiE3cb3nZsL51RbC7ysw3q8aJLxGm-hx79RPMYpITDjp7kgzy' }] } }, /#\/clients\/0\/jwks: is the public sandbox/],
  ])('JWT-14 refuses the public sandbox\'s %s in production, and takes it elsewhere', (_, client, reason) => {
    expect(complaint({ clients: [client] }, false, { auth: 'required', isProduction: true })).toMatch(reason);
    expect(complaint({ clients: [client] })).toBe('');
  });
});
