/** An SDK that the operator registers with `--import` is used by every process that serves, and sends what it holds before they leave. */
import { afterAll, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFhirServers, startFhirServer, status } from '../support/fhir-server.ts';
import type { RecordedSpan } from '../support/record-spans.ts';
import { startService } from '../support/service-process.ts';
import { newKey } from '../support/tokens.ts';

const SERVICE = '/cds-services/imaging-advice';
const folder = mkdtempSync(join(tmpdir(), 'backstop-tracing-'));
afterAll(async () => {
  await closeFhirServers();
  rmSync(folder, { recursive: true, force: true });
});

/** With a connection of its own, so that calls go round. */
function call(address: string, body: object, traceparent: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${SERVICE}`, { method: 'POST', agent: false, headers: { 'Content-Type': 'application/json', traceparent } }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode!)));
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

test('spans of several processes join the traces of their callers and the reads of FHIR servers', async () => {
  const fhir = await startFhirServer({ default: status(404) });
  const clients = join(folder, 'clients.json');
  writeFileSync(clients, JSON.stringify({ clients: [{ id: 'ehr', iss: 'https://ehr.example.org', jwks: { keys: [newKey('one', 'RS384').jwk] }, fhirServers: [], openFhirServers: [fhir.base] }] }));
  const { prefetch: { patient, conditions }, ...rest } = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8'));
  const body = { ...rest, prefetch: { patient, conditions }, fhirServer: fhir.base };
  const service = await startService({
    PROCESSES: '2', STORE: `sqlite:${join(folder, 'tracing.db')}`, CLIENTS: clients, ALLOW_INSECURE_HTTP: 'yes', NODE_OPTIONS: `--import ${join(__dirname, '../support/telemetry.ts')}`,
  });
  try {
    while (service.log().filter(({ msg }) => msg === 'listening').length < 2) await new Promise((resolve) => { setTimeout(resolve, 20); });
    const traces = Array.from({ length: 12 }, (_, index) => (index + 1).toString(16).padStart(32, 'a'));
    for (const trace of traces) expect(await call(service.address, body, `00-${trace}-b7ad6b7169203331-01`)).toBe(200);
    expect(await service.end('SIGTERM')).toBe(0);
    const spans = service.log().flatMap(({ span }) => (span === undefined ? [] : [span as RecordedSpan]));
    const servers = spans.filter(({ name }) => name === 'POST /cds-services/:service');
    expect(servers.map(({ traceId }) => traceId).sort()).toEqual(traces);
    expect(service.log().flatMap(({ msg, trace_id }) => (msg === 'call' ? [trace_id] : [])).sort()).toEqual(traces);
    const reads = spans.filter(({ name }) => name.startsWith('GET '));
    expect(reads.length).toBeGreaterThan(12);
    expect(fhir.asked.map(({ headers }) => headers['traceparent']).sort()).toEqual(reads.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`).sort());
    expect(JSON.stringify(spans)).not.toContain('Patient/p1');
  } finally {
    await service.end('SIGKILL');
  }
}, 180_000);
