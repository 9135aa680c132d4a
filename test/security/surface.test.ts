/** The whole HTTP surface, at random: any method, path, header and body gets an answer that follows the rules, and never a 500. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '../../src/http/create-server.ts';
import { expectOutcome, hookBody, serve } from '../http/call-service.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  server = createHttpServer(serve({ environment: { MAX_BODY_MB: '0.2' } }).app, { maxConnections: 100 }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function send({ method, path, headers, body }: Sent): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ port, host: '127.0.0.1', method, path, headers: { ...headers, ...(body !== '' && { 'Content-Length': Buffer.byteLength(body) }) }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    call.on('error', reject).end(body);
  });
}

const good = JSON.stringify(hookBody());
const segment = fc.oneof(fc.constantFrom('cds-services', 'imaging-advice', 'imaging-advice-sign', 'feedback', 'healthz', 'icon.png', 'explain', 'assets', 'style.css', '__proto__', 'constructor', '..', '.', '%2e%2e', '%00', '', '%E0%A4%A', 'toString'), fc.stringMatching(/^[a-z0-9%._~-]{0,8}$/));
const sent: fc.Arbitrary<Sent> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'),
  path: fc.oneof(fc.constant('/cds-services/imaging-advice'), fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`)),
  headers: fc.dictionary(
    fc.constantFrom('Content-Type', 'Content-Encoding', 'Authorization', 'Origin', 'Accept', 'X-Forwarded-For', 'If-None-Match', 'Access-Control-Request-Method', 'Access-Control-Request-Private-Network', 'Range'),
    fc.oneof(fc.constantFrom('application/json', 'application/json; charset=utf-8', 'application/json; charset=x', 'gzip', 'br', 'identity', 'Bearer x', 'Bearer a.b.c', '*', 'https://x.example.org', 'null', 'bytes=0-1', 'true', 'POST', '"x"'), fc.stringMatching(/^[\x21-\x7e]{0,40}$/)), { maxKeys: 4 }),
  body: fc.oneof(fc.constantFrom('', good, '{', 'null', '[]', '"x"', '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', good.slice(0, -3), `\uFEFF${good}`, 'x'.repeat(300_000)), fc.json({ maxDepth: 4 }), fc.string({ maxLength: 40 })),
});

test('JSON-5 HTTP-3 HTTP-8 every request gets an answer that follows the rules', async () => {
  await fc.assert(fc.asyncProperty(sent, async (request) => {
    const { status, headers, text } = await send(request);
    expect([200, 204, 206, 304, 400, 403, 404, 405, 413, 415, 429, 431, 501, 503]).toContain(status);
    expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined();
    expect(text).not.toMatch(/node_modules|\bat \S+ \(|\/src\//);
    if (status >= 400 && request.method !== 'HEAD') {
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      expectOutcome(JSON.parse(text));
    }
    if (status >= 400) expect(headers['cache-control']).toBe('no-store');
  }), { numRuns: Number(process.env['FUZZ_RUNS'] ?? 800) });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}, 120_000);
