/** Who a terminology server says it is (FHIR R4 CapabilityStatement.software). */
import { TerminologyError } from '../../errors.ts';
import type { Ask, Json } from './create-tx-client.ts';

/** Its name and version, or words that say it has none. Rejects with TerminologyError for what is no FHIR R4 or R5 server. */
export async function readServer(ask: Ask): Promise<string> {
  const { resourceType, fhirVersion, software } = await ask('metadata');
  if (resourceType !== 'CapabilityStatement') throw new TerminologyError('metadata of the server is no CapabilityStatement. See whether --tx names the base of its FHIR interface.');
  if (typeof fhirVersion !== 'string' || !/^[45]\./.test(fhirVersion)) throw new TerminologyError('the server does not speak FHIR R4 or R5. Many have a base for each version: name another with --tx.');
  const { name, version } = (software ?? {}) as Json;
  return [typeof name === 'string' ? name : 'a server that does not say its name', typeof version === 'string' ? version : '(no version)'].join(' ');
}
