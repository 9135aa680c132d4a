import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClients } from '../../src/clients/read-clients.ts';

const folder = mkdtempSync(join(tmpdir(), 'backstop-clients-'));
const file = join(folder, 'clients.json');
afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entry = { id: 'st-mary', iss: 'https://ehr.example.org', jku: 'https://ehr.example.org/jwks', fhirServers: ['https://ehr.example.org/fhir/'], profile: 'epic', mode: 'live' };

function read(content: unknown, allowInsecureHttp = false) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readClients(file, { allowInsecureHttp });
}

function complaint(content: unknown, allowInsecureHttp = false): string {
  try {
    read(content, allowInsecureHttp);
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

  test.each([
    ['no JSON', '{', /cannot be read as JSON/], ['no object', [], /#: must be object/], ['no clients', {}, /required property 'clients'/], ['a misspelt member', { clients: [{ ...entry, fhirServer: 'x' }] }, /#\/clients\/0: .*\(fhirServer\)/],
    ['no iss', { clients: [{ id: 'a' }] }, /#\/clients\/0: .*'iss'/], ['an id with a blank', { clients: [{ ...entry, id: 'a b' }] }, /#\/clients\/0\/id/], ['an unknown profile', { clients: [{ ...entry, profile: 'cerner' }] }, /#\/clients\/0\/profile.*\(default,epic,sandbox,hooks-1\.0\)/],
    ['a capability nobody has', { clients: [{ ...entry, capabilities: { x: 1 } }] }, /#\/clients\/0\/capabilities.*\(x\)/], ['jku and jwks', { clients: [{ ...entry, jwks: { keys: [{ kty: 'EC' }] } }] }, /both jku and jwks/],
    ['the same id twice', { clients: [entry, { ...entry, iss: 'x' }] }, /#\/clients\/1\/id: another client/], ['the same issuer twice', { clients: [entry, { ...entry, id: 'x' }] }, /#\/clients\/1\/iss: another client/],
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
});
