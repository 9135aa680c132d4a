/** Which FHIR server may be read in a call, and with what (PF-4, PF-5, FHIR-1, FHIR-2). */
import type { Client } from './client.ts';

/** What a call offers, as far as it could be understood. */
export interface Offer {
  readonly fhirServer?: string;
  readonly fhirAuthorization?: {
    readonly token: string;
    /** Seconds the token is still good for. */
    readonly expiresIn: number;
    /** The only patient it is good for. */
    readonly patient?: string;
  };
  readonly patientId: string;
}

export interface Grant {
  /** Where to read, and the token to show. */
  readonly access?: { readonly base: string; readonly token?: string };
  /** Why an offer was not taken, for the log. */
  readonly refusal?: string;
}

/** Access to a listed server only; none without a token unless the server is listed as open. */
export function grantFhirAccess(client: Client, { fhirServer, fhirAuthorization, patientId }: Offer): Grant {
  if (fhirServer === undefined) return fhirAuthorization === undefined ? {} : { refusal: 'fhirAuthorization without fhirServer' };
  const base = client.fhirServers.find((each) => sameServer(fhirServer, each));
  const openBase = client.openFhirServers.find((each) => sameServer(fhirServer, each));
  const open: Grant = openBase === undefined ? {} : { access: { base: openBase } };
  if (fhirAuthorization === undefined) return open;
  const { token, expiresIn, patient } = fhirAuthorization;
  if (expiresIn <= 0) return { ...open, refusal: 'fhirAuthorization has expired' };
  if (patient !== undefined && patient.split('/').at(-1) !== patientId) return { ...open, refusal: 'fhirAuthorization is for another patient' };
  if (base === undefined) return openBase === undefined ? { refusal: 'fhirServer is not on the list of this client' } : open;
  return { access: { base, token } };
}

/** The same base URL but for a trailing slash, a default port and the case of scheme and host. */
export function sameServer(written: unknown, base: string): boolean {
  const url = typeof written === 'string' ? URL.parse(written) : null;
  if (url === null || `${url.search}${url.hash}${url.username}${url.password}` !== '') return false;
  return url.href.replace(/\/+$/, '') === base;
}
