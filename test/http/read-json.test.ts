/** A body is read as it comes, part by part, and nothing of it stays with the request. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express, { type NextFunction, type Request, type Response } from 'express';
import { once } from 'node:events';
import { request as call, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { answerError } from '../../src/http/answer-error.ts';
import { createBodyBudget, type BodyBudget } from '../../src/http/body-budget.ts';
import { readJson } from '../../src/http/read-json.ts';
import { listen, type Listening } from '../support/listen.ts';

const MOST_BYTES = 100_000;
let server: Listening;
let taken: Request | undefined;

beforeAll(async () => {
  const budget = createBodyBudget(300 * MOST_BYTES, () => performance.now());
  const app = express().post('/', readJson({ maxBytes: MOST_BYTES, budget }), (request: Request, response: Response) => {
    taken = request;
    response.json({ read: (request.body as unknown) ?? 'nothing' });
  }).use(answerError);
  server = await listen(() => app);
});

afterAll(() => server.close());
beforeEach(() => { taken = undefined; });

interface Answer {
  readonly status: number | undefined;
  readonly body: { readonly read?: unknown; readonly issue?: readonly { readonly details: { readonly text: string } }[] };
}

/** Each part is a chunk of its own on the wire, which Node's parser hands on by itself. */
async function send(parts: readonly Buffer[], { isWhole = true } = {}): Promise<Answer> {
  const sent = call(server.address, { method: 'POST', headers: { 'content-type': 'application/json' } });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  for (const part of parts) sent.write(part);
  if (isWhole) sent.end();
  const [response] = await answered;
  const text = (await response.toArray()).join('');
  sent.destroy();
  return { status: response.statusCode, body: JSON.parse(text) as Answer['body'] };
}

/** What one piece is answered with. */
async function statusOf(body: Buffer, headers: Readonly<Record<string, string>>, { address }: Pick<Listening, 'address'> = server): Promise<number | undefined> {
  const sent = call(address, { method: 'POST', agent: false, headers: { 'content-type': 'application/json', ...headers } });
  sent.on('error', () => undefined);
  sent.end(body);
  const [response] = await once(sent, 'response') as [IncomingMessage];
  await response.toArray();
  return response.statusCode;
}

const listenWith = (budget: BodyBudget): Promise<Listening> => listen(() => express().post('/', readJson({ maxBytes: MOST_BYTES, budget }), (_request: Request, response: Response) => void response.json({})).use(answerError));

const singly = (bytes: Buffer): readonly Buffer[] => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heapMb = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
};

describe('readJson', () => {
  test.each([
    ['letters of several bytes', '{"name":"Größe ≥ 5 🦴","list":[1,[2]]}'], ['a backslash at the end of a part', '{"a":"\\"[[[\\\\","b":"\\u00e9"}'], ['a mark of byte order', '\uFEFF{"a":1}'],
  ])('JSON-6 reads %s byte by byte as in one piece', async (_, text) => {
    const expected = { status: 200, body: { read: JSON.parse(text.replace('\uFEFF', '')) as unknown } };
    expect(await send([Buffer.from(text)])).toEqual(expected);
    expect(await send(singly(Buffer.from(text)))).toEqual(expected);
  });

  test('JSON-6 reads a letter that is cut off at the end as one that is none', async () => {
    const cut = Buffer.concat([Buffer.from('{"a":"'), Buffer.from('é').subarray(0, 1), Buffer.from('"}')]);
    expect(await send(singly(cut))).toEqual({ status: 200, body: { read: { a: '\uFFFD' } } });
    expect((await send([Buffer.from('{"a":1}'), Buffer.from('é').subarray(0, 1)])).status).toBe(400);
  });

  test('no body at all is for the next to judge', async () => {
    expect(await send([])).toEqual({ status: 200, body: { read: 'nothing' } });
  });

  test.each([['too deep', '['.repeat(101), /deeper than 100 levels/], ['too many members', `[${'1,'.repeat(MOST_BYTES / 10 + 1)}`, /more than 10000 members/]])('JSON-5 refuses what is %s before the rest has come', async (_, start, reason) => {
    const { status, body } = await send([Buffer.from(start)], { isWhole: false });
    expect([status, taken]).toEqual([400, undefined]);
    expect(body.issue![0]!.details.text).toMatch(reason);
  });

  test('what was refused and is left unfinished is held by nobody', async () => {
    const port = Number(new URL(server.address).port);
    const before = heapMb();
    const left = await Promise.all(Array.from({ length: 200 }, async () => {
      const socket = connect(port, '127.0.0.1');
      const answered = once(socket, 'data') as Promise<[Buffer]>;
      const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(`"${'a'.repeat(MOST_BYTES - 10)}`)}`);
      socket.write(chunk('a'.repeat(20)));
      expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 413 /);
      return socket;
    }));
    expect(heapMb() - before).toBeLessThan(200 * MOST_BYTES / 1e6 / 4);
    for (const socket of left) socket.destroy();
  });

  test('a request that was answered holds nothing of the chart', async () => {
    expect((await send([Buffer.from('{"patient":"p"}')])).body).toEqual({ read: { patient: 'p' } });
    expect(taken!.body).toBeUndefined();
  });

  test('JSON-6 refuses what is larger than it may be as it is sent, though nothing comes of it', async () => {
    const empty = Buffer.from([0, 0, 0, 0xff, 0xff]);
    const nothing = Buffer.concat([gzipSync('').subarray(0, 10), ...Array<Buffer>(MOST_BYTES / 5 + 1).fill(empty)]);
    expect(await statusOf(nothing, { 'content-encoding': 'gzip' })).toBe(413);
    expect(await statusOf(nothing, { 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' })).toBe(413);
    expect(await statusOf(Buffer.concat([gzipSync('').subarray(0, 10), deflateRawSync('')]), { 'content-encoding': 'gzip' })).toBe(400);
  });

  test.each([
    ['application/json', 200], ['Application/JSON;charset="UTF-8"', 200], ['application/fhir+json; charset=utf8', 200], ['application/json;', 200], [' application/json ; charset=us-ascii', 200], ['application/vnd.x+json', 200], ['application/json; charset=utf-8, application/json; charset=utf-8', 200], ['application/json; charset = "utf-8"', 200],
    ['application/json; charset=iso-8859-1', 415], ['application/json; charset = iso-8859-1', 415], ['text/json', 415], ['application/jsonx', 415], ['application/xml', 415], ['json', 415], ['application/json+xml', 415],
  ])('REQ-7 a body that says it is %s: %i', async (type, status) => {
    expect(await statusOf(Buffer.from('{}'), { 'content-type': type })).toBe(status);
  });

  test('what will be made of a body counts before it is made', async () => {
    const counted: number[] = [];
    const app = await listenWith(counting(counted));
    const grown = async (body: Buffer): Promise<number> => {
      counted.length = 0;
      await statusOf(body, {}, app);
      return counted.reduce((sum, bytes) => sum + bytes, 0);
    };
    // 100 bytes a member, as much as an object with one takes that no other has, and two for a byte that is no letter.
    expect(await grown(Buffer.from(`[${Array(2000).fill('{}').join(',')}]`))).toBeGreaterThanOrEqual(3700 * 100);
    // A chart counts three times its size.
    const chart = readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'));
    expect(await grown(chart)).toBeLessThan(3.5 * chart.length);
    expect(await grown(Buffer.alloc(50_000, 0xff))).toBeGreaterThanOrEqual(100_000);
    expect(await grown(Buffer.from(`"${'a'.repeat(50_000)}"`))).toBeLessThan(51_000);
    app.close();
  });

  test('what is made of bodies stays within what they counted', async () => {
    const most = 8_000_000;
    const waiting: Response[] = [];
    const app = await listen(() => express().post('/', readJson({ maxBytes: 1_000_000, budget: createBodyBudget(most, () => performance.now()) }), (_request: Request, response: Response) => void waiting.push(response)).use(answerError));
    // As little on the wire as can be for each object, and each of a kind of its own.
    const body = Buffer.from(`[${Array.from({ length: 10_000 }, (_, index) => `{"k${index}":0}`).join(',')}]`);
    const before = heapMb();
    let refused = 0;
    const answers = Promise.all(Array.from({ length: 20 }, () => statusOf(body, {}, app).then((status) => { if (status === 503) refused += 1; return status; })));
    while (waiting.length + refused < 20) await wait(20);
    expect(waiting.length).toBeGreaterThan(1);
    expect(refused).toBeGreaterThan(1);
    expect((heapMb() - before) * 1e6).toBeLessThan(1.5 * most);
    for (const response of waiting) response.json({});
    expect(new Set(await answers)).toEqual(new Set([200, 503]));
    app.close();
  });

  test('a caller that leaves before its body is looked at leaves nothing behind', async () => {
    const held: number[] = [];
    const read = readJson({ maxBytes: 1000, budget: counting(held) });
    let settled = 0;
    let left: (() => void) | undefined;
    // As who calls is proven while keys are fetched, or the store has a token marked.
    const slowly = async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
      await Promise.all([once(request.socket, 'close'), left!()]);
      next();
    };
    const app = await listen(() => express().post('/', slowly, async (request: Request, response: Response, next: NextFunction) => {
      try {
        await read(request, response, next);
      } finally {
        settled += 1;
      }
    }).use(answerError));
    const socket = connect(Number(new URL(app.address).port), '127.0.0.1');
    left = () => { socket.destroy(); };
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
    while (settled === 0) await wait(10);
    expect(held).toEqual([]);
    app.close();
  }, 10_000);
});

/** A budget without end, and what was asked of it. */
function counting(held: number[]): BodyBudget {
  return { hold: () => ({ grow: (bytes) => { held.push(bytes); return true; }, complete: () => undefined, release: () => undefined }) };
}
