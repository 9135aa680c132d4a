/** A body is read as it comes, part by part, and nothing of it stays with the request. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express, { type Request, type Response } from 'express';
import { once } from 'node:events';
import { request as call, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { answerError } from '../../src/http/answer-error.ts';
import { createBodyBudget } from '../../src/http/body-budget.ts';
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

const singly = (bytes: Buffer): readonly Buffer[] => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));

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
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heapMb = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed / 1e6;
    };
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
});
