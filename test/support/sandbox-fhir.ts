/** The DSTU2 server of the CDS Hooks Sandbox as far as it asks it, with the patient of the recorded requests. */
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';

const RECORDED = join(__dirname, '../../fixtures/requests/sandbox-lumbar-mri.json');
/** What DSTU2 does not know fails, as at the sandbox's own server. */
const UNKNOWN_TO_DSTU2 = /^\/(?:MedicationRequest|ServiceRequest)\b/;

/** Below `/fhir`; open to browsers. `conditions` are added to what is on file, as they are when it is asked. */
export function sandboxFhir(conditions: () => readonly object[] = () => []): RequestListener {
  const { prefetch } = JSON.parse(readFileSync(RECORDED, 'utf8')) as Record<string, any>;
  return ({ url = '', method }, response) => {
    const path = url.replace(/^\/fhir/, '');
    const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'accept,content-type', 'Access-Control-Allow-Methods': 'GET,POST', 'Content-Type': 'application/json' };
    if (method === 'OPTIONS') return void response.writeHead(204, headers).end();
    if (UNKNOWN_TO_DSTU2.test(path)) return void response.writeHead(404, headers).end('{}');
    response.writeHead(200, headers).end(JSON.stringify(bodyFor(path)));
  };

  function bodyFor(path: string): object {
    if (path === '/metadata') return { resourceType: 'Conformance', fhirVersion: '1.0.2' };
    if (/^\/Patient\/./.test(path)) return prefetch.patient;
    const found = path.startsWith('/Condition') ? [...prefetch.conditions.entry.map(({ resource }: any) => resource), ...conditions()] : [];
    return { resourceType: 'Bundle', type: 'searchset', total: found.length, entry: found.map((resource) => ({ resource })) };
  }
}
