/** What a hostile or broken caller may cost: bytes, time, connections, calls. A real server on this machine; after each abuse a normal call is answered at once. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { constants, createGzip, gzipSync } from 'node:zlib';
import type { Server } from 'node:http';
import type { RegisteredClient } from '../../src/clients/client.ts';
import { createBodyBudget } from '../../src/http/body-budget.ts';
import { createHttpServer, type Patience } from '../../src/http/create-server.ts';
import { createGetter } from '../../src/outbound/create-getter.ts';
import { registered } from '../support/client.ts';
import { closeFhirServers, silence, startFhirServer } from '../support/fhir-server.ts';
import { emptyChart, expectOutcome, hookBody, serve, withPrefetch } from './call-service.ts';

const SERVICE = '/cds-services/imaging-advice';
const MB = 1_048_576;
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(settings: Readonly<Record<string, string>> = {}, patience?: Patience, clients: readonly RegisteredClient[] = []) {
  const served = serve({ environment: settings, clients });
  const server = createHttpServer(served.app, { maxConnections: Number(settings['MAX_CONNECTIONS'] ?? 2000) }, patience).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const post = async (body: string | Uint8Array, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${SERVICE}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: body as string });
    return { status: response.status, headers: response.headers, body: await response.json() as Record<string, any> };
  };
  return { ...served, port, post, normal: async () => {
    const start = performance.now();
    const { status, body } = await post(JSON.stringify(withPrefetch(emptyChart)));
    expect({ status, cards: body['cards']?.length }).toEqual({ status: 200, cards: 1 });
    expect(performance.now() - start).toBeLessThan(1000);
  } };
}

/** Sends bytes as they are; resolves with everything that comes back until the connection ends. */
function raw(port: number, ...pieces: readonly string[]): { readonly socket: Socket; readonly answer: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let received = '';
  socket.on('data', (chunk) => { received += String(chunk); });
  socket.on('error', () => {});
  for (const piece of pieces) socket.write(piece);
  return { socket, answer: new Promise((resolve) => socket.on('close', () => resolve(received))) };
}

const outcomeIn = (answer: string): { readonly resourceType?: string; readonly issue?: readonly object[] } => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));

describe('a body', () => {
  test('JSON-6 that inflates to more than is accepted is refused without being inflated', async () => {
    const { post, normal } = await listen();
    const bomb = await new Promise<Buffer>((resolve) => {
      const gzip = createGzip({ level: constants.Z_BEST_SPEED });
      const chunks: Buffer[] = [];
      gzip.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
      const zeroes = Buffer.alloc(MB, 0x20);
      for (let megabytes = 0; megabytes < 200; megabytes += 1) gzip.write(zeroes);
      gzip.end();
    });
    const before = process.memoryUsage.rss();
    const responses = await Promise.all(Array.from({ length: 8 }, () => post(bomb, { 'Content-Encoding': 'gzip' })));
    for (const { status, body } of responses) {
      expect([413, 503]).toContain(status);
      expectOutcome(body);
    }
    expect(responses.some(({ status }) => status === 413)).toBe(true);
    expect(process.memoryUsage.rss() - before).toBeLessThan(400 * MB);
    await normal();
  }, 60_000);

  test.each([['gzip', gzipSync], ['br', (text: string) => import('node:zlib').then(({ brotliCompressSync }) => brotliCompressSync(text))], ['deflate', (text: string) => import('node:zlib').then(({ deflateSync }) => deflateSync(text))]] as const)('REQ-7 compressed with %s is read', async (encoding, compress) => {
    const { post } = await listen();
    const { status, body } = await post(await compress(JSON.stringify(withPrefetch(emptyChart))) as Uint8Array, { 'Content-Encoding': encoding });
    expect([status, body['cards'].length]).toEqual([200, 1]);
  });

  test.each(['compress', 'gzip, gzip', 'zstd', 'identity, gzip', 'x'])('REQ-7 with Content-Encoding %s is refused', async (encoding) => {
    const { post, normal } = await listen();
    const { status, body } = await post('{}', { 'Content-Encoding': encoding });
    expect(status).toBe(415);
    expectOutcome(body);
    await normal();
  });

  test('JSON-6 of a length it says is too much is refused before it comes', async () => {
    const { port, normal } = await listen();
    const { socket, answer } = raw(port, `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{`);
    socket.on('data', () => socket.end());
    const received = await answer;
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
    expectOutcome(outcomeIn(received));
    await normal();
  });

  test('JSON-6 without an end is cut off', async () => {
    const { port, normal } = await listen({ MAX_BODY_MB: '1' });
    const { socket, answer } = raw(port, `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const piece = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const pour = (): void => { while (!socket.destroyed && socket.write(piece)); };
    socket.on('drain', pour);
    pour();
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    await normal();
  }, 30_000);

  test.each([
    ['lists in lists', (size: number) => `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`], ['empty lists', (size: number) => `[${'[],'.repeat(size / 3)}[]]`], ['numbers', (size: number) => `[${'1,'.repeat(size / 2)}1]`], ['members of one name', (size: number) => `{${'"":1,'.repeat(size / 5)}"":1}`],
  ])('JSON-5 of 9 MB of %s is refused before it is built', async (_, make) => {
    const { post, normal } = await listen();
    const { status, body } = await post(make(9 * MB));
    expect(status).toBe(400);
    expectOutcome(body);
    await normal();
  });

  test('JSON-5 whose caller leaves half-way is let go', async () => {
    const { port, lines, normal } = await listen();
    const { socket } = raw(port, `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"hook":`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lines[0]).toMatchObject({ aborted: true });
    expect(lines[0]).not.toMatchObject({ status: 500 });
    await normal();
  });
});

describe('time', () => {
  const impatient = { headersMs: 300, requestMs: 600 };
  test('a caller that never finishes its headers, or its body, is told so and cut off', async () => {
    const { port, normal } = await listen({}, impatient);
    const headers = raw(port, `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\n`);
    const body = raw(port, `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`);
    const drip = setInterval(() => { if (!body.socket.destroyed) body.socket.write(' '); }, 50);
    const [first, second] = await Promise.all([headers.answer, body.answer]);
    clearInterval(drip);
    expect(first).toMatch(/^HTTP\/1\.1 408 /);
    expectOutcome(outcomeIn(first));
    expect(second).toMatch(/^HTTP\/1\.1 408 /);
    expectOutcome(outcomeIn(second));
    await normal();
  }, 20_000);

  test('hundreds of slow callers do not keep others out', async () => {
    const { port, normal } = await listen();
    for (let index = 0; index < 500; index += 1) raw(port, `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"hook":"${'x'.repeat(1000)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await normal();
  }, 20_000);
});

describe('connections', () => {
  test('that ask without end and never read are cut off', async () => {
    const { port, normal } = await listen();
    const { socket, answer } = raw(port, 'GET /cds-services HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2000));
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 500));
    socket.resume();
    expect((await answer).split('HTTP/1.1 200').length).toBeLessThan(200);
    await normal();
  }, 20_000);

  test('that only hold on make room for new ones', async () => {
    const { port, normal } = await listen({ MAX_CONNECTIONS: '20' });
    for (let index = 0; index < 40; index += 1) raw(port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 1300));
    for (let index = 0; index < 5; index += 1) await normal();
  }, 20_000);

  test('whose answers are not read hold no place among the calls under way', async () => {
    const { port, normal } = await listen({ MAX_IN_FLIGHT: '2' });
    const body = JSON.stringify(hookBody());
    for (let index = 0; index < 6; index += 1) {
      const { socket } = raw(port, `${'GET /cds-services HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20)}POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      socket.pause();
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
    await normal();
  }, 20_000);
});

describe('what is no HTTP', () => {
  test.each([['nonsense', 'HELO\r\n\r\n', 400], ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431], ['two lengths', `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}   `, 400],
    ['a length and chunks', `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400]] as const)('HTTP-3 %s is answered as such', async (_, text, status) => {
    const { port, normal } = await listen();
    const { socket, answer } = raw(port, text);
    socket.on('data', () => socket.end());
    const received = await answer;
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expectOutcome(outcomeIn(received));
    await normal();
  });
});

describe('requests as proxies write them', () => {
  test('DISC-15 a whole address is a path like any other', async () => {
    const { port } = await listen();
    const { answer } = raw(port, `GET http://cds.example.org/cds-services HTTP/1.1\r\nHost: cds.example.org\r\nConnection: close\r\n\r\n`);
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('HTTP-3 an expectation nobody can meet is refused with an outcome; 100-continue is met', async () => {
    const { port } = await listen();
    const { answer } = raw(port, `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nExpect: whatever\r\nContent-Length: 2\r\n\r\n{}`);
    const received = await answer;
    expect(received).toMatch(/^HTTP\/1\.1 417 /);
    expectOutcome(outcomeIn(received.replace(/\r\n[0-9a-f]+\r\n(\{.*\})\r\n0\r\n\r\n$/s, '\r\n$1')));
    const polite = raw(port, `POST ${SERVICE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`);
    expect(await polite.answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /);
  });
});

describe('too much at once', () => {
  test('more calls than are taken in are told to come back, and those that were taken in are answered', async () => {
    const stalled = await startFhirServer({ default: silence });
    const client = registered({ fhirServers: [stalled.base], get: createGetter({ networks: [], allowsLoopback: true, allowsHttp: true }) });
    const { post, normal } = await listen({ MAX_IN_FLIGHT: '3', DEADLINE_MS: '800' }, undefined, [client]);
    const body = JSON.stringify(hookBody(undefined, { fhirServer: stalled.base, fhirAuthorization: { access_token: 't', token_type: 'Bearer', expires_in: 300, scope: 'x', subject: 'y' } }));
    const responses = await Promise.all(Array.from({ length: 10 }, () => post(body)));
    const refused = responses.filter(({ status }) => status === 503);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(refused).toHaveLength(7);
    for (const { headers, body: answer } of refused) {
      expect(headers.get('retry-after')).toBe('1');
      expectOutcome(answer);
    }
    await closeFhirServers();
    await normal();
  });

  test('more calls a second than an address may make get 429, and a second later it is well again', async () => {
    const { post, normal } = await listen({ RATE_PER_ADDRESS: '5' });
    const responses = await Promise.all(Array.from({ length: 20 }, () => post(JSON.stringify(hookBody()))));
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    for (const { headers, body } of refused) {
      expect(headers.get('retry-after')).toBe('1');
      expectOutcome(body);
    }
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await normal();
  });

  test('an address is believed from a header only where a proxy is trusted', async () => {
    const ask = async (settings: Readonly<Record<string, string>>): Promise<readonly number[]> => {
      const { post } = await listen({ RATE_PER_ADDRESS: '1', ...settings });
      const responses = await Promise.all(Array.from({ length: 6 }, (_, index) => post(JSON.stringify(hookBody()), { 'X-Forwarded-For': `198.51.100.${index}` })));
      return responses.map(({ status }) => status);
    };
    expect((await ask({})).filter((status) => status === 429).length).toBeGreaterThanOrEqual(3);
    expect(await ask({ TRUST_PROXY: '1' })).toEqual(Array.from({ length: 6 }, () => 200));
  });
});

describe('a stop', () => {
  const slow = async (served: string[]) => {
    const server = createHttpServer((request, response) => void setTimeout(() => {
      served.push(request.url!);
      response.end(request.url);
    }, 300), { maxConnections: 10 }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    return server as ReturnType<typeof createHttpServer>;
  };

  test('OPS-2 answers all that is under way on a connection, the last with word that it ends', async () => {
    const served: string[] = [];
    const server = await slow(served);
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let heard = '';
    socket.on('data', (part) => { heard += String(part); });
    for (const path of ['/a', '/b', '/c']) socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([new Promise<void>((resolve) => server.stop(resolve)), once(socket, 'close')]);
    expect(served).toEqual(['/a', '/b', '/c']);
    expect(heard.match(/^Connection: \S+/gm)).toEqual(['Connection: keep-alive', 'Connection: keep-alive', 'Connection: close']);
    expect(heard).toMatch(/\/c$/);
  });

  test('OPS-2 waits two seconds for connections on which nothing comes, and not for the end of all patience', async () => {
    const server = await slow([]);
    const { port } = server.address() as AddressInfo;
    const [silent, kept] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    kept.write('GET /a HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(kept, 'data');
    for (const socket of [silent, kept]) socket.on('error', () => undefined);
    const start = performance.now();
    await new Promise<void>((resolve) => server.stop(resolve));
    expect(performance.now() - start).toBeGreaterThan(1500);
    expect(performance.now() - start).toBeLessThan(4500);
  });
});

describe('the budget of bodies', () => {
  test('lets go of the oldest unfinished body when there is no room for a new one, and of none that is fresh or finished', () => {
    let time = 0;
    const left: string[] = [];
    const budget = createBodyBudget(100, () => time);
    const hold = (name: string) => budget.hold(() => left.push(name));
    const [finished, old, fresh] = [hold('finished'), hold('old'), hold('fresh')];
    expect(finished.grow(40)).toBe(true);
    finished.complete();
    expect(old.grow(50)).toBe(true);
    expect(fresh.grow(20)).toBe(false);
    expect(left).toEqual([]);
    time = 2000;
    const newest = hold('newest');
    expect(newest.grow(20)).toBe(true);
    expect(left).toEqual(['old']);
    expect(old.grow(1)).toBe(false);
    finished.release();
    finished.release();
    newest.complete();
    newest.release();
    expect(hold('all').grow(100)).toBe(true);
  });
});
