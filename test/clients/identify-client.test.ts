import { describe, expect, test } from '@jest/globals';
import { guessClient } from '../../src/clients/identify-client.ts';
import { registered } from '../support/client.ts';

const client = (id: string) => registered({ id, iss: `https://${id}.example.org`, profile: 'epic', fhirServers: [`https://${id}.example.org/fhir`] });
const clients = [client('a'), client('b')];
const jwt = (claims: unknown): string => `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const identify = (authorization?: string, fhirServer?: unknown) => guessClient(authorization, fhirServer, clients).id;

describe('a client that nobody verifies', () => {
  test.each([
    ['nothing', undefined, undefined, 'anonymous'], ['the issuer of its token', jwt({ iss: 'https://b.example.org' }), undefined, 'b'], ['its FHIR server', undefined, 'https://A.example.org/fhir/', 'a'],
    ['both, where the issuer counts', jwt({ iss: 'https://b.example.org' }), 'https://a.example.org/fhir', 'b'], ['an issuer nobody knows', jwt({ iss: 'https://sandbox.cds-hooks.org' }), undefined, 'anonymous'],
    ['an issuer nobody knows and a known server', jwt({ iss: 'x' }), 'https://a.example.org/fhir', 'a'], ['a server nobody knows', undefined, 'https://c.example.org/fhir', 'anonymous'],
    ['garbage', 'Bearer garbage', 7, 'anonymous'], ['a token that is no JSON', 'Bearer a.b.c', undefined, 'anonymous'], ['claims that are none', jwt(null), undefined, 'anonymous'], ['an issuer that is no text', jwt({ iss: 7 }), undefined, 'anonymous'],
  ])('TEN-3 DISC-14 by %s', (_, authorization, fhirServer, expected) => {
    expect(identify(authorization, fhirServer)).toBe(expected);
  });

  test('PF-5 nothing is fetched for an anonymous caller', async () => {
    const { get: own, fhirServers, openFhirServers, profile } = guessClient(undefined, undefined, []);
    expect({ fhirServers, openFhirServers, profile }).toEqual({ fhirServers: [], openFhirServers: [], profile: 'sandbox' });
    await expect(own(new URL('https://example.org'), { headers: {}, signal: AbortSignal.timeout(1), maxBytes: 1 })).rejects.toMatchObject({ kind: 'refused' });
  });
});
