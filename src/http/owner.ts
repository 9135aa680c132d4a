/** Whose a record is: nothing is shared between two clients, nor between two tenants of one (TEN-1, TEN-2). */
import type { HookRequest } from '../chart/hook-request.ts';
import type { Client } from '../clients/client.ts';

/** The client's name in the store; ids of clients have no slash. */
export function ownerOf({ id }: Pick<Client, 'id'>, tenant: unknown): string {
  return typeof tenant === 'string' && tenant !== '' ? `${id}/${tenant}` : id;
}

/** The patient's id, with the server that gave it: two servers of one client may give two people the same. */
export function patientKey({ patientId, fhirServer }: Pick<HookRequest, 'patientId' | 'fhirServer'>): string {
  return fhirServer === undefined ? patientId : `${fhirServer.replace(/\/+$/, '')} ${patientId}`;
}
